import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDisk } from '../../src-main/adapters/files/disk.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { breakOffAt, content, onFaultyDisk, pausedAt, pieceBytes } from './disk-harness.ts';
import type { FaultWorld } from './fault-world.ts';
import { bytesOf } from './wire.ts';
import { saying } from '../fakes/saying.ts';

const half = 1_500_000;
const tenMinutes = 10 * 60_000;

test('50 a name that another program takes between the look and the link is left to it', async () => {
  const theirs = Buffer.from('theirs');
  let taken = 0;
  const { world } = await onFaultyDisk({
    link: async (from, to) => {
      taken += 1;
      if (taken === 1) writeFileSync(to, theirs);
      return realDisk.link(from, to);
    },
  });
  const id = await world.ask('a');
  await world.reach(id, 'saved');
  expect(readFileSync(join(world.folder, 'a.bin'))).toEqual(theirs);
  expect([...world.files().keys()].sort()).toEqual(['a (1).bin', 'a.bin']);
  rmSync(join(world.folder, 'a.bin'));
});

test.each([
  ['case', 'Übersicht.bin', 'ÜBERSICHT.BIN'],
  ['how its accents are composed', 'Übersicht.bin', 'U\u0308bersicht.bin'],
])('50 a name that differs by %s alone counts as taken', async (_, name, theirs) => {
  const { alfresco, world } = await onFaultyDisk();
  alfresco.put('a', { content, name });
  writeFileSync(join(world.folder, theirs), 'theirs');
  await world.reach(await world.ask('a'), 'saved');
  expect([...world.files().keys()].sort()).toEqual([theirs, 'Übersicht (1).bin'].sort());
  rmSync(join(world.folder, theirs));
});

const flip = (path: string, at: number): void => {
  const bytes = readFileSync(path);
  bytes[at]! ^= 1;
  writeFileSync(path, bytes);
};

test.each<[string, (part: string) => void, number]>([
  ['cut', (part) => truncateSync(part, pieceBytes + 7), pieceBytes],
  ['emptied', (part) => truncateSync(part, 0), 0],
  ['made longer', (part) => appendFileSync(part, Buffer.alloc(100_000, 1)), half],
  ['damaged at its end', (part) => flip(part, half - 1), 2 * pieceBytes],
  ['removed', (part) => rmSync(part), 0],
])('51 an unfinished file that was %s goes on from what is proven of it', async (_, harm, from) => {
  const harness = await onFaultyDisk();
  const { alfresco, world } = harness;
  const id = await pausedAt(harness, half);
  expect(world.durable(id)).toBe(half);
  harm(world.part(id));
  await world.act(id, 'resume');
  await world.reach(id, 'saved');
  expect(alfresco.ranges().at(-1)).toBe(from === 0 ? undefined : `bytes=${from}-2999999`);
});

test('51 one that was damaged where nobody looks before the end is fetched again from there', async () => {
  const harness = await onFaultyDisk();
  const { alfresco, world } = harness;
  const id = await pausedAt(harness, half);
  flip(world.part(id), 5);
  await world.act(id, 'resume');
  await world.reach(id, 'saved');
  const rest = `bytes=${half}-2999999`;
  expect(alfresco.ranges()).toEqual([undefined, rest, rest, undefined]);
  const reasons = world.timeline(id).map(({ detail }) => detail['reason']);
  expect(reasons).toContainEqual(saying('the disk holds other bytes than were written'));
});

test.each<[string, (part: string, outside: string) => void]>([
  ['a link', (part, outside) => symlinkSync(outside, part)],
  ['a folder', (part) => mkdirSync(part)],
  ['a pipe', (part) => execFileSync('mkfifo', [part])],
])('51 %s in its place is neither followed nor touched, and said so', async (_, make) => {
  const harness = await onFaultyDisk();
  const { world } = harness;
  const outside = join(world.dataFolder, 'precious');
  writeFileSync(outside, 'precious');
  const id = await pausedAt(harness, half);
  const part = world.part(id);
  rmSync(part);
  make(part, outside);
  const kind = lstatSync(part).mode;
  await world.act(id, 'resume');
  const job = await world.reach(id, 'failed');
  expect(job.state).toMatchObject({
    failure: { detail: saying(/Ferry doesn’t touch it/) },
  });
  expect(lstatSync(part).mode).toBe(kind);
  expect(readFileSync(outside, 'utf8')).toBe('precious');
  rmSync(part, { recursive: true });
  await world.act(id, 'retry');
  await world.reach(id, 'saved');
});

