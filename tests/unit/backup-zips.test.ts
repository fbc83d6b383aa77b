import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { provenContents } from '../../src-main/adapters/zips/proven-contents.ts';
import { backupSchema, importedId, longestContents } from '../../src-shared/backup/backup.ts';
import type { BackupZip } from '../../src-shared/backup/backup.ts';
import { toBase64 } from '../../src-shared/base64.ts';
import type { Comparison } from '../../src-shared/history/comparison.ts';
import { lineOf } from '../../src-shared/history/content-lines.ts';
import { receiptSchema } from '../../src-shared/history/receipt.ts';
import type { Receipt } from '../../src-shared/history/receipt.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createFakeServers } from '../fakes/fake-server.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';
import { everything, saveIn, sendTo } from './backup-harness.ts';

/** A world in which the same folder was saved twice: once whole, then with one file more, one of which the zip lacks. */
async function comparedWorld(): Promise<{ world: World; first: string; second: string }> {
  const world = await createWorld({ servers: createFakeServers({ account: 'ada', lists: true }) });
  const listed = [1, 2, 3, 4].map((number) => ({
    ...{ id: `id-${number}`, path: `folder/file-${number}.txt`, size: 20, changedAt: 1 },
  }));
  const ids: string[] = [];
  for (const files of [2, 3]) {
    world.server.next('listing', { files: listed.slice(0, files === 2 ? 2 : 4) });
    world.server.prepares({ bytes: await smallZip(files, 20), name: 'Board.zip' });
    const { id } = await world.reach(await world.ask('f'), 'saved');
    await world.clock.until(() => world.store.dueComparisons().length === 0);
    await world.clock.advance(60_000);
    ids.push(id);
  }
  return { world, first: ids[0]!, second: ids[1]! };
}

async function receiptIn(world: World, jobId: string): Promise<Receipt> {
  const { fileName } = await world.app.handlers['jobs.saveReceipt']({ jobId, form: 'json', opens: false });
  return receiptSchema.parse(JSON.parse(String(world.files.read(folder, fileName))));
}

test('what zips list and were compared with comes along: receipts say the same after an import', async () => {
  const { world, first, second } = await comparedWorld();
  const [text, before] = [await saveIn(world), await receiptIn(world, second)];
  expect(before.contents?.entries).toHaveLength(3);
  expect([before.listing?.missing.count, before.changes?.added.count]).toEqual([1, 1]);
  const other = await createWorld();
  await other.clock.advance(600_000);
  await other.files.makeFolder(folder);
  const id = await sendTo(other, text);
  await other.app.handlers['backup.import']({ id, wanted: everything });
  const after = await receiptIn(other, importedId(second));
  const changes = { ...before.changes, download: importedId(first) };
  const download = { ...before.download, id: importedId(second) };
  expect(after).toEqual({ ...before, made: after.made, download, changes });
  // Nobody asks the server again on account of that, and the next backup says the same once more.
  expect(other.store.dueComparisons()).toEqual([]);
  const again = backupSchema.parse(JSON.parse(await saveIn(other)));
  expect(again.history).toEqual(
    backupSchema.parse(JSON.parse(text)).history!.map((entry) => ({
      ...entry,
      job: { ...entry.job, connectionId: again.history![0]!.job.connectionId },
    })),
  );
});

test('what is still to be compared, or lists more than a backup can hold, is carried without that', async () => {
  const { world, first, second } = await comparedWorld();
  world.store.saveComparison(second, { listing: { is: 'due', isAsked: true }, changes: null }, true);
  const contents = world.store.contents(first)!;
  world.store.saveContents(first, { ...contents, packed: new Uint8Array((longestContents / 4) * 3 + 1) });
  const history = backupSchema.parse(JSON.parse(await saveIn(world))).history!;
  const entryOf = (id: string) => history.find(({ job }) => job.id === id)!;
  expect([entryOf(second).contents?.files, entryOf(second).comparison]).toEqual([3, undefined]);
  expect([entryOf(first).contents, entryOf(first).comparison?.changes]).toEqual([undefined, null]);
});

test('what zips list isn’t believed where the file doesn’t prove it: that is said, and the downloads come without', async () => {
  const { world, first, second } = await comparedWorld();
  const text = await saveIn(world);
  for (const spoilt of [
    text.replace(/"digest":"./, (start) => `${start.slice(0, -1)}${start.endsWith('0') ? '1' : '0'}`),
    text.replace('"files":3', '"files":4'),
    text.replace(/"packed":"[^"]+"/, '"packed":"AAAA"'),
  ]) {
    expect(spoilt).not.toBe(text);
    const other = await createWorld();
    const id = await sendTo(other, spoilt);
    expect(await other.app.handlers['backup.check']({ id })).toMatchObject({ downloads: 2, unproven: 1 });
    const done = await other.app.handlers['backup.import']({ id, wanted: everything });
    expect(done.downloads).toBe(2);
    const kept = [first, second].filter((of) => other.store.contents(importedId(of)) !== null);
    expect(kept).toHaveLength(1);
    expect(other.store.comparison(importedId(second))?.changes?.added.count).toBe(1);
  }
});

const listOf = (text: string, more: Partial<BackupZip> = {}): BackupZip => ({
  ...{ files: 1, folders: 0, bytes: 7, digest: createHash('sha256').update(text).digest('hex') },
  packed: toBase64(gzipSync(text)),
  ...more,
});
const whole = lineOf({ path: 'a\nb/ü', size: 7, crc32: '0badcafe' });

test.each<[string, BackupZip, boolean]>([
  ['one file', listOf(whole), true],
  ['no file', listOf('', { files: 0, bytes: 0 }), true],
  ['other sizes', listOf(whole, { bytes: 8 }), false],
  ['more files', listOf(whole, { files: 2 }), false],
  ['a line without its end', listOf(whole.slice(0, -1)), false],
  ['a line that is none', listOf('7 seven b\n'), false],
  ['another digest', listOf(whole, { digest: 'a'.repeat(64) }), false],
  ['what isn’t packed', listOf(whole, { packed: toBase64(Buffer.from(whole)) }), false],
])('a list from elsewhere is proven: %s', async (_what, said, isProven) => {
  const found = await provenContents(said);
  expect(found !== null).toBe(isProven);
  if (found) expect(toBase64(found.packed)).toBe(said.packed);
});

test('any number of bytes becomes Base64', () => {
  for (const length of [0, 1, 2, 3, 0x8000, 0x8001, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31) % 256);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  }
});

test('times of comparisons that are still to come are brought to now', async () => {
  const { world, second } = await comparedWorld();
  const text = (await saveIn(world)).replaceAll(/"(at|since)":\d+/g, '"$1":9000000000000000');
  const other = await createWorld();
  await other.app.handlers['backup.import']({ id: await sendTo(other, text), wanted: everything });
  const { listing, changes } = other.store.comparison(importedId(second)) as Comparison;
  expect(listing).toMatchObject({ is: 'compared', at: other.clock.now() });
  expect(changes?.since).toBe(other.clock.now());
});
