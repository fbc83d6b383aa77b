import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../fakes/temp-folder.ts';
import { bind, canMount, fill, mayNotMount, mount, unmount } from '../fakes/volume.ts';
import { breakOffAt } from './disk-harness.ts';
import { createFaultWorld } from './fault-world.ts';
import type { FaultWorld } from './fault-world.ts';
import type { RawAlfresco } from './raw-alfresco.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { head, piece } from './wire.ts';
import type { Step } from './wire.ts';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { failureSaying } from '../fakes/saying.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { said } from '../../src-shared/language/index.ts';

const megabyte = 1024 * 1024;
const content = { pattern: 13, size: 24 * megabyte };
const tenMinutes = 10 * 60_000;

/** Serves the first part of the document, then does something, then serves the rest. */
function fillsOnTheWay(alfresco: RawAlfresco, at: number, fillNow: () => void): void {
  alfresco.scripts.next('content', (): Step[] => [
    head('200 OK', [
      'Content-Type: application/octet-stream',
      `Content-Length: ${content.size}`,
      `ETag: "${Date.parse(alfresco.nodes.get('a')!.modifiedAt)}"`,
    ]),
    piece(content, 0, at),
    { passed: fillNow },
    piece(content, at, content.size),
  ]);
}

async function harness(
  onVolume: 'downloads' | 'everything',
): Promise<{ alfresco: RawAlfresco; world: FaultWorld; volume: string }> {
  const root = tempFolder();
  const volume = onVolume === 'downloads' ? join(root, 'downloads') : root;
  expect(mount(volume)).toBe(true);
  onTestFinished(() => unmount(volume));
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content });
  return {
    alfresco,
    volume,
    world: await createFaultWorld(alfresco, { root }),
  };
}

test.skipIf(!canMount())(
  `45 a volume that fills up in the middle: the download waits with words, and goes on when there is space (skipped where ${mayNotMount})`,
  async () => {
    const { alfresco, world, volume } = await harness('downloads');
    let empty = (): void => undefined;
    fillsOnTheWay(alfresco, 12 * megabyte, () => (empty = fill(volume)));
    const id = await world.ask('a');
    await world.until(() => world.job(id).lastFailure !== null);
    // Without a size: a write said so, and no reckoning before it.
    expect(world.job(id).lastFailure).toEqual({ kind: 'no-space', limit: expect.any(Number) as number });
    await world.pass(tenMinutes);
    expect(world.job(id).attempt).toBe(0);
    const kept = world.durable(id);
    expect(kept).toBeGreaterThan(0);
    expect(await world.row(id)).toMatchObject({
      waitingFor: { for: 'folder', failure: { kind: 'no-space', limit: expect.any(Number) as number } },
    });
    expect(alfresco.seen('content')).toHaveLength(1);
    empty();
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual([undefined, `bytes=${kept}-${content.size - 1}`]);
    expect(world.files().get('a.bin')?.length).toBe(content.size);
  },
);

test.skipIf(!canMount())(
  `45 a volume that fills up with Ferry’s own list on it: the list opens, nothing is lost, and it goes on when there is space (skipped where ${mayNotMount})`,
  async () => {
    const { alfresco, world, volume } = await harness('everything');
    let empty = (): void => undefined;
    fillsOnTheWay(alfresco, 12 * megabyte, () => (empty = fill(volume)));
    const id = await world.ask('a');
    await world.until(() => alfresco.seen('content').length > 0);
    await world.pass(tenMinutes);
    // The list is read and shown while nothing can be saved in it.
    expect(await world.row(id)).toMatchObject({
      waitingFor: { for: 'folder', failure: { kind: 'no-space' } },
    });
    expect(world.files().size).toBe(0);
    // Ends in the middle of it, and the next start finds the list whole.
    await world.end();
    const next = await createFaultWorld(alfresco, { root: join(world.dataFolder, '..'), clock: world.clock });
    // Nothing was damaged: all that is said is that it is full.
    for (const notice of next.notices) expect(said(notice)).toContain('is full');
    expect(next.job(id).state.is).not.toBe('saved');
    await next.pass(tenMinutes);
    empty();
    await next.reach(id, 'saved');
    expect(next.files().get('a.bin')?.length).toBe(content.size);
  },
);

