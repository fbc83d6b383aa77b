import { beforeAll, describe, expect, test } from 'vitest';
import { findMoved, PresenceLooks, readAgain } from '../../src-main/core/presence.ts';
import { createRecordCalls } from '../../src-main/core/calls/records.ts';
import { recordCalls } from '../../src-shared/contract/records.ts';
import { receiptSchema } from '../../src-shared/history/receipt.ts';
import { fileCheckSchema, presenceSchema } from '../../src-shared/history/presence.ts';
import type { FileCheck, Presence } from '../../src-shared/history/presence.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { sealOf } from '../../src-renderer/presentation/seal-words.ts';
import { rowWords } from '../../src-renderer/presentation/row-words.ts';
import { saved as savedRow } from '../fakes/job-rows.ts';
import { sha256 } from '../process/process-harness.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(2, 20);
});
const signal = new AbortController().signal;

async function saved(): Promise<{ world: World; job: Job }> {
  const world = await createWorld();
  world.server.prepares({ bytes: zip, name: 'Board.zip' });
  return { world, job: await world.reach(await world.ask('f'), 'saved') };
}

const presenceIn = async ({ app }: World, jobId: string): Promise<Presence | undefined> => {
  const { files } = await app.handlers['jobs.presence']({ jobIds: [jobId] });
  return files[0] && presenceSchema.parse(files[0].presence);
};

describe('where a saved file is', () => {
  test('is looked at without reading it', async () => {
    const { world, job } = await saved();
    const operations: string[] = [];
    world.files.before = (operation) => void operations.push(operation);
    expect(await presenceIn(world, job.id)).toEqual({ is: 'there' });
    expect(operations).toEqual(['lookAtFile']);
    world.files.put(folder, 'Board.zip', Buffer.alloc(zip.length), job.changedAt + 60_000);
    expect(await presenceIn(world, job.id)).toEqual({ is: 'touched', modifiedAt: job.changedAt + 60_000 });
    world.files.put(folder, 'Board.zip', Buffer.alloc(3));
    expect(await presenceIn(world, job.id)).toEqual({ is: 'changed', size: 3 });
    world.files.remove(folder, 'Board.zip');
    expect(await presenceIn(world, job.id)).toEqual({ is: 'missing' });
    const open = await world.ask('another');
    world.files.unavailable.add(folder);
    expect(await presenceIn(world, job.id)).toMatchObject({
      is: 'away',
      failure: { kind: 'folder-unavailable' },
    });
    expect(await presenceIn(world, open)).toBeUndefined();
  });

  test('is unknown where its drive doesn’t answer, and only one look waits for it', async () => {
    const { job } = await saved();
    const files = new FakeFileStore();
    const clock = new FakeClock();
    let looks = 0;
    files.before = () => {
      looks += 1;
      return new Promise(() => undefined);
    };
    const presences = new PresenceLooks({ files, clock });
    const seen = [1, 2, 3].map(() => presences.look(job as never));
    await clock.advance(5_000);
    for (const { is } of await Promise.all(seen)) expect(is).toBe('away');
    expect([looks, clock.sleeping]).toEqual([1, 0]);
  });

  test('drives that don’t answer are asked once until they do, and hold two threads at most', async () => {
    const { job } = await saved();
    const files = new FakeFileStore();
    const clock = new FakeClock();
    const answers: (() => void)[] = [];
    let areDead = true;
    files.before = () => (areDead ? new Promise<void>((resolve) => answers.push(resolve)) : undefined);
    const presences = new PresenceLooks({ files, clock });
    const lookIn = (place: string) =>
      presences.look({ ...job, state: { ...job.state, folder: place } } as never).then(({ is }) => is);
    const seen = ['/share/a', '/share/b', '/share/c'].map(lookIn);
    await clock.advance(5_000);
    expect(await seen[0]).toBe('away');
    await clock.advance(5_000);
    expect([await Promise.all(seen), answers.length]).toEqual([['away', 'away', 'away'], 2]);
    // Half a minute later: no thread more, and no waiting.
    expect(await Promise.all(['/share/a', '/share/c', folder].map(lookIn))).toEqual(['away', 'away', 'away']);
    expect([answers.length, clock.sleeping]).toEqual([2, 0]);
    areDead = false;
    answers[0]!();
    await settle();
    for (const place of ['/share/a', '/share/b', folder]) files.put(place, 'Board.zip', zip, job.changedAt);
    expect(await Promise.all(['/share/a', '/share/b', folder].map(lookIn))).toEqual([
      ...['there', 'away', 'there'],
    ]);
  });
});

test('a saved file is read again on demand', async () => {
  const { world, job } = await saved();
  const check = async (): Promise<FileCheck> =>
    fileCheckSchema.parse(await world.app.handlers['jobs.checkFile']({ jobId: job.id }));
  expect(await check()).toEqual({ is: 'whole', at: world.clock.now() });
  const other = Buffer.from(zip);
  other[5]! ^= 1;
  world.files.put(folder, 'Board.zip', other);
  expect(await check()).toMatchObject({ is: 'changed', size: zip.length, sha256: sha256(other) });
  world.files.remove(folder, 'Board.zip');
  await expect(check()).rejects.toMatchObject({ failure: { kind: 'file-missing' } });
  await expect(readAgain(world.files, folder, 'none.zip', signal)).rejects.toMatchObject({
    failure: { kind: 'file-missing' },
  });
});