test('47 a folder that was removed in the middle is waited for, and made nowhere', async () => {
  const harness = await onFaultyDisk();
  const { world } = harness;
  const id = await pausedAt(harness, half);
  const away = `${world.folder}-away`;
  renameSync(world.folder, away);
  await world.act(id, 'resume');
  await world.pass(tenMinutes);
  expect(existsSync(world.folder)).toBe(false);
  expect((await world.row(id)).waitingFor).toMatchObject({
    for: 'folder',
    failure: { kind: 'folder-unavailable', detail: saying('it is not there') },
  });
  renameSync(away, world.folder);
  await world.reach(id, 'saved');
  const rest = `bytes=${half}-2999999`;
  expect(harness.alfresco.ranges()).toEqual([undefined, rest, rest]);
});

/** Another program does its harm once the first checkpoint of a download is kept, while more of its bytes come. */
async function harmedOnTheWay(harm: (world: FaultWorld, part: string) => void) {
  let isHarmed = false;
  const harness = await onFaultyDisk({
    lstat: async (path) => {
      const id = /\.ferry-(.*)\.part$/.exec(path)?.[1];
      if (id !== undefined && !isHarmed && harness.world.durable(id) > 0) {
        isHarmed = true;
        harm(harness.world, path);
      }
      return realDisk.lstat(path);
    },
  });
  const screen = async () => {
    const { jobs, progress } = await harness.world.app.handlers['queue.snapshot']({});
    return { waiting: jobs.map(({ waitingFor }) => waitingFor?.for), here: progress };
  };
  return { ...harness, screen, isHarmed: () => isHarmed };
}

test('47 a folder that is removed while bytes come into it is waited for, and none of them count', async () => {
  const { alfresco, world, screen, isHarmed } = await harmedOnTheWay(({ folder }) =>
    rmSync(folder, { recursive: true }),
  );
  alfresco.put('b', { content });
  const ids = [await world.ask('a'), await world.ask('b')];
  await world.until(() => isHarmed() && ids.every((id) => world.job(id).lastFailure !== null));
  await world.pass(tenMinutes);
  expect(await screen()).toEqual({ waiting: ['folder', 'folder'], here: [] });
  expect(existsSync(world.folder)).toBe(false);
  expect(alfresco.ranges()).toEqual([undefined, undefined]);
  mkdirSync(world.folder);
  for (const id of ids) await world.reach(id, 'saved');
  expect(alfresco.ranges()).toEqual([undefined, undefined, undefined, undefined]);
});

test('47 a folder that is renamed while bytes come into it is waited for, and what was kept in it goes on', async () => {
  const away = (folder: string): string => `${folder}-away`;
  const { alfresco, world, screen } = await harmedOnTheWay(({ folder }) => renameSync(folder, away(folder)));
  const id = await world.ask('a');
  await world.until(() => world.job(id).lastFailure !== null);
  await world.pass(tenMinutes);
  expect((await screen()).waiting).toEqual(['folder']);
  expect(existsSync(world.folder)).toBe(false);
  const kept = world.durable(id);
  renameSync(away(world.folder), world.folder);
  await world.reach(id, 'saved');
  expect(alfresco.ranges()).toEqual([undefined, `bytes=${kept}-2999999`]);
});

test('51 an unfinished file that is removed while bytes come is begun again at once, with words', async () => {
  const { alfresco, world } = await harmedOnTheWay((_, part) => rmSync(part));
  const id = await world.ask('a');
  await world.reach(id, 'saved');
  expect(world.job(id).corruptions).toBe(0);
  expect(alfresco.ranges()).toEqual([undefined, undefined]);
  const reasons = world.timeline(id).map(({ detail }) => detail['reason']);
  expect(reasons).toContainEqual(saying('another program removed the unfinished file'));
});