test.skipIf(!canMount())(
  `47 a drive that goes away and leaves its mount point: nothing is fetched into that, and it goes on when the drive is back (skipped where ${mayNotMount})`,
  async () => {
    const root = tempFolder();
    const drive = join(root, 'drive');
    const downloads = join(root, 'downloads');
    mount(drive);
    onTestFinished(() => unmount(drive));
    mkdirSync(downloads);
    bind(drive, downloads);
    onTestFinished(() => unmount(downloads));
    const alfresco = await startRawAlfresco();
    alfresco.put('a', { content });
    const world = await createFaultWorld(alfresco, { root, checkpointBytes: megabyte });
    breakOffAt(alfresco, 12 * megabyte);
    const id = await world.ask('a');
    await world.until(() => world.job(id).lastFailure !== null);
    await world.act(id, 'pause');
    const kept = world.durable(id);
    expect(kept).toBeGreaterThan(0);

    unmount(downloads);
    await world.act(id, 'resume');
    await world.until(() => world.job(id).lastFailure?.kind === 'folder-unavailable');
    const told = world.timeline(id).length;
    await world.pass(3_600_000);
    expect(sentence(await world.failureOf(id))).toContain(
      'the drive with the unfinished file is not connected',
    );
    expect(readdirSync(downloads)).toEqual([]);
    // Waiting says nothing new.
    expect(world.timeline(id)).toHaveLength(told);
    expect(alfresco.seen('content')).toHaveLength(2);

    bind(drive, downloads);
    await world.reach(id, 'saved');
    const rest = `bytes=${kept}-${content.size - 1}`;
    expect(alfresco.ranges()).toEqual([undefined, rest, rest]);
    expect(world.files().get('a.bin')?.length).toBe(content.size);
  },
);

test.skipIf(!canMount())(
  `45 a start on a full disk shows the list and says so, and what was to be saved is once there is space (skipped where ${mayNotMount})`,
  async () => {
    const { alfresco, world, volume } = await harness('everything');
    const id = await world.ask('a');
    await world.act(id, 'pause');
    await world.end();
    const empty = fill(volume);
    const next = await createFaultWorld(alfresco, { root: join(world.dataFolder, '..'), clock: world.clock });
    const { notices } = await next.app.handlers['app.info']({});
    expect(notices.map(said).join('|')).toMatch(
      /^Ferry can’t save its list of downloads: the disk .* is full[^|]*$/,
    );
    expect(await next.row(id)).toMatchObject({ id, state: { is: 'paused' } });
    await expect(next.act(id, 'resume')).rejects.toMatchObject({ failure: { kind: 'list-unsaved' } });
    expect(next.job(id).state.is).toBe('paused');
    empty();
    await next.act(id, 'resume');
    await next.reach(id, 'saved');
    await next.end();
    const third = await createFaultWorld(alfresco, {
      root: join(world.dataFolder, '..'),
      clock: world.clock,
    });
    expect(third.notices).toEqual([]);
    expect(third.job(id).state.is).toBe('saved');
  },
);

test.skipIf(!canMount())(
  `45 the very first start on a full disk has an empty list, says so, and begins once there is space (skipped where ${mayNotMount})`,
  async () => {
    const root = tempFolder();
    expect(mount(root)).toBe(true);
    onTestFinished(() => unmount(root));
    mkdirSync(join(root, 'data'));
    const empty = fill(root);
    const opened = await openNodePorts({
      dataFolder: join(root, 'data'),
      secrets: createMemorySecrets(),
      desktop: createDesktop(),
      demo: false,
    });
    const { store } = opened.ports;
    expect(opened.notices.map(said).join()).toContain('is full');
    expect(store.open()).toEqual({ jobs: [], setAside: 0 });
    expect(() => store.save([composeJob()], [], [])).toThrow(failureSaying(/can’t save its list/));
    empty();
    store.save([composeJob()], [], []);
    expect(store.open().jobs).toHaveLength(1);
    await opened.close();
  },
);