test('a file that was moved is recognised by its bytes, and remembered where it is', async () => {
  const { world, job } = await saved();
  const elsewhere = '/elsewhere';
  await world.files.makeFolder(elsewhere);
  const locate = async () => world.app.handlers['jobs.locate']({ jobId: job.id, folder: elsewhere });
  world.files.put(elsewhere, 'Board.zip', Buffer.alloc(zip.length));
  await expect(locate()).rejects.toMatchObject({ failure: { kind: 'file-missing' } });
  world.files.put(elsewhere, 'Papers of the board.zip', zip);
  expect(await locate()).toEqual({ folder: elsewhere, fileName: 'Papers of the board.zip' });
  expect(world.job(job.id)).toMatchObject({
    ...{ name: 'Papers of the board.zip', changedAt: job.changedAt, run: job.run },
    state: { folder: elsewhere, fileName: 'Papers of the board.zip', sha256: sha256(zip) },
  });
  expect(world.store.log(job.id).at(-1)).toMatchObject({
    ...{ event: 'located', detail: { folder: elsewhere, fileName: 'Papers of the board.zip' } },
  });
  // Of several the one with its own name is looked at first.
  world.files.put(elsewhere, 'Z.zip', zip);
  const state = { ...world.job(job.id).state, fileName: 'Z.zip' };
  expect(await findMoved(world.files, elsewhere, state as never, signal)).toBe('Z.zip');
});

test('a receipt is saved beside the file, never over another one, and opened to be printed', async () => {
  const { world, job } = await saved();
  const save = async (form: 'html' | 'json', opens = false) =>
    world.app.handlers['jobs.saveReceipt']({ jobId: job.id, form, opens });
  expect(await save('json')).toEqual({ folder, fileName: 'Board.zip.receipt.json' });
  expect(await save('json')).toEqual({ folder, fileName: 'Board.zip.receipt (1).json' });
  const receipt = receiptSchema.parse(JSON.parse(String(world.files.read(folder, 'Board.zip.receipt.json'))));
  expect(receipt).toMatchObject({ account: 'ada', file: { sha256: sha256(zip) } });
  expect(receipt.contents?.entries).toHaveLength(2);
  expect(world.opened).toEqual([]);
  await save('html', true);
  expect(world.opened).toEqual([`${folder}/Board.zip.receipt.html`]);
  expect(String(world.files.read(folder, 'Board.zip.receipt.html'))).toMatch(/^<!doctype html>/);
});

test('what isn’t saved has nothing of it', async () => {
  const world = await createWorld();
  world.server.hold('poll');
  const jobId = await world.ask('f');
  const { handlers } = world.app;
  for (const call of [
    async () => handlers['jobs.checkFile']({ jobId }),
    async () => handlers['jobs.locate']({ jobId, folder }),
    async () => handlers['jobs.compare']({ jobId }),
    async () => handlers['jobs.fetchRest']({ jobId }),
    async () => handlers['jobs.saveReceipt']({ jobId, form: 'json' as const, opens: false }),
    async () => handlers['jobs.comparison']({ jobId: 'none' }),
  ])
    await expect(call()).rejects.toMatchObject({ failure: { kind: 'invalid-input' } });
  expect(await handlers['jobs.comparison']({ jobId })).toEqual({
    listing: null,
    changes: null,
    canCompare: false,
  });
  expect(Object.keys(createRecordCalls({} as never, {} as never, {} as never)).sort()).toEqual(
    Object.keys(recordCalls).sort(),
  );
});

test.each<[Presence | null, FileCheck | null, RegExp | null, boolean]>([
  [null, null, null, false],
  [{ is: 'there' }, null, /^The file is there/, true],
  [{ is: 'there' }, { is: 'whole', at: 0 }, /^Whole and unchanged/, true],
  [
    { is: 'there' },
    { is: 'changed', at: 0, size: 9, sha256: 'x' },
    /^Changed .* same size, but other bytes/,
    false,
  ],
  [{ is: 'changed', size: 8_000 }, null, /^Changed .* has 8.0 kB now; .* had 9 B/, false],
  [{ is: 'touched', modifiedAt: 0 }, null, /^Written to since/, true],
  [{ is: 'missing' }, null, /^File missing “a.zip” .* moved, renamed or deleted/, false],
  [
    { is: 'away', failure: { kind: 'folder-unavailable', detail: 'gone' } },
    null,
    /^Its folder .* gone/,
    false,
  ],
])('the seal on a file says it in words: %o %o', (presence, check, words, canVerify) => {
  const seal = sealOf({ fileName: 'a.zip', size: 9 }, presence, check);
  if (words === null) expect(seal).toBeNull();
  else expect(`${seal?.title} ${seal?.about}`).toMatch(words);
  expect(seal?.canVerify ?? false).toBe(canVerify);
});

test('sizes that look alike are told apart in bytes', () => {
  const file = { fileName: 'a.zip', size: 2_600_000 };
  const about = sealOf(file, { is: 'changed', size: 2_600_002 }, null)?.about;
  expect(about).toBe('It has 2,600,002 B now; when it was saved it had 2,600,000 B.');
});

test('a row doesn’t call a file checked that something wrote to since', () => {
  const row = savedRow({ id: 'a', name: 'a.zip', now: 0, size: 9 });
  const words = (presence: Presence) => {
    const { status, statusTone, detail } = rowWords(row, undefined, 0, presence);
    return [status, statusTone, detail.split(' · ')[0]];
  };
  expect(words({ is: 'there' })).toEqual(['Saved', 'good', 'Checked']);
  expect(words({ is: 'changed', size: 8 })).toEqual(['Changed', 'warning', 'Changed since it was saved']);
  expect(words({ is: 'touched', modifiedAt: 5 })).toEqual([
    'Saved',
    'plain',
    'Written to since it was saved',
  ]);
});
