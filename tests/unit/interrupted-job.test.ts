import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { FailureKind } from '../../src-shared/failures/failure.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(5, 60_000);
});

const counters = { filesDone: 1, filesTotal: 5, bytesDone: 10, bytesTotal: 50 };

async function fetching(world: World, holdAt = 100_000): Promise<{ id: string; release: () => void }> {
  world.server.prepares({ name: 'Minutes.zip', bytes: zip });
  const held = world.server.holdAt(holdAt);
  const id = await world.ask('folder-1');
  await world.reach(id, 'downloading');
  await held.arrived;
  return { id, release: () => held.release() };
}

describe('pause and resume', () => {
  it('keep what was fetched and go on from there', async () => {
    const world = await createWorld();
    const { id } = await fetching(world);
    await world.act(id, 'pause');
    await world.clock.advance(60_000);
    expect(world.job(id).state.is).toBe('paused');
    expect(world.store.output(id)?.durable).toBe(100_000);
    await world.act(id, 'resume');
    await world.reach(id, 'saved');
    const calls = world.server.calls.filter((call) => call.method === 'fetchInto');
    expect(calls.map((call) => call.resume?.offset ?? 0)).toEqual([0, 100_000]);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
  });

  it('come by themselves where the server is removed in the middle, and added again', async () => {
    const world = await createWorld();
    const { id } = await fetching(world);
    await world.app.handlers['connections.remove']({ id: 'c1', jobs: 'keep' });
    await world.clock.advance(60_000);
    // Nothing is let go of the server, and no byte comes anymore.
    expect(world.store.output(id)?.durable).toBe(100_000);
    const [row] = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(row?.waitingFor).toMatchObject({
      for: 'connection',
      failure: { kind: 'server-removed', detail: 'https://records.example.com' },
    });
    expect(world.store.log(id).at(-1)).toMatchObject({
      event: 'failed',
      detail: { failure: { kind: 'server-removed' } },
    });
    const { connections } = await world.app.handlers['connections.list']({});
    expect(connections).toEqual([]);
    await world.app.handlers['connections.save']({
      ...{ kind: 'alfresco', name: 'Records', address: 'https://records.example.com', user: 'ada' },
    });
    await world.app.handlers['connections.setSecret']({ id: 'c1', secret: 'right' });
    await world.reach(id, 'saved');
    const calls = world.server.calls.filter((call) => call.method === 'fetchInto');
    expect(calls.map((call) => call.resume?.offset ?? 0)).toEqual([0, 100_000]);
    expect(world.job(id)).toMatchObject({ attempt: 0 });
  });

  it('while preparing stop the polls and take them up again, without asking twice', async () => {
    const world = await createWorld();
    world.server.always('poll', { is: 'waiting', counters, word: 'PENDING' });
    world.server.prepares({ bytes: zip });
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.act(id, 'pause');
    const before = world.server.count('poll');
    await world.clock.advance(600_000);
    expect(world.server.count('poll')).toBe(before);
    world.server.always('poll', null);
    await world.act(id, 'resume');
    await world.reach(id, 'saved');
    expect(world.server.count('create')).toBe(1);
  });

  it('while the request is out wait for its answer', async () => {
    const world = await createWorld();
    const held = world.server.hold('create');
    const id = await world.ask('folder-1');
    await held.arrived;
    await world.act(id, 'pause');
    expect(world.job(id).state).toEqual({ is: 'asking', wish: 'pause' });
    held.release();
    await world.reach(id, 'paused');
    expect(world.job(id).state).toMatchObject({ resume: { step: 'preparing' } });
  });

  it('while the request is out can be taken back, of one job and of all', async () => {
    const world = await createWorld();
    const held = world.server.hold('create');
    const id = await world.ask('folder-1');
    await held.arrived;
    await world.act(id, 'pause');
    const { jobs } = await world.app.handlers['queue.snapshot']({});
    expect(jobs[0]?.actions).toEqual(['resume', 'cancel']);
    await world.act(id, 'resume');
    expect(world.job(id).state).toEqual({ is: 'asking', wish: 'go' });
    await world.act(id, 'pause');
    expect(await world.app.handlers['jobs.actOnAll']({ action: 'resume' })).toEqual({ count: 1 });
    held.release();
    await world.reach(id, 'preparing');
    expect(world.server.count('create')).toBe(1);
  });
});

