import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ByteSink, Output, Proof, ServerApi } from '../../src-main/core/ports.ts';
import { partName, Transfer } from '../../src-main/core/transfer.ts';
import type { TransferPorts } from '../../src-main/core/transfer-ports.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Progress } from '../../src-shared/job/job-view.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

const prepared = preparedIdSchema.parse('prepared-1');
const source = { from: 'prepared', prepared } as const;
const job = composeJob({ state: { is: 'downloading', source, counters: null, expiresAt: null } });
const part = partName(job.id);
const proof: Proof = { by: 'etag', etag: '"v1"' };
const kilobyte = 1024;

type Fetch = (
  sink: ByteSink,
  ...more: Parameters<ServerApi['fetchInto']> extends [unknown, ...infer Rest] ? Rest : never
) => ReturnType<ServerApi['fetchInto']>;

/** One run over a disk and a store in memory; the server does what `fetch` says, one after the other. */
async function createTransfer(before: Partial<Output> | null = null) {
  const clock = new FakeClock();
  const files = new FakeFileStore();
  const store = new FakeJobStore();
  store.save([job], [], []);
  await files.makeFolder(job.folder);
  const shown: Progress[] = [];
  const notes: [string, Record<string, unknown>][] = [];
  const logged: unknown[] = [];
  const demanded: [string, number, number][] = [];
  const world = {
    progressed: 0,
    entered: [] as string[],
    furthest: new Map<string, { sourceId: string; bytes: number }>(),
  };
  if (before) {
    const there = Buffer.alloc(before.durable ?? 0, 1);
    const tail = createHash('sha256').update(there).digest('hex');
    store.saveOutput({
      ...{
        jobId: job.id,
        folder: job.folder,
        part,
        volume: null,
        sourceId: prepared,
        total: null,
        proof: null,
      },
      ...{ name: null, durable: 0, digests: [], pieces: [], tail, sha256: null, whole: false },
      ...before,
    });
    files.put(job.folder, part, there);
  }
  const ports: TransferPorts = {
    ...{ files, store, clock, checkpointBytes: 100 * kilobyte, furthest: world.furthest },
    config: new FakeConfig(),
    log: { event: (event, fields) => void logged.push({ event, ...fields }) },
    progress: {
      set: (item: Progress) => void shown.push(item),
      tell: (item: Progress) => void shown.push(item),
    } as unknown as TransferPorts['progress'],
    bandwidth: {
      slice: () => 16 * kilobyte,
      lane: (connectionId: string, priority: string) => ({ connectionId, priority, had: 0 }),
      take: async () => undefined,
    } as unknown as TransferPorts['bandwidth'],
    space: {
      enter: (id: string) => void world.entered.push(`+${id}`),
      leave: (id: string) => void world.entered.push(`-${id}`),
      demand: async (_id: string, at: string, missing: number, whole: number) =>
        void demanded.push([at, missing, whole]),
      demandReserve: async (_id: string, at: string, missing: number) => void demanded.push([at, missing, 0]),
    } as unknown as TransferPorts['space'],
    priority: () => 'normal',
    progressed: () => void (world.progressed += 1),
    note: (_job, event, detail) => void notes.push([event, detail]),
  };
  const resumes: unknown[] = [];
  const run = (...answers: Fetch[]) => {
    const end = new AbortController();
    const transfer = new Transfer(ports, job, source, end.signal);
    const api = {
      fetchInto: (
        sink: ByteSink,
        ...more: Parameters<Fetch> extends [unknown, ...infer Rest] ? Rest : never
      ) => {
        resumes.push(more[1]);
        return answers.shift()!(sink, ...more);
      },
    } as unknown as ServerApi;
    return transfer.run(api);
  };
  const kept = (): Output => store.output(job.id)!;
  return { run, kept, files, store, clock, shown, notes, logged, demanded, resumes, world };
}

/** An answer that brings these bytes from there on, with what is told of them before. */
const bytes =
  (size: number, more: { offset?: number; total?: number | null; tellsItsEnd?: boolean } = {}): Fetch =>
  async (sink) => {
    const { offset = 0, total = size, tellsItsEnd = false } = more;
    await sink.begin({ offset, total, proof, name: 'a.zip' });
    if (size > 0) await sink.write(Buffer.alloc(size, 1));
    return { is: 'complete', tellsItsEnd };
  };

