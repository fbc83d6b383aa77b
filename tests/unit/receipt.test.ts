import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { ZipFile } from 'yazl';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { differenceFrom } from '../../src-main/adapters/zips/file-difference.ts';
import { contentsOf, unpackContents } from '../../src-main/adapters/zips/zip-contents.ts';
import { openZip } from '../../src-main/adapters/zips/zip.ts';
import { entryOf, lineOf } from '../../src-shared/history/content-lines.ts';
import { receiptPage } from '../../src-shared/history/receipt-page.ts';
import { checksumLine, mostListed, receiptOf, receiptSchema } from '../../src-shared/history/receipt.ts';
import type { Receipt } from '../../src-shared/history/receipt.ts';
import type { Comparison } from '../../src-shared/history/comparison.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { TimelineEntry } from '../../src-shared/job/job-view.ts';
import { serverThen } from '../../src-shared/job/server-then.ts';
import { knownEntries } from '../../src-shared/job/timeline-detail.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { sha256 } from '../process/process-harness.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const start = 1_790_000_000_000;

async function zipOf(files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile();
  // The same bytes whenever it is made.
  const mtime = new Date(2026, 1, 1);
  for (const [path, text] of Object.entries(files))
    zip.addBuffer(Buffer.from(text), path, { mtime, compress: false });
  zip.end();
  return buffer(zip.outputStream);
}

const entry = (
  event: string,
  to: string,
  seconds: number,
  detail: Record<string, unknown> = {},
): TimelineEntry => ({
  at: start + seconds * 1000,
  event,
  from: '',
  to,
  detail,
});

async function receiptFor(
  bytes: Buffer,
  log: TimelineEntry[] = [],
  { comparison = null, ...more }: Partial<Job> & { comparison?: Comparison | null } = {},
): Promise<Receipt> {
  const read = async (target: Uint8Array, offset: number, length: number, from: number) => {
    const found = bytes.subarray(from, from + length);
    target.set(found, offset);
    return { bytesRead: found.length };
  };
  const contents = await contentsOf(await openZip({ read }, bytes.length));
  const fileName = 'Annual <report>.zip';
  const saved = { folder: '/files', fileName, size: bytes.length, sha256: sha256(bytes), warnings: [] };
  const job = composeJob({
    changedAt: start + 90_000,
    account: 'ada',
    state: { is: 'saved', ...saved },
    ...more,
  });
  const server = { name: 'Records', address: 'https://records.example.com' };
  const entries = [...unpackContents(contents.packed)];
  return receiptOf({ job, log, server, contents, entries, comparison, now: start, version: '1.0.0' })!;
}

const original = { 'a.txt': 'alpha', 'b/c.txt': 'gamma', 'd.txt': 'delta' };

test('a receipt says what was seen, and null for what nobody told', async () => {
  const server = { name: 'Old name', address: 'https://old.example.com', version: 'Alfresco 23.4' };
  const counters = { filesDone: 5, filesTotal: 5, bytesDone: 20, bytesTotal: 20 };
  const log = [
    entry('slotFree', 'asking', 0),
    entry('accepted', 'preparing', 2, { prepared: 'p', server }),
    entry('becameReady', 'ready', 60, { counters }),
    entry('slotFree', 'downloading', 70),
    entry('finished', 'verifying', 85),
  ];
  const receipt = await receiptFor(await zipOf(original), log);
  expect(receiptSchema.parse(receipt)).toEqual(receipt);
  expect(receipt).toMatchObject({
    server,
    announced: { files: 5, bytes: 20 },
    contents: { files: 3, bytes: 15 },
    leftOut: [{ files: 2 }],
    times: { preparingSeconds: 60, fetchingSeconds: 15, ready: new Date(start + 60_000).toISOString() },
  });
  expect((await receiptFor(await zipOf(original))).times).toMatchObject({
    asked: null,
    ready: null,
    preparingSeconds: null,
  });
  expect((await receiptFor(await zipOf(original))).server.version).toBeNull();
});

test('a job that isn’t saved has no receipt, and one of more files than are listed has their digest alone', () => {
  const sources = {
    job: composeJob(),
    log: [],
    server: { name: '', address: null },
    contents: { files: mostListed + 1, folders: 0, bytes: 1, digest: 'a'.repeat(64) },
    entries: [],
    comparison: null,
    now: start,
    version: '1',
  };
  expect(receiptOf(sources)).toBeNull();
  const saved = { folder: '/f', fileName: 'a.zip', size: 1, sha256: 'b'.repeat(64), warnings: [] };
  const job = composeJob({ state: { is: 'saved', ...saved } });
  expect(receiptOf({ ...sources, job })?.contents).toMatchObject({ digest: 'a'.repeat(64), entries: null });
});