describe('an answer that makes no sense', () => {
  const nonsense = new FailedError({ kind: 'protocol' });

  it('before any byte of the rest costs nothing of what was kept', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    world.server.cutAt(200_000);
    const id = await world.ask('folder-1');
    await world.clock.until(() => world.server.count('fetchInto') === 1);
    world.server.next('fetchInto', nonsense, nonsense);
    await world.reach(id, 'saved');
    const calls = world.server.calls.filter((call) => call.method === 'fetchInto');
    expect(calls.map((call) => call.resume?.offset ?? 0)).toEqual([0, 200_000, 200_000, 200_000]);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
  });
});

describe('cancel', () => {
  it('ends the preparation at the server, keeps its end in the timeline and deletes it', async () => {
    const world = await createWorld();
    world.server.next('poll', { is: 'waiting', counters, word: 'IN_PROGRESS' });
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.clock.advance(1_000);
    await world.act(id, 'cancel');
    await world.clock.until(() => world.server.prepared.size === 0);
    expect(world.server.count('cancel')).toBe(1);
    const ended = world.store.log(id).find((entry) => entry.event === 'endedOnServer');
    expect(ended?.detail).toMatchObject({ status: 'cancelled' });
  });

  it('may lose against the server, and still leaves nothing behind', async () => {
    const world = await createWorld();
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    const finished = { is: 'ready', counters, name: null, expiresAt: null } as const;
    world.server.next('poll', { is: 'waiting', counters, word: 'IN_PROGRESS' }, finished);
    await world.act(id, 'cancel');
    await world.clock.until(() => world.server.prepared.size === 0);
    const ended = world.store.log(id).find((entry) => entry.event === 'endedOnServer');
    expect(ended?.detail).toMatchObject({ status: 'ready', counters });
  });

  it('while fetching removes the part and leaves no file', async () => {
    const world = await createWorld();
    const { id } = await fetching(world);
    await world.act(id, 'cancel');
    await world.clock.until(() => world.server.prepared.size === 0);
    expect(world.files.names(folder)).toEqual([]);
    expect(world.store.output(id)).toBeNull();
  });

  it('while the request is out tidies away what the server then prepared', async () => {
    const world = await createWorld();
    const held = world.server.hold('create');
    const id = await world.ask('folder-1');
    await held.arrived;
    await world.act(id, 'cancel');
    held.release();
    await world.reach(id, 'cancelled');
    await world.clock.until(() => world.server.prepared.size === 0);
  });

  it('is done at the server even after a restart', async () => {
    const world = await createWorld();
    world.server.always('cancel', new FailedError({ kind: 'unreachable' }));
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.act(id, 'cancel');
    await world.clock.advance(1_000);
    expect(world.store.cleanUps()).toHaveLength(1);
    world.server.always('cancel', null);
    const next = await world.restart();
    await next.clock.until(() => next.server.prepared.size === 0);
    expect(next.store.cleanUps()).toEqual([]);
  });
});