describe('a transfer', () => {
  test('that brings all bytes is whole, hashed and named, and counted for space as long as it runs', async () => {
    const { run, kept, world, demanded, shown, resumes } = await createTransfer();
    expect(await run(bytes(50 * kilobyte))).toEqual({ is: 'complete', name: 'a.zip' });
    expect(kept()).toMatchObject({ whole: true, durable: 50 * kilobyte, total: 50 * kilobyte, proof });
    expect(kept().sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(world.entered).toEqual(['+job-1', '-job-1']);
    expect(demanded[0]).toEqual([job.folder, 50 * kilobyte, 50 * kilobyte]);
    expect(shown.at(-1)).toMatchObject({ phase: 'downloading', bytes: 50 * kilobyte, total: 50 * kilobyte });
    expect(resumes).toEqual([null]);
  });

  test('that is whole already asks the server nothing', async () => {
    const { run, resumes } = await createTransfer({
      durable: 10,
      total: 10,
      proof,
      whole: true,
      name: 'b.zip',
    });
    expect(await run()).toEqual({ is: 'complete', name: 'b.zip' });
    expect(resumes).toEqual([]);
  });

  test('of what the server doesn’t have anymore says so', async () => {
    const { run } = await createTransfer();
    expect(await run(async () => ({ is: 'gone' }))).toEqual({ is: 'gone' });
  });

  test('with fewer bytes than were told is cut, and goes on from there', async () => {
    const { run, kept, resumes, world } = await createTransfer();
    const short = bytes(60 * kilobyte, { total: 100 * kilobyte });
    await expect(run(short)).rejects.toMatchObject({ failure: { kind: 'cut' } });
    expect(kept()).toMatchObject({ durable: 60 * kilobyte, whole: false });
    expect(world.furthest.get(job.id)).toEqual({ sourceId: prepared, bytes: 60 * kilobyte });
    await run(bytes(40 * kilobyte, { offset: 60 * kilobyte, total: 100 * kilobyte }));
    expect(resumes[1]).toEqual({ offset: 60 * kilobyte, total: 100 * kilobyte, proof });
    expect(kept()).toMatchObject({ durable: 100 * kilobyte, whole: true });
    expect(world.entered).toEqual(['+job-1', '-job-1', '+job-1', '-job-1']);
  });

  test('without a length is whole by its answer’s own end, which then tells the length', async () => {
    const { run, kept } = await createTransfer();
    await run(bytes(7, { total: null, tellsItsEnd: true }));
    expect(kept()).toMatchObject({ total: 7, whole: true });
    const other = await createTransfer();
    await other.run(bytes(7, { total: null }));
    expect(other.kept()).toMatchObject({ total: null, whole: true });
    expect(other.shown.at(-1)).toMatchObject({ total: null, secondsLeft: null });
  });

  test('with more bytes than were told is refused, and nothing of that answer is kept', async () => {
    const { run, kept, notes } = await createTransfer();
    const detail = phrase('failureDetails.answer.tooManyBytes');
    const lie: Fetch = async (sink) => {
      await sink.begin({ offset: 0, total: 10, proof, name: null });
      await sink.write(Buffer.alloc(10));
      await sink.write(Buffer.alloc(1));
      return { is: 'complete' };
    };
    await expect(run(lie)).rejects.toMatchObject({ failure: { kind: 'protocol', detail } });
    expect(kept()).toMatchObject({ durable: 0, total: null });
    expect(notes).toEqual([]);
  });

  test('whose answer begins elsewhere than asked is refused', async () => {
    const { run } = await createTransfer();
    await expect(run(bytes(5, { offset: 3 }))).rejects.toMatchObject({
      failure: { kind: 'protocol', detail: phrase('failureDetails.answer.otherPlace') },
    });
  });
});

describe('what was fetched before', () => {
  const half = { durable: 20, total: 40, proof } as const;

  test('stays where a malformed answer came before any byte of it', async () => {
    const { run, kept } = await createTransfer(half);
    await expect(
      run(async () => {
        throw new FailedError({ kind: 'protocol' });
      }),
    ).rejects.toThrow('protocol');
    expect(kept()).toMatchObject({ ...half, whole: false });
  });

  test('without a proof, or without a length, is fetched anew, and the timeline says why', async () => {
    for (const lacking of [{ proof: null }, { total: null }]) {
      const { run, kept, notes, resumes } = await createTransfer({ ...half, ...lacking });
      await run(bytes(40));
      expect(resumes).toEqual([null]);
      expect(notes).toEqual([
        ['startedOver', { reason: phrase('failureDetails.bytes.again.unproven'), bytes: 20 }],
      ]);
      expect(kept()).toMatchObject({ durable: 40, whole: true });
    }
  });

  test('of another thing is worth nothing', async () => {
    const { run, resumes, notes } = await createTransfer({ ...half, sourceId: 'other' });
    await run(bytes(40));
    expect([resumes, notes]).toEqual([[null], []]);
  });

  test('and isn’t on the disk anymore as it was goes back as far as it is, and the timeline says so', async () => {
    const { run, kept, notes, files, resumes } = await createTransfer({ ...half, tail: '00000000' });
    files.pieceBytes = 10;
    await run(bytes(40));
    expect(notes).toEqual([
      ['wentBack', { reason: phrase('failureDetails.bytes.partChanged'), from: 20, to: 0 }],
    ]);
    expect(resumes).toEqual([null]);
    expect(kept()).toMatchObject({ durable: 40, whole: true });
  });

  test('and was written beyond the last checkpoint is cut there, and the timeline says what that costs', async () => {
    const { run, notes, files, resumes } = await createTransfer(half);
    files.put(job.folder, part, Buffer.alloc(33, 1));
    await run(bytes(20, { offset: 20, total: 40 }));
    expect(notes).toEqual([['tailDropped', { bytes: 13 }]]);
    expect(resumes).toEqual([{ offset: 20, total: 40, proof }]);
  });

  test('is dropped where the server wants it from the beginning, twice at most in one run', async () => {
    const again: Fetch = async () => ({
      is: 'startOver',
      reason: phrase('failureDetails.bytes.again.changed'),
    });
    const { run, notes, resumes } = await createTransfer(half);
    await run(again, again, bytes(40));
    expect(resumes).toEqual([{ offset: 20, total: 40, proof }, null, null]);
    // The second time there was nothing to drop.
    expect(notes).toEqual([
      ['startedOver', { reason: phrase('failureDetails.bytes.again.changed'), bytes: 20 }],
    ]);
    const endless = await createTransfer(half);
    await expect(endless.run(again, again, again)).rejects.toMatchObject({
      failure: { kind: 'protocol', detail: phrase('failureDetails.bytes.again.changed') },
    });
  });
});

describe('on the way', () => {
  test('progress is what goes beyond all that any run reached, told once a run', async () => {
    const { run, world } = await createTransfer();
    const total = 400 * kilobyte;
    const chunk =
      (from: number, ...sizes: number[]): Fetch =>
      async (sink) => {
        await sink.begin({ offset: from, total, proof, name: null });
        for (const size of sizes) await sink.write(Buffer.alloc(size, 1));
        throw new FailedError({ kind: 'cut' });
      };
    await expect(run(chunk(0, 64 * kilobyte - 1))).rejects.toThrow('cut');
    expect(world.progressed).toBe(0);
    await expect(run(chunk(64 * kilobyte - 1, 64 * kilobyte, 64 * kilobyte))).rejects.toThrow('cut');
    expect(world.progressed).toBe(1);
  });

  test('a checkpoint is made with half of what may be lost, and after five seconds at the latest', async () => {
    const { run, kept, clock, demanded } = await createTransfer();
    const durable: number[] = [];
    const slow: Fetch = async (sink) => {
      await sink.begin({ offset: 0, total: 200 * kilobyte, proof, name: null });
      const next = async (size: number, wait = 0): Promise<void> => {
        await clock.advance(wait);
        await sink.write(Buffer.alloc(size, 1));
        await clock.advance(0);
        durable.push(kept().durable / kilobyte);
      };
      await next(49 * kilobyte);
      await next(kilobyte);
      await next(kilobyte, 4_999);
      await next(kilobyte, 1);
      throw new FailedError({ kind: 'cut' });
    };
    await expect(run(slow)).rejects.toThrow('cut');
    expect(durable).toEqual([0, 50, 50, 52]);
    // Each asks as well whether others have used up the room meanwhile.
    expect(demanded.slice(1).map(([, missing]) => missing / kilobyte)).toEqual([150, 148]);
  });

  test('a disk that fails keeps nobody from hearing what went wrong, and is logged', async () => {
    const { run, files, logged, world } = await createTransfer();
    files.before = (operation) => {
      if (operation === 'sync') throw new FailedError({ kind: 'folder-unavailable' });
    };
    const cut: Fetch = async (sink) => {
      await sink.begin({ offset: 0, total: 10, proof, name: null });
      await sink.write(Buffer.alloc(5));
      throw new FailedError({ kind: 'cut' });
    };
    await expect(run(cut)).rejects.toMatchObject({ failure: { kind: 'cut' } });
    expect(logged).toMatchObject([
      { event: 'keeping what came failed', jobId: job.id, kind: 'folder-unavailable' },
    ]);
    expect(world.entered).toEqual(['+job-1', '-job-1']);
  });
});

describe('a part that isn’t in its place anymore', () => {
  const size = 200 * kilobyte;
  const lost = phrase('failureDetails.bytes.partRemoved');
  /** Brings 60 kilobytes, which are kept, has the harm done, and goes on with a byte each second until it is stopped. */
  const harmed =
    (clock: FakeClock, harm: () => void, brought: { seconds: number }): Fetch =>
    async (sink) => {
      await sink.begin({ offset: 0, total: size, proof, name: null });
      await sink.write(Buffer.alloc(60 * kilobyte, 1));
      await clock.advance(0);
      harm();
      for (; brought.seconds < 60; brought.seconds += 1) {
        await clock.advance(1_000);
        await sink.write(Buffer.alloc(1, 1));
      }
      return { is: 'complete' };
    };

  test.each<[string, (files: FakeFileStore) => void]>([
    ['removed', (files) => files.remove(job.folder, part)],
    ['replaced', (files) => files.put(job.folder, part, Buffer.from('other'))],
    [
      'lost when its folder was made anew',
      (files) => (files.removeFolder(job.folder), void files.makeFolder(job.folder)),
    ],
  ])('is seen within seconds where it was %s, and begun again at once', async (_, harm) => {
    const { run, kept, notes, files, clock, resumes } = await createTransfer();
    const brought = { seconds: 0 };
    expect(
      await run(
        harmed(clock, () => harm(files), brought),
        bytes(size),
      ),
    ).toMatchObject({ is: 'complete' });
    expect(brought.seconds).toBeLessThanOrEqual(6);
    expect(resumes).toEqual([null, null]);
    expect(notes).toMatchObject([['startedOver', { reason: lost }]]);
    expect(kept()).toMatchObject({ durable: size, whole: true });
    expect(files.read(job.folder, part)).toHaveLength(size);
  });

  test('ends the transfer where its folder is gone as well: nothing counts for kept, or is said to be here', async () => {
    const { run, kept, notes, files, clock, shown } = await createTransfer();
    const brought = { seconds: 0 };
    const run1 = run(harmed(clock, () => files.removeFolder(job.folder), brought));
    await expect(run1).rejects.toMatchObject({ failure: { kind: 'folder-unavailable' } });
    expect(brought.seconds).toBeLessThanOrEqual(6);
    expect(kept()).toMatchObject({ durable: 0, total: null, whole: false });
    expect(shown.at(-1)).toMatchObject({ bytes: 0, total: null });
    expect(notes).toMatchObject([['startedOver', { reason: lost }]]);
    expect(files.names(job.folder)).toEqual([]);
  });

  test('is seen when all bytes are here, and when the server ends', async () => {
    const { run, files, notes } = await createTransfer();
    const removing: Fetch = async (sink, ...more) => {
      const end = await bytes(10)(sink, ...more);
      files.remove(job.folder, part);
      return end;
    };
    await run(removing, bytes(10));
    expect(notes).toEqual([['startedOver', { reason: lost, bytes: 10 }]]);

    const other = await createTransfer();
    const cut: Fetch = async (sink, ...more) => {
      await bytes(10, { total: 20 })(sink, ...more);
      other.files.remove(job.folder, part);
      throw new FailedError({ kind: 'cut' });
    };
    await expect(other.run(cut)).rejects.toMatchObject({ failure: { kind: 'cut' } });
    expect(other.kept()).toMatchObject({ durable: 0 });
  });

  test('again and again is given up, with what became of it', async () => {
    const { run, files, resumes } = await createTransfer();
    const removing: Fetch = async (sink, ...more) => {
      const end = await bytes(10)(sink, ...more);
      files.remove(job.folder, part);
      return end;
    };
    await expect(run(removing, removing, removing, bytes(10))).rejects.toMatchObject({
      failure: { kind: 'corrupt', detail: lost },
    });
    expect(resumes).toHaveLength(3);
  });
});

test('a checkpoint that failed ends the transfer with the next bytes', async () => {
  const { run, files, clock } = await createTransfer();
  files.before = (operation) => {
    if (operation === 'sync') throw new FailedError({ kind: 'folder-unavailable' });
  };
  let written = 0;
  const flowing: Fetch = async (sink) => {
    await sink.begin({ offset: 0, total: 200 * kilobyte, proof, name: null });
    for (; written < 5; written += 1) {
      await sink.write(Buffer.alloc(written === 0 ? 60 * kilobyte : 1, 1));
      await clock.advance(0);
    }
    return { is: 'complete' };
  };
  await expect(run(flowing)).rejects.toMatchObject({ failure: { kind: 'folder-unavailable' } });
  expect(written).toBe(1);
});

test('a part is hidden, and named after its job alone', () => {
  expect(partName('abc')).toBe('.ferry-abc.part');
});