test('a receipt says what was left out of the request, and what the file was compared with', async () => {
  const at = start + 100_000;
  const comparison: Comparison = {
    listing: {
      ...{ is: 'compared', at, files: 5, newer: 1, gone: 0 },
      missing: { count: 1, files: [{ id: 'e', path: 'e.txt', size: 7 }] },
      otherSize: { count: 0, files: [] },
    },
    changes: {
      ...{ jobId: 'job-0', since: start - 1_000 },
      added: { count: 1, files: [{ path: 'd.txt', size: 5 }] },
      changed: { count: 0, files: [] },
      gone: { count: 2, files: [{ path: 'x', size: 1 }] },
    },
  };
  const leftOut = [{ id: 'c', name: 'Salaries', why: 'refused' as const }];
  const receipt = await receiptFor(await zipOf(original), [], { comparison, leftOut });
  expect(receiptSchema.parse(JSON.parse(JSON.stringify(receipt)))).toEqual(receipt);
  expect(receipt).toMatchObject({
    leftOut: [{ files: 1, why: '“Salaries” (you may not read it)', items: leftOut }],
    listing: {
      ...{ at: new Date(at).toISOString(), result: 'compared', files: 5, newer: 1 },
      missing: { count: 1, files: [{ path: 'e.txt', size: 7 }] },
    },
    changes: { download: 'job-0', added: { count: 1 }, gone: { count: 2 } },
  });
  const page = receiptPage(receipt);
  expect(page).toContain('1 of 5 files of the listing of');
  expect(page).toContain('1 new, 2 gone since');
  expect(page).toContain('Salaries');
  const failed = { is: 'failed', at, failure: { kind: 'server-error', status: 500 } } as const;
  const other = await receiptFor(await zipOf(original), [], {
    comparison: { listing: failed, changes: null },
  });
  expect(other.listing).toMatchObject({ result: 'failed', files: null, missing: { count: 0 } });
  expect(other.listing?.words).toMatch(/^It couldn’t be compared/);
  // Earlier receipts have neither, and are receipts all the same.
  const { listing: _listing, changes: _changes, ...earlier } = receipt;
  expect(receiptSchema.parse(earlier)).toMatchObject({ listing: null, changes: null });
});