describe('after a restart', () => {
  it('a request whose answer nobody saw makes the job unsure', async () => {
    const world = await createWorld();
    const held = world.server.hold('create');
    const id = await world.ask('folder-1');
    await held.arrived;
    const next = await world.restart();
    await next.clock.advance(3_600_000);
    expect(next.job(id).state.is).toBe('unsure');
    expect(next.server.count('create')).toBe(1);
  });

  it('a preparation is polled on, and a fetch goes on at what was durable', async () => {
    const world = await createWorld();
    const { id } = await fetching(world, 200_000);
    // A checkpoint, as the clock would bring it: the program is killed after it.
    const output = world.store.output(id)!;
    const tail = createHash('sha256').update(zip.subarray(0, 150_000)).digest('hex');
    world.store.saveOutput({ ...output, durable: 150_000, tail });
    const next = await world.restart();
    await next.reach(id, 'saved');
    const offsets = next.server.calls.flatMap((call) =>
      call.method === 'fetchInto' ? [call.resume?.offset ?? 0] : [],
    );
    expect(offsets).toEqual([0, 150_000]);
    expect(next.files.read(folder, 'Minutes.zip')).toEqual(zip);
    expect(next.server.count('create')).toBe(1);
  });

  it('a file that already has its name is neither fetched nor published again', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    let reached = (): void => undefined;
    const published = new Promise<void>((resolve) => (reached = resolve));
    world.files.before = (operation) => {
      if (operation !== 'published') return;
      reached();
      return new Promise(() => undefined);
    };
    const id = await world.ask('folder-1');
    await world.reach(id, 'publishing');
    await published;
    world.files.before = () => undefined;
    const next = await world.restart();
    await next.reach(id, 'saved');
    expect(next.files.names(folder)).toEqual(['Minutes.zip']);
    expect(next.server.count('fetchInto')).toBe(1);
  });
});

describe('a broken transfer', () => {
  it('goes on by itself at the byte where it broke', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    world.server.cutAt(50_000, 50_001, 299_000);
    const id = await world.ask('folder-1');
    await world.reach(id, 'saved');
    const offsets = world.server.calls.flatMap((call) =>
      call.method === 'fetchInto' ? [call.resume?.offset ?? 0] : [],
    );
    expect(offsets).toEqual([0, 50_000, 50_001, 299_000]);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
  });

  it('starts over, and says why, when the bytes can’t be proven to belong together', async () => {
    const world = await createWorld();
    const { id } = await fetching(world);
    await world.act(id, 'pause');
    await world.reach(id, 'paused');
    await world.clock.advance(1_000);
    world.server.replace('prepared-1', await smallZip(6, 60_000));
    await world.act(id, 'resume');
    await world.reach(id, 'saved');
    const entry = world.store.log(id).find((line) => line.event === 'startedOver');
    expect(entry?.detail).toMatchObject({ bytes: 100_000 });
  });

  it('that was found whole is not fetched again when only verifying failed', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    let fails = 1;
    world.files.before = (operation) => {
      if (operation === 'hashPart' && fails-- > 0) throw new FailedError({ kind: 'folder-unavailable' });
    };
    const id = await world.ask('folder-1');
    await world.reach(id, 'saved');
    expect(world.server.count('fetchInto')).toBe(1);
  });
});

