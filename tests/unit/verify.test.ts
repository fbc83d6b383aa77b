import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Output } from '../../src-main/core/ports.ts';
import type { ProgressPublisher } from '../../src-main/core/progress-publisher.ts';
import { verify } from '../../src-main/core/verify.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import type { Progress } from '../../src-shared/job/job-view.ts';
import { said } from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { smallZip } from '../fakes/small-zip.ts';

type Verifying = Job & { state: Extract<JobState, { is: 'verifying' }> };
const zip = await smallZip(3, 500);
const prepared = preparedIdSchema.parse('prepared-1');
const signal = new AbortController().signal;
const hash = (algorithm: string, bytes: Buffer): string => createHash(algorithm).update(bytes).digest('hex');
const document = { from: 'content', content: { documentId: 'd', name: 'd' } } as const;

/** What comes of these bytes on the disk, with what is known of them. */
async function verified(
  bytes: Buffer | null,
  {
    job: more = {},
    state = {},
    ...known
  }: Partial<Output> & { job?: Partial<Job>; state?: Partial<Verifying['state']> } = {},
) {
  const files = new FakeFileStore();
  const store = new FakeJobStore();
  const operations: string[] = [];
  const shown: Progress[] = [];
  const job: Verifying = {
    ...composeJob({ run: 4, name: 'Minutes', ...more }),
    state: {
      ...{ is: 'verifying', source: { from: 'prepared', prepared }, expiresAt: null },
      counters: { filesDone: 3, filesTotal: 3, bytesDone: 1, bytesTotal: 1 },
      ...state,
    },
  };
  store.save([job], [], []);
  const size = bytes?.length ?? 0;
  const output: Output = {
    ...{ jobId: job.id, folder: job.folder, part: '.a.part', volume: null, sourceId: 's', total: size },
    ...{ proof: null, name: 'Minutes.zip', durable: size, digests: [], pieces: [], tail: null },
    ...{ sha256: bytes && hash('sha256', bytes), whole: true },
    ...known,
  };
  store.saveOutput(output);
  await files.makeFolder(job.folder);
  if (bytes) files.put(job.folder, '.a.part', bytes);
  files.before = (operation) => void operations.push(operation);
  const progress = { set: (item: Progress) => void shown.push(item) } as unknown as ProgressPublisher;
  const filing = { rule: { folder: '', name: '{name}' }, server: 'Records' };
  const event = await verify({ files, store, progress, filing, say: said }, job, signal);
  return { event, operations, shown, store, job };
}

const corrupt = (reason: ReturnType<typeof phrase>) => ({ type: 'corrupt', run: 4, reason });

describe('bytes that were hashed while they came', () => {
  test('are proven by their length alone, and not read again', async () => {
    const { event, operations } = await verified(zip);
    expect(event).toMatchObject({
      ...{ type: 'proven', run: 4, name: 'Minutes.zip', size: zip.length, sha256: hash('sha256', zip) },
      ...{ folders: [], isAnnounced: true, warnings: [] },
    });
    expect(operations).toEqual(['lookAtPart', 'zipContents']);
  });

  test('need no other look where the server told that digest, in whatever case', async () => {
    const hex = hash('sha256', zip).toUpperCase();
    const { event, operations } = await verified(zip, { digests: [{ algorithm: 'sha-256', hex }] });
    expect(event.type).toBe('proven');
    expect(operations).not.toContain('hashPart');
  });

  test('are read back where the file has another length now', async () => {
    const { operations } = await verified(zip, { durable: zip.length - 1 });
    expect(operations).toContain('hashPart');
  });

  test('are read back for a digest of another make, and how far that is is shown', async () => {
    const hex = hash('md5', zip);
    const { event, operations, shown, job } = await verified(zip, { digests: [{ algorithm: 'md5', hex }] });
    expect(event.type).toBe('proven');
    expect(operations).toContain('hashPart');
    expect(shown.at(-1)).toEqual({
      ...{ phase: 'verifying', jobId: job.id, bytes: zip.length, total: zip.length },
    });
  });
});

