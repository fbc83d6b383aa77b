import { beforeAll, describe, expect, it } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld } from '../fakes/world.ts';

const counters = { filesDone: 1, filesTotal: 5, bytesDone: 10, bytesTotal: 50 };
const waiting = { is: 'waiting', counters, word: 'PENDING' } as const;
const unreachable = new FailedError({ kind: 'unreachable' });

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(5, 60_000);
});

describe('without a network', () => {
  it('1 nothing is asked of anybody, and no try is burnt, for days', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: zip });
    world.network.set(false);
    const id = await world.ask('folder-1');
    await world.clock.advance(3 * 24 * 3_600_000);
    expect(world.server.calls).toEqual([]);
    expect(world.job(id)).toMatchObject({ attempt: 0, state: { is: 'queued' } });
    const [row] = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(row?.waitingFor?.for).toBe('network');
    world.network.set(true);
    await world.reach(id, 'saved');
  });

  it('10 a transfer that breaks goes on at its byte when the network is back', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: zip });
    const held = world.server.holdAt(zip.length / 2);
    world.server.cutAt(zip.length / 2 + 1_000);
    const id = await world.ask('folder-1');
    await world.reach(id, 'downloading');
    await held.arrived;
    world.network.set(false);
    held.release();
    await world.clock.advance(3_600_000);
    expect(world.job(id)).toMatchObject({ attempt: 0, state: { is: 'ready' } });
    world.network.set(true);
    await world.reach(id, 'saved');
    const fetches = world.server.calls.filter((call) => call.method === 'fetchInto');
    expect(fetches.at(-1)?.resume?.offset).toBeGreaterThan(0);
  });

  it('polls wait, and silence isn’t counted', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting);
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    world.network.set(false);
    await world.clock.advance(60_000);
    const polls = world.server.count('poll');
    await world.clock.advance(12 * 3_600_000);
    expect(world.server.count('poll')).toBe(polls);
    world.network.set(true);
    await world.clock.advance(60_000);
    expect(world.server.count('poll')).toBeGreaterThan(polls);
    expect(world.job(id).state.is).toBe('preparing');
  });

  it('what a server or a line says counts as nothing: the connection is not called out of reach', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting);
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    world.server.always('poll', () => {
      world.network.set(false);
      throw unreachable;
    });
    await world.clock.until(() => !world.network.isOnline());
    await world.clock.advance(10_000);
    const { connections } = await world.app.handlers['connections.list']({});
    expect(connections[0]?.state.is).toBe('ok');
    world.server.always('poll', waiting);
    world.network.set(true);
    await world.clock.advance(5_000);
    expect(world.job(id).state.is).toBe('preparing');
  });

  it('screens are told, now and when they are opened', async () => {
    const world = await createWorld();
    expect((await world.app.handlers['app.info']({})).online).toBe(true);
    world.network.set(false);
    expect((await world.app.handlers['app.info']({})).online).toBe(false);
    world.network.set(true);
    expect(world.received('network.changed')).toEqual([{ online: false }, { online: true }]);
  });
});