test('the published schema is that of the receipts', () => {
  const published = readFileSync(new URL('../../docs/receipt.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(z.toJSONSchema(receiptSchema, { io: 'input' }));
});

test('a receipt and its page say what was asked of whom, what was announced and found, and that it is a record', async () => {
  const server = { name: 'Archive', address: 'https://old.example.com', version: 'Alfresco 23.4' };
  const counters = { filesDone: 5, filesTotal: 5, bytesDone: 20, bytesTotal: 20 };
  const nodeIds = Array.from({ length: 10 }, (_, index) => `id-${index}`);
  const request = {
    kind: 'alfresco',
    nodeIds,
    names: { 'id-0': 'Plans' },
    folders: { 'id-0': '/Sites/quay' },
  } as const;
  const log = [
    entry('accepted', 'preparing', 2, { prepared: 'p', server }),
    entry('becameReady', 'ready', 60, { counters }),
  ];
  const receipt = await receiptFor(await zipOf(original), log, {
    request: { ...request, nodeIds: [...nodeIds] },
  });
  expect(receipt.asked).toMatchObject({
    items: [
      { id: 'id-0', name: 'Plans', path: '/Sites/quay' },
      { id: 'id-1' },
      ...nodeIds.slice(2).map((id) => ({ id })),
    ],
  });
  expect(receipt.contents?.entries?.map(({ path, size, crc32 }) => [path, size, crc32.length])).toEqual([
    ...[
      ['a.txt', 5, 8],
      ['b/c.txt', 5, 8],
      ['d.txt', 5, 8],
    ],
  ]);
  expect(receipt.note).toMatch(/record .* no signature/);
  const page = receiptPage(receipt);
  for (const words of [
    ...[
      '/Sites/quay/Plans\nid-1\n',
      'id-7 and 2 more',
      '>ada<',
      'Archive · https://old.example.com · Alfresco 23.4',
    ],
    ...[
      '5 files, 20 B unpacked',
      '3 files, 15 B unpacked',
      '2 files. The server announced them and didn’t pack them',
    ],
    ...[
      receipt.file.sha256,
      receipt.contents!.digest,
      `(${receipt.file.size} bytes)`,
      '/files',
      receipt.note,
    ],
    ...[receipt.download.id, '58 s', 'Ferry 1.0.0'],
  ])
    expect(page).toContain(words);
  expect(page).not.toContain('id-8');
});

test('a receipt’s page shows names as text, whatever they hold, and loads nothing', async () => {
  const page = receiptPage(await receiptFor(await zipOf(original)));
  expect(page).toContain('Annual &lt;report&gt;.zip');
  expect(page).not.toMatch(/<report>|src=|href=|url\(/);
  expect(page).toContain('3 files, 15 B unpacked');
});

test('a receipt’s page says in which zone its times are, and where a name was cut', async () => {
  const page = receiptPage(await receiptFor(await zipOf(original)));
  const zone = new Date(start).toLocaleTimeString('en-GB', { timeStyle: 'long' }).split(' ')[1]!;
  expect(page.split(zone)).toHaveLength(4);
  expect(page).not.toContain('…');
  const account = `${'a'.repeat(200)}😀`;
  const cut = receiptPage(await receiptFor(await zipOf(original), [], { account }));
  expect(cut).toMatch(/<bdi>a+ … a+😀<\/bdi>/);
  expect(cut).toContain('(…); the receipt as JSON has it whole.');
});

test.each<[string, (bytes: Buffer) => Promise<Buffer> | Buffer, object | null]>([
  ['the same', (bytes) => bytes, null],
  [
    'one file missing',
    () => zipOf({ 'a.txt': 'alpha', 'd.txt': 'delta' }),
    { is: 'missing', path: 'b/c.txt' },
  ],
  ['one more file', () => zipOf({ ...original, 'e.txt': '' }), { is: 'added', path: 'e.txt' }],
  ['another text', () => zipOf({ ...original, 'd.txt': 'DELTA' }), { is: 'changed', path: 'd.txt' }],
  ['another file of the same size', (bytes) => Buffer.alloc(bytes.length, 7), { is: 'bytes' }],
  ['half of it', (bytes) => bytes.subarray(0, 50), { is: 'size', there: 50 }],
  [
    'one flipped bit in a file',
    (bytes) => {
      const flipped = Buffer.from(bytes);
      flipped[flipped.indexOf('gamma')]! ^= 1;
      return flipped;
    },
    { is: 'damaged', path: 'b/c.txt' },
  ],
])('the first difference from a receipt is told: %s', async (_what, change, expected) => {
  const bytes = await zipOf(original);
  const receipt = await receiptFor(bytes);
  const path = join(tempFolder(), 'file.zip');
  writeFileSync(path, await change(bytes));
  const difference = await differenceFrom(path, receipt);
  if (expected === null) expect(difference).toBeNull();
  else expect(difference).toMatchObject(expected);
  // A list that is too long for a receipt says less, but no less surely.
  const short = { ...receipt, contents: { ...receipt.contents!, entries: null } };
  const isListed = expected !== null && 'is' in expected && /missing|added|changed/.test(String(expected.is));
  expect(await differenceFrom(path, short)).toEqual(isListed ? { is: 'list' } : difference);
});

test('a line of contents is read back as it was written, whatever the path holds', () => {
  for (const path of ['a b/c', 'x\ny', 'back\\slash\\n', '\r', '', 'ü 第'])
    expect(entryOf(lineOf({ path, size: 12, crc32: '00ff00ff' }).slice(0, -1))).toEqual({
      path,
      size: 12,
      crc32: '00ff00ff',
    });
});

test('sha256sum’s own escapes are used for odd names', () => {
  const file = { folder: '/f', size: 1, sha256: 'ab' };
  expect(checksumLine({ ...file, name: 'a b.zip' })).toBe('ab  a b.zip\n');
  expect(checksumLine({ ...file, name: 'a\\b\nc' })).toBe('\\ab  a\\\\b\\nc\n');
});

test('what a server was is told as it was when it took the request last', () => {
  const server = { name: 'Records', address: 'https://records.example.com', version: 'Alfresco 23.4' };
  const log = [
    entry('accepted', 'preparing', 0, { server: { ...server, version: 'Alfresco 7.4' } }),
    entry('acceptedReady', 'ready', 9, { server }),
    entry('stored', 'saved', 10),
  ];
  expect(serverThen(knownEntries(log))).toEqual(server);
  expect(serverThen(knownEntries([entry('accepted', 'preparing', 0, { server: { name: 7 } })]))).toBeNull();
});