describe('what isn’t what the server announced', () => {
  test('is a file that nobody knows of, or that is gone', async () => {
    expect((await verified(null)).event).toEqual(corrupt(phrase('failureDetails.bytes.partRemoved')));
    const files = new FakeFileStore();
    const progress = { set: () => undefined } as unknown as ProgressPublisher;
    const filing = { rule: { folder: '', name: '{name}' }, server: '' };
    const ports = { files, store: new FakeJobStore(), progress, filing, say: said };
    const { job } = await verified(zip);
    expect(await verify(ports, job, signal)).toEqual(corrupt(phrase('failureDetails.bytes.partForgotten')));
  });

  test('is one of another length', async () => {
    const values = { there: zip.length, announced: zip.length + 1 };
    const { event } = await verified(zip, { total: zip.length + 1 });
    expect(event).toEqual(corrupt(phrase('failureDetails.bytes.otherSize', values)));
  });

  test('is one with another digest, which is named', async () => {
    for (const algorithm of ['sha-256', 'md5'] as const)
      expect((await verified(zip, { digests: [{ algorithm, hex: '00' }] })).event).toEqual(
        corrupt(phrase('failureDetails.bytes.otherDigest', { algorithm })),
      );
  });

  test('is one with a damaged piece: what comes before that is kept, the rest forgotten', async () => {
    const { event, store } = await verified(zip, { sha256: null, tail: '00000000' });
    expect(event).toEqual({ ...corrupt(phrase('failureDetails.bytes.otherBytes')), keepPart: true });
    expect(store.output('job-1')).toMatchObject({
      durable: 0,
      tail: null,
      sha256: null,
      whole: false,
      part: '.a.part',
    });
  });

  test('is one that can’t be read as the zip that it must be', async () => {
    const text = Buffer.from('<html>');
    expect((await verified(text)).event).toEqual(corrupt(phrase('failureDetails.bytes.noReadableZip')));
    // The user's own document may be what it likes.
    expect((await verified(text, { state: { source: document } })).event.type).toBe('proven');
  });

  test('is one without a length that nothing else proves, and a zip proves itself', async () => {
    const request = { kind: 'bridge', downloadType: 'users' } as const;
    const text = Buffer.from('id,name');
    const untold = { total: null, name: 'users.csv', job: { request } };
    expect((await verified(text, untold)).event).toEqual(
      corrupt(phrase('failureDetails.bytes.noLengthTold')),
    );
    expect((await verified(zip, untold)).event).toMatchObject({ type: 'proven', isAnnounced: false });
    const own = await verified(zip, { total: null, state: { source: document } });
    expect(own.event).toEqual(corrupt(phrase('failureDetails.bytes.noLengthTold')));
  });
});

describe('what is in a zip', () => {
  const counted = (filesTotal: number | null) => ({
    state: { counters: { filesDone: 1, filesTotal, bytesDone: 1, bytesTotal: 1 } },
  });

  test('is kept for the history, of the user’s own zips too', async () => {
    expect((await verified(zip)).store.contents('job-1')).toMatchObject({ files: 3 });
    const own = await verified(zip, { state: { source: document }, name: 'Own.ZIP ' });
    expect(own.store.contents('job-1')).toMatchObject({ files: 3 });
    const other = await verified(zip, { state: { source: document }, name: 'plan.pdf' });
    expect(other.store.contents('job-1')).toBeNull();
  });

  test('is less than was promised: that is said, and no more is no fault', async () => {
    const warnings = async (filesTotal: number | null): Promise<unknown> => {
      const { event } = await verified(zip, counted(filesTotal));
      return event.type === 'proven' && event.warnings;
    };
    expect(await warnings(5)).toEqual([phrase('row.incompleteZip', { count: 2, total: 5 })]);
    expect([await warnings(3), await warnings(2), await warnings(null)]).toEqual([[], [], []]);
    const none = await verified(zip, { state: { counters: null } });
    expect(none.event).toMatchObject({ warnings: [] });
    const own = await verified(zip, { ...counted(5), state: { ...counted(5).state, source: document } });
    expect(own.event).toMatchObject({ warnings: [] });
  });
});

describe('the file’s name', () => {
  const named = async (more: Parameters<typeof verified>[1]): Promise<unknown> => {
    const { event } = await verified(zip, more);
    return event.type === 'proven' && [...event.folders, event.name];
  };

  test('is the user’s, else the server’s, else the job’s', async () => {
    expect(await named({ job: { fileName: 'Mine.zip' } })).toEqual(['Mine.zip']);
    expect(await named({ name: 'Theirs.zip' })).toEqual(['Theirs.zip']);
    expect(
      await named({ name: null, job: { name: phrase('common.itemsFrom', { count: 2, server: 'R' }) } }),
    ).toEqual(['2 items from R']);
  });

  test('stands below the job’s own folders, whose names any system takes', async () => {
    expect(await named({ job: { subfolders: ['2026', 'a:b'] } })).toEqual(['2026', 'a_b', 'Minutes.zip']);
  });
});
