import { beforeAll, describe, expect, it } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { stepConnection } from '../../src-shared/connection-machine.ts';
import type { ConnectionState } from '../../src-shared/connection.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';

const counters = { filesDone: 1, filesTotal: 5, bytesDone: 10, bytesTotal: 50 };
const waiting = { is: 'waiting', counters, word: 'PENDING' } as const;
const full = new FailedError({ kind: 'list-unsaved' });

let zip: Buffer;
let otherZip: Buffer;
beforeAll(async () => {
  zip = await smallZip(5, 60_000);
  otherZip = await smallZip(6, 60_000);
});

describe('a job whose server was removed', () => {
  it('waits after a restart, without a sound', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting);
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.app.handlers['connections.remove']({ id: 'c1', jobs: 'keep' });
    const next = await world.restart();
    await next.clock.advance(3_600_000);
    expect(next.job(id).state.is).toBe('preparing');
    expect(next.store.log(id).length).toBeLessThan(10);
  });
});

describe('a list that can’t be saved for a while', () => {
  it('stops nothing for good: jobs get their slots when it can be saved again', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: zip });
    world.server.always('probe', new FailedError({ kind: 'unreachable' }));
    const id = await world.ask('folder-1');
    await world.clock.advance(1_000);
    const save = world.store.save.bind(world.store);
    world.store.save = () => {
      throw full;
    };
    world.server.always('probe', null);
    await world.clock.advance(60_000);
    expect(world.server.count('create')).toBe(0);
    world.store.save = save;
    await world.reach(id, 'saved');
  });

  it('keeps clean-ups on the list', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting);
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    world.server.always('cancel', new FailedError({ kind: 'server-error' }));
    const saveCleanUp = world.store.saveCleanUp.bind(world.store);
    world.store.saveCleanUp = () => {
      throw full;
    };
    await world.act(id, 'cancel');
    await world.clock.advance(60_000);
    world.store.saveCleanUp = saveCleanUp;
    world.server.always('cancel', null);
    world.server.always('poll', null);
    await world.clock.until(() => world.server.prepared.size === 0);
    expect(world.store.cleanUps()).toEqual([]);
  });
});

describe('bytes of an older preparation', () => {
  it('are never taken for those of a new one, though they could not be removed', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    world.files.locked = true;
    const id = await world.ask('folder-1');
    await world.reach(id, 'failed');
    world.files.locked = false;
    world.files.before = (operation) => {
      if (operation === 'discard') throw new FailedError({ kind: 'folder-unavailable' });
    };
    world.server.prepares({ name: 'Minutes.zip', bytes: otherZip });
    await world.act(id, 'askAgain');
    await world.reach(id, 'saved');
    expect(world.server.count('fetchInto')).toBe(2);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(otherZip);
  });

  it('are never taken for those of a new one after a kill in between', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    world.files.locked = true;
    const id = await world.ask('folder-1');
    await world.reach(id, 'failed');
    // Killed right behind the saving of `askAgain`: the part and its row are still there.
    world.store.save([{ ...world.job(id), state: { is: 'queued' } }], [], []);
    world.files.locked = false;
    world.server.prepares({ name: 'Minutes.zip', bytes: otherZip });
    const next = await world.restart();
    await next.reach(id, 'saved');
    expect(next.files.read(folder, 'Minutes.zip')).toEqual(otherZip);
  });

  it('are removed at the next start when their job was cancelled just before a kill', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    const held = world.server.holdAt(100_000);
    const id = await world.ask('folder-1');
    await world.reach(id, 'downloading');
    await held.arrived;
    world.files.before = (operation) => (operation === 'discard' ? new Promise(() => undefined) : undefined);
    await world.act(id, 'cancel');
    await world.clock.advance(1_000);
    expect(world.files.names(folder)).toHaveLength(1);
    world.files.before = () => undefined;
    const next = await world.restart();
    await next.clock.advance(1_000);
    expect(next.files.names(folder)).toEqual([]);
    expect(next.store.outputs()).toEqual([]);
  });
});

describe('a server in trouble', () => {
  it('that wants no pause at all is still not asked without end', async () => {
    const world = await createWorld();
    world.server.always('poll', new FailedError({ kind: 'busy', retryAfter: 0 }));
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.clock.advance(3_600_000);
    expect(world.server.count('poll')).toBeLessThan(60);
  });

  it('that doesn’t answer a look isn’t looked at again meanwhile, and nothing spins', async () => {
    const world = await createWorld();
    world.server.next('probe', new FailedError({ kind: 'unreachable' }));
    const id = await world.ask('folder-1');
    await world.clock.advance(1_000);
    const held = world.server.hold('probe');
    let rounds = 0;
    const cleanUps = world.store.cleanUps.bind(world.store);
    world.store.cleanUps = () => {
      rounds += 1;
      return cleanUps();
    };
    // A look that takes longer than three quarters of a minute is given up.
    await world.clock.advance(40_000);
    expect(rounds).toBeLessThan(20);
    world.server.prepares({ bytes: zip });
    held.release();
    await world.reach(id, 'saved');
  });

  it('whose cancel is slow holds up no other clean-up', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting);
    const slow = await world.ask('a');
    await world.reach(slow, 'preparing');
    const quick = await world.ask('b');
    await world.reach(quick, 'preparing');
    const [first, second] = [...world.server.prepared.keys()];
    world.server.always('poll', (call) => (call.id === first ? waiting : { is: 'cancelled', counters }));
    await world.act(slow, 'cancel');
    await world.act(quick, 'cancel');
    await world.clock.advance(5_000);
    expect(world.server.prepared.has(first!)).toBe(true);
    expect(world.server.prepared.has(second!)).toBe(false);
    await world.clock.advance(11 * 60_000);
    expect(world.server.prepared.size).toBe(0);
    expect(world.server.count('cancel')).toBe(2);
  });
});

describe('one network trouble', () => {
  const context = { now: 1_000_000, random: () => 1 };
  const unreachable = { type: 'failed', failure: { kind: 'unreachable' } } as const;

  it('counts as one, however many requests it breaks', () => {
    let state: ConnectionState = { is: 'ok', info: { account: 'ada', version: null } };
    for (let request = 0; request < 7; request += 1) state = stepConnection(state, unreachable, context);
    expect(state).toMatchObject({ is: 'unreachable', tries: 1, probeAt: 1_005_000 });
    expect(stepConnection(state, unreachable, { ...context, now: 1_005_000 })).toMatchObject({ tries: 2 });
  });

  it('doesn’t hide that only the user can help', () => {
    const refused = { type: 'failed', failure: { kind: 'sign-in-refused' } } as const;
    const state = stepConnection({ is: 'unknown' }, refused, context);
    expect(stepConnection(state, unreachable, context)).toBe(state);
  });
});

describe('a paused job', () => {
  it('doesn’t say that it is tried again', async () => {
    const world = await createWorld();
    world.server.always('poll', new FailedError({ kind: 'busy', retryAfter: 300 }));
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.clock.advance(2_000);
    await world.act(id, 'pause');
    const [row] = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(row).toMatchObject({ state: { is: 'paused' }, waitingFor: null });
  });
});