describe('a closed gate', () => {
  const gates: [FailureKind, string][] = [
    ['unreachable', 'connection'],
    ['sign-in-refused', 'connection'],
    ['untrusted', 'connection'],
    ['unsupported', 'connection'],
  ];

  it.each(gates)('(%s) holds jobs without burning an attempt, and says so', async (kind) => {
    const world = await createWorld();
    world.server.always('probe', new FailedError({ kind }));
    const id = await world.ask('folder-1');
    await world.clock.advance(3_600_000);
    expect(world.job(id)).toMatchObject({ attempt: 0, state: { is: 'queued' } });
    const [row] = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(row?.waitingFor).toMatchObject({ for: 'connection', failure: { kind } });
    expect(world.server.count('create')).toBe(0);
    // Politely: an unreachable server is looked at ever less often, the others wait for the user.
    expect(world.server.count('probe')).toBeLessThanOrEqual(kind === 'unreachable' ? 30 : 1);
  });

  it('opens for all after one sign-in', async () => {
    const world = await createWorld();
    world.server.always('probe', new FailedError({ kind: 'sign-in-refused' }));
    world.server.prepares({ bytes: zip });
    world.server.prepares({ bytes: zip });
    const ids = [await world.ask('a'), await world.ask('b')];
    await world.clock.advance(60_000);
    world.server.always('probe', null);
    await world.app.handlers['connections.setSecret']({ id: 'c1', secret: 'right' });
    for (const id of ids) await world.reach(id, 'saved');
  });

  it('of a connection that goes away while polling stops the polls and opens when it is back', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: zip });
    world.server.next('poll', new FailedError({ kind: 'unreachable' }));
    world.server.next('probe', { account: 'ada', version: null }, new FailedError({ kind: 'unreachable' }));
    const id = await world.ask('folder-1');
    await world.reach(id, 'saved');
    expect(world.server.count('probe')).toBe(3);
    expect(world.server.count('create')).toBe(1);
  });

  it('keeps another account from fetching what the first one asked for', async () => {
    const world = await createWorld();
    world.server.always('poll', { is: 'waiting', counters, word: 'PENDING' });
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    world.server.always('probe', { account: 'eve', version: null });
    await world.app.handlers['connections.setSecret']({ id: 'c1', secret: 'eve’s' });
    await world.clock.advance(5_000);
    const before = world.server.count('poll');
    await world.clock.advance(600_000);
    expect(world.server.count('poll')).toBe(before);
    const [row] = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(row?.waitingFor).toMatchObject({ failure: { kind: 'other-account', detail: 'ada' } });
  });

  it('45 of a full disk says how much is missing and opens when there is space', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: zip });
    world.files.free = 1_000;
    const id = await world.ask('folder-1');
    await world.clock.advance(120_000);
    expect(world.job(id)).toMatchObject({ attempt: 0, state: { is: 'ready' } });
    const [row] = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(row?.waitingFor).toMatchObject({ for: 'folder', failure: { kind: 'no-space', limit: 1_000 } });
    world.files.free = 1_000_000_000_000;
    await world.reach(id, 'saved');
  });

  it('47 of a folder that is away opens when it is back', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: zip });
    const held = world.server.hold('poll');
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.clock.advance(1_000);
    world.files.unavailable.add(folder);
    held.release();
    await world.clock.advance(120_000);
    expect(world.job(id)).toMatchObject({ attempt: 0, state: { is: 'ready' } });
    world.files.unavailable.delete(folder);
    await world.reach(id, 'saved');
  });
});

describe('stopping', () => {
  it('leaves nothing behind that waits, and waits for the answer to a request that is out', async () => {
    const world = await createWorld();
    const held = world.server.hold('create');
    const id = await world.ask('folder-1');
    await held.arrived;
    const stopped = world.app.stop();
    held.release();
    await stopped;
    expect(world.job(id).state.is).toBe('preparing');
    expect(world.clock.sleeping).toBe(0);
  });
});

it('keeps since when Ferry was closed, unless the clock went back meanwhile', async () => {
  const world = await createWorld();
  world.server.always('poll', new FailedError({ kind: 'unreachable' }));
  const id = await world.ask('folder-1');
  await world.clock.advance(1_000);
  const began = world.clock.now();
  world.store.lastAlive = began - 400;
  const next = await world.restart();
  next.store.lastAlive = began + 60_000;
  const last = await next.restart();
  const restarts = last.store.log(id).filter(({ event }) => event === 'recovered');
  expect(restarts.map(({ detail }) => detail)).toEqual([{ closedSince: began - 400 }, {}]);
});

it('cancelled while it was asked for, and killed: the timeline says that the server may have something left', async () => {
  const world = await createWorld();
  world.store.save([composeJob({ id: 'asked', state: { is: 'asking', wish: 'cancel' } })], [], []);
  const next = await world.restart();
  expect(next.job('asked').state.is).toBe('cancelled');
  expect(next.store.log('asked').map(({ event }) => event)).toEqual(['recovered', 'leftOnServer']);
});
