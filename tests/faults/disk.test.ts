import { expect, test } from 'vitest';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import type { Fault } from '../fakes/faulty-disk.ts';
import { content, onFaultyDisk } from './disk-harness.ts';
import { saying } from '../fakes/saying.ts';

const part = '.part';
const tenMinutes = 10 * 60_000;

test.each<[string, string, Fault]>([
  ['ENOSPC', 'making the part', { call: 'open', path: part, code: 'ENOSPC' }],
  ['ENOSPC', 'a write', { call: 'write', path: part, nth: 2, code: 'ENOSPC' }],
  ['EDQUOT', 'a write', { call: 'write', path: part, nth: 2, code: 'EDQUOT' }],
  ['ENOSPC', 'a sync', { call: 'datasync', path: part, nth: 2, code: 'ENOSPC' }],
  ['EDQUOT', 'a sync', { call: 'datasync', path: part, nth: 2, code: 'EDQUOT' }],
])('45 %s at %s: the download waits, keeps what it has and goes on when there is space', async (...row) => {
  const fault = row[2];
  const { alfresco, world, faults, setFull } = await onFaultyDisk();
  faults.push({ ...fault, times: Infinity });
  const id = await world.ask('a');
  await world.until(() => world.job(id).lastFailure?.kind === 'no-space');
  setFull(true);
  await world.pass(tenMinutes);
  const asked = alfresco.seen('content').length;
  expect((await world.row(id)).waitingFor).toMatchObject({
    for: 'folder',
    failure: { kind: 'no-space', limit: 0 },
  });
  expect(world.job(id)).toMatchObject({ attempt: 0 });
  const kept = world.durable(id);
  await world.pass(tenMinutes);
  expect(alfresco.seen('content').length).toBe(asked);
  expect(world.durable(id)).toBe(kept);
  faults.length = 0;
  setFull(false);
  await world.reach(id, 'saved');
  expect(alfresco.ranges().at(-1)).toBe(kept === 0 ? undefined : `bytes=${kept}-${content.size - 1}`);
});

test.each(['ENOSPC', 'EDQUOT'])(
  '45 %s at the last step: the file is there whole, and gets its name when there is space',
  async (code) => {
    const { alfresco, world, faults, setFull } = await onFaultyDisk();
    for (const call of ['link', 'rename'] as const) faults.push({ call, code, times: Infinity });
    const id = await world.ask('a');
    await world.until(() => world.job(id).lastFailure?.kind === 'no-space');
    setFull(true);
    await world.pass(tenMinutes);
    expect((await world.row(id)).waitingFor).toMatchObject({ failure: { kind: 'no-space' } });
    expect(world.files().size).toBe(0);
    faults.length = 0;
    setFull(false);
    await world.reach(id, 'saved');
    expect(alfresco.seen('content')).toHaveLength(1);
    expect([...world.files().keys()]).toEqual(['a.bin']);
  },
);

test('46 a file that is too large for the disk’s format is told with the way out, and not fetched for ever', async () => {
  const { alfresco, world, faults } = await onFaultyDisk();
  faults.push({ call: 'write', path: part, nth: 2, code: 'EFBIG', times: Infinity });
  const id = await world.ask('a');
  await world.reach(id, 'failed');
  expect(sentence(await world.failureOf(id))).toContain('another disk may');
  const asked = alfresco.seen('content').length;
  await world.pass(24 * 3_600_000);
  expect(alfresco.seen('content')).toHaveLength(asked);
  expect(asked).toBe(1);
});

test.each<[string, string, Fault['call']]>([
  ['EACCES', 'you may not write there', 'open'],
  ['EROFS', 'the disk can only be read', 'open'],
  ['ENXIO', 'the drive does not answer', 'open'],
  ['EIO', 'the disk reports an error', 'write'],
  ['ESTALE', 'the network drive has lost it', 'datasync'],
  ['EHOSTDOWN', 'the network drive does not answer', 'write'],
])('47 a folder that says %s (%s) holds its downloads, and lets them go on', async (code, detail, call) => {
  const { world, faults } = await onFaultyDisk();
  const id = await world.ask('a');
  faults.push({ call, path: part, code, times: Infinity });
  faults.push({ call: 'open', path: '.ferry-probe', code, times: Infinity, nth: call === 'open' ? 1 : 2 });
  await world.until(() => world.job(id).lastFailure?.kind === 'folder-unavailable');
  await world.pass(tenMinutes);
  expect(await world.row(id)).toMatchObject({
    waitingFor: { for: 'folder', failure: { kind: 'folder-unavailable', detail: saying(detail) } },
  });
  expect(world.job(id).attempt).toBe(0);
  faults.length = 0;
  await world.reach(id, 'saved');
});

test('47 a folder that can’t be written to is told before anything is asked for', async () => {
  const { alfresco, world, faults } = await onFaultyDisk();
  faults.push({ call: 'open', path: '.ferry-probe', code: 'EACCES' });
  await expect(world.ask('a')).rejects.toMatchObject({ failure: { kind: 'folder-unavailable' } });
  expect(alfresco.server.requests).toEqual([]);
  await world.reach(await world.ask('a'), 'saved');
});

test('48 a write that fails keeps what came before it, and goes on there', async () => {
  const { alfresco, world, faults } = await onFaultyDisk();
  faults.push({ call: 'write', path: part, nth: 3, code: 'EIO' });
  const id = await world.ask('a');
  await world.reach(id, 'saved');
  const ranges = alfresco.ranges();
  expect(ranges).toHaveLength(2);
  expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-2999999$/);
});

test('48 a sync that fails is not believed anymore: what came since the one before is fetched again', async () => {
  const { alfresco, world, faults } = await onFaultyDisk();
  faults.push({ call: 'datasync', path: part, nth: 2, code: 'EIO' });
  const id = await world.ask('a');
  await world.until(() => world.job(id).lastFailure !== null);
  const kept = world.durable(id);
  await world.reach(id, 'saved');
  expect(kept).toBeLessThan(2 * 1024 * 1024);
  expect(alfresco.ranges()).toEqual([undefined, `bytes=${kept}-2999999`]);
});

test.each<[NodeJS.Platform, string]>([
  ['win32', 'EPERM'],
  ['win32', 'EACCES'],
  ['win32', 'EBUSY'],
  ['linux', 'EBUSY'],
])(
  '49 a finished file that another program holds for a while gets its name then (%s, %s)',
  async (platform, code) => {
    const { alfresco, world, faults } = await onFaultyDisk({ platform });
    faults.push({ call: 'link', code, times: Infinity }, { call: 'rename', code, times: 20 });
    const id = await world.ask('a');
    await world.reach(id, 'saved');
    expect(alfresco.seen('content')).toHaveLength(1);
    expect([...world.files().keys()]).toEqual(['a.bin']);
  },
);

test('49 one that is held for ever stays finished, says that it is locked, and is never fetched again', async () => {
  const { alfresco, world, faults } = await onFaultyDisk({ platform: 'win32' });
  for (const call of ['link', 'rename'] as const) faults.push({ call, code: 'EPERM', times: Infinity });
  const id = await world.ask('a');
  expect(await world.failureOf(id)).toMatchObject({ kind: 'file-locked' });
  await world.pass(24 * 3_600_000);
  expect(world.job(id).state.is).not.toBe('saved');
  expect(world.files().size).toBe(0);
  faults.length = 0;
  const { state } = world.job(id);
  if (state.is === 'failed') await world.act(id, 'retry');
  await world.reach(id, 'saved');
  expect(alfresco.seen('content')).toHaveLength(1);
  expect([...world.files().keys()]).toEqual(['a.bin']);
});
