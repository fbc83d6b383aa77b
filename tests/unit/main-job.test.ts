import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';
import { saying } from '../fakes/saying.ts';

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(5, 60_000);
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const waiting = (filesDone: number) => ({
  is: 'waiting' as const,
  counters: { filesDone, filesTotal: 5, bytesDone: filesDone * 10, bytesTotal: 50 },
  word: 'IN_PROGRESS',
});

describe('the main job', () => {
  it('asks, waits, fetches, verifies, saves and leaves nothing on the server', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    const id = await world.ask('folder-1');
    const job = await world.reach(id, 'saved');
    expect(job.state).toMatchObject({
      fileName: 'Minutes.zip',
      size: zip.length,
      sha256: sha256(zip),
      warnings: [],
    });
    expect(world.files.names(folder)).toEqual(['Minutes.zip']);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
    await world.clock.until(() => world.server.prepared.size === 0);
    expect(world.server.count('create')).toBe(1);
    expect(world.store.cleanUps()).toEqual([]);
    expect(world.store.output(id)).toBeNull();
    const steps = world.store.log(id).map((entry) => entry.event);
    expect(steps).toEqual([
      'added',
      'slotFree',
      'accepted',
      'becameReady',
      'slotFree',
      'finished',
      'proven',
      'stored',
      'cleanedUp',
    ]);
  });

  it('fetches a single document as it is, and never deletes it', async () => {
    const world = await createWorld();
    const document = world.server.document('doc-1', { name: 'Plan.pdf' });
    const id = await world.ask('doc-1');
    const job = await world.reach(id, 'saved');
    expect(job.state).toMatchObject({ fileName: 'Plan.pdf', sha256: sha256(document.bytes) });
    await world.clock.advance(3_600_000);
    expect(world.server.count('cleanUp')).toBe(0);
    expect(world.server.documents.has('doc-1')).toBe(true);
  });

  it('polls after 1 s, then the less often the older it is, as long as nothing is foretold', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting(1));
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    const times: number[] = [];
    const begin = world.clock.now();
    while (world.clock.now() < begin + 20 * 60_000) {
      const count = world.server.count('poll');
      await world.clock.until(() => world.server.count('poll') > count);
      times.push(world.clock.now() - begin);
    }
    expect(times[0]).toBe(1_000);
    const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
    expect(Math.min(...gaps)).toBe(1_000);
    expect(Math.max(...gaps)).toBeLessThan(60_000);
    // Counters that stand still foretell nothing after a while: from then on it is asked the less often the older it is.
    const later = gaps.slice(gaps.length / 2);
    expect(later.every((gap, index) => index === 0 || gap >= later[index - 1]!)).toBe(true);
    expect(later.at(-1)).toBeGreaterThan(20_000);
    // A fixed poll as old pages do it, every 15 s, would ask as often in that time.
    expect(times.length).toBeLessThan(85);
  });

  it('waits exactly as long as the server asks between two polls', async () => {
    const world = await createWorld();
    world.server.always('poll', { ...waiting(1), retryAfter: 90 });
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.clock.advance(1_000);
    expect(world.server.count('poll')).toBe(1);
    await world.clock.advance(89_999);
    expect(world.server.count('poll')).toBe(1);
    await world.clock.advance(1);
    expect(world.server.count('poll')).toBe(2);
  });

  it('never has two polls of a job under way', async () => {
    const world = await createWorld();
    const held = world.server.hold('poll');
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    await world.clock.advance(600_000);
    expect(world.server.count('poll')).toBe(1);
    held.release();
    await world.reach(id, 'ready', 'failed', 'downloading', 'verifying');
  });

  it('says after 15 min without progress that there is none, and asks the user after 3 h', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting(1));
    const id = await world.ask('folder-1');
    await world.reach(id, 'preparing');
    const row = (): JobView =>
      world
        .received('queue.changed')
        .flatMap((event) => event.jobs)
        .findLast((view) => view.id === id)!;
    await world.clock.advance(16 * 60_000);
    expect(row()).toMatchObject({
      waitingFor: { for: 'progress' },
      actions: ['pause', 'askAgain', 'cancel'],
    });
    await world.clock.advance(2.5 * 3_600_000);
    const job = await world.reach(id, 'failed');
    expect(job.state).toMatchObject({ failure: { kind: 'silent' }, resume: { step: 'preparing' } });
    await world.clock.advance(100);
    expect(row().actions.slice(0, 2)).toEqual(['keepWaiting', 'askAgain']);
    world.server.always('poll', null);
    world.server.replace('prepared-1', zip);
    await world.act(id, 'keepWaiting');
    await world.reach(id, 'saved');
    expect(world.server.count('create')).toBe(1);
  });

  it('asks again by itself, once, when the server lost what it prepared; then the user decides', async () => {
    const world = await createWorld();
    world.server.next('poll', waiting(1), { is: 'gone' }, waiting(1), { is: 'gone' });
    const id = await world.ask('folder-1');
    await world.reach(id, 'expired');
    expect(world.server.count('create')).toBe(2);
    world.server.next('poll', waiting(1), { is: 'gone' });
    world.server.prepares({ bytes: zip });
    world.server.prepares({ bytes: zip });
    await world.act(id, 'askAgain');
    await world.reach(id, 'saved');
    expect(world.server.count('create')).toBe(4);
  });

  it('asks again as often as the settings say: never, too', async () => {
    const world = await createWorld();
    world.config.saveSettings({ ...world.config.settings(), askAgainAfterExpiry: 0 });
    world.server.next('poll', waiting(1), { is: 'gone' });
    const id = await world.ask('folder-1');
    await world.reach(id, 'expired');
    expect(world.server.count('create')).toBe(1);
  });

  it('never asks again by itself for a document of the user’s that is gone', async () => {
    const world = await createWorld();
    world.server.document('doc-1', { name: 'Minutes.pdf' });
    world.server.next('fetchInto', { is: 'gone' });
    const id = await world.ask('doc-1');
    await world.reach(id, 'expired');
    expect(world.server.count('create')).toBe(1);
  });

  it('never asks twice by itself when the answer to the request got lost', async () => {
    const world = await createWorld();
    world.server.next('create', new FailedError({ kind: 'unreachable' }, { answerLost: true }));
    const id = await world.ask('folder-1');
    await world.reach(id, 'unsure');
    await world.clock.advance(24 * 3_600_000);
    expect(world.job(id).state.is).toBe('unsure');
    expect(world.server.count('create')).toBe(1);
    world.server.prepares({ bytes: zip });
    await world.act(id, 'askAgain');
    await world.reach(id, 'saved');
  });

  it('says that a zip is incomplete', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: zip });
    const counters = { filesDone: 5, filesTotal: 7, bytesDone: 50, bytesTotal: 70 };
    world.server.next('poll', { is: 'ready', counters, name: 'Minutes.zip', expiresAt: null });
    const id = await world.ask('folder-1');
    const job = await world.reach(id, 'saved');
    expect(job.state).toMatchObject({
      warnings: [saying('The zip is incomplete: the server left out 2 files of 7.')],
    });
  });

  it('fetches again when what arrived is no zip, and gives up the third time', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: Buffer.alloc(1000, 7) });
    const id = await world.ask('folder-1');
    const job = await world.reach(id, 'failed');
    expect(job.state).toMatchObject({ failure: { kind: 'corrupt' } });
    expect(world.server.count('fetchInto')).toBe(3);
    expect(world.files.names(folder)).toEqual([]);
  });

  it('splits a selection that is too large by the things that were asked for', async () => {
    const world = await createWorld();
    for (const [id, size] of [
      ['a', 60],
      ['b', 50],
      ['c', 40],
    ] as const) {
      world.server.document(`doc-${id}`, { bytes: Buffer.alloc(size, 1) });
      world.server.folder(id, [`doc-${id}`]);
    }
    world.server.next('poll', { is: 'tooLarge', limit: 100, size: 150 });
    const id = await world.ask('a', 'b', 'c');
    const parent = await world.reach(id, 'split');
    const children = (parent.state as { children: string[] }).children.map((child) => world.job(child));
    expect(children.map((child) => child.request)).toEqual([
      { kind: 'alfresco', nodeIds: ['a', 'c'] },
      { kind: 'alfresco', nodeIds: ['b'] },
    ]);
    expect(children.every((child) => child.parentId === id)).toBe(true);
  });

  it('says with both sizes that a single thing is too large', async () => {
    const world = await createWorld();
    world.server.next('poll', { is: 'tooLarge', limit: 2_000_000_000, size: 3_000_000_000 });
    const job = await world.reach(await world.ask('a'), 'failed');
    expect(job.state).toMatchObject({
      failure: { kind: 'too-large', limit: 2_000_000_000, size: 3_000_000_000 },
    });
  });
});

describe('slots', () => {
  it('ask one connection for three preparations at once and fetch two files at once', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting(1));
    const ids = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => world.ask(id)));
    await world.clock.advance(10_000);
    expect(world.server.count('create')).toBe(3);
    const states = ids.map((id) => world.job(id).state.is);
    expect(states).toEqual(['preparing', 'preparing', 'preparing', 'queued', 'queued']);
    const rows = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(rows.slice(3).map((row) => row.waitingFor)).toEqual([
      { for: 'slot', ahead: 0 },
      { for: 'slot', ahead: 1 },
    ]);
  });

  it('go to the one that the user moved to the front', async () => {
    const world = await createWorld();
    world.server.always('poll', waiting(1));
    const ids = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => world.ask(id)));
    await world.clock.advance(10_000);
    await world.act(ids[4]!, 'moveFirst');
    await world.act(ids[0]!, 'pause');
    await world.clock.advance(1_000);
    expect(world.job(ids[4]!).state.is).toBe('preparing');
    expect(world.job(ids[3]!).state.is).toBe('queued');
  });
});