test('47 a drive that is pulled out in the middle leaves an empty place, into which nothing is put', async () => {
  const harness = await onFaultyDisk();
  const { world } = harness;
  const inside = join(world.folder, 'stick', 'Papers');
  mkdirSync(inside, { recursive: true });
  const id = await pausedAt(harness, half);
  await world.app.handlers['jobs.setFolder']({ jobId: id, folder: inside });
  await world.act(id, 'resume');
  breakOffAt(harness.alfresco, half);
  await world.until(() => world.durable(id) === half && world.job(id).lastFailure !== null);
  const away = `${world.folder}-stick`;
  renameSync(join(world.folder, 'stick'), away);
  mkdirSync(join(world.folder, 'stick'));
  await world.pass(tenMinutes);
  expect(existsSync(inside)).toBe(false);
  rmdirSync(join(world.folder, 'stick'));
  renameSync(away, join(world.folder, 'stick'));
  await world.reach(id, 'saved');
});

test('52 an unfinished file that another program removes each time is given up with words, not fetched for ever', async () => {
  let isHunted = false;
  const { alfresco, world } = await onFaultyDisk({
    lstat: async (path) => {
      if (isHunted && path.endsWith('.part')) rmSync(path, { force: true });
      return realDisk.lstat(path);
    },
  });
  isHunted = true;
  const id = await world.ask('a');
  const { state } = await world.reach(id, 'failed');
  expect(state).toMatchObject({
    failure: { kind: 'corrupt', detail: saying('another program removed the unfinished file') },
  });
  const asked = alfresco.seen('content').length;
  expect(asked).toBeLessThanOrEqual(3);
  await world.pass(24 * 3_600_000);
  expect(alfresco.seen('content')).toHaveLength(asked);
  isHunted = false;
  await world.act(id, 'retry');
  await world.reach(id, 'saved');
});

test('52 a finished file that was removed is told as that, and not fetched again by itself', async () => {
  const { alfresco, world } = await onFaultyDisk();
  const id = await world.ask('a');
  await world.reach(id, 'saved');
  rmSync(join(world.folder, 'a.bin'));
  const look = world.app.handlers['jobs.zipEntries']({ jobId: id, text: '', offset: 0, limit: 10 });
  await expect(look).rejects.toMatchObject({ failure: { kind: 'file-missing' } });
  await world.pass(24 * 3_600_000);
  expect(alfresco.seen('content')).toHaveLength(1);
});

test('53 a disk that takes few bytes at a time and is interrupted holds the whole file in the end', async () => {
  const { world, faults } = await onFaultyDisk();
  faults.push({ call: 'write', nth: 3, times: 5, code: 'EINTR' });
  faults.push(
    { call: 'write', atMost: 10_007, times: Infinity },
    { call: 'read', atMost: 4099, times: Infinity },
  );
  await world.reach(await world.ask('a'), 'saved');
  expect(world.files().get('a.bin')).toEqual(Buffer.from(bytesOf(content)));
});

test.each(['EMFILE', 'ENFILE'])('53 too many open files (%s) are told, and waited out', async (code) => {
  const { world, faults } = await onFaultyDisk();
  const id = await world.ask('a');
  faults.push({ call: 'open', path: '.part', code });
  await world.until(() => world.job(id).lastFailure !== null);
  expect(sentence(await world.failureOf(id))).toContain('too many files are open');
  await world.reach(id, 'saved');
});

test('54 a file whose mark of the web can’t be set is saved, and its timeline says so', async () => {
  const { world } = await onFaultyDisk({
    platform: 'darwin',
    run: () => Promise.reject(new Error('xattr: Operation not permitted')),
  });
  const id = await world.ask('a');
  await world.reach(id, 'saved');
  expect(world.timeline(id).map(({ event }) => event)).toContain('unmarked');
});
