import { describe, expect, test } from 'vitest';
import { logFailure } from '../../src-main/core/log-failure.ts';
import { inSlices } from '../../src-main/core/slices.ts';
import { targetFolder } from '../../src-main/core/target-folder.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';

describe('thousands at once', () => {
  test('go in slices, in their order, and others have their turn in between', async () => {
    const clock = new FakeClock();
    const all = Array.from({ length: 1_100 }, (_, index) => index);
    const slices: number[][] = [];
    const work = inSlices(clock, all, (some) => void slices.push(some));
    await settle();
    expect(slices.map(({ length }) => length)).toEqual([500]);
    await clock.advance(0);
    await work;
    expect(slices.map(({ length }) => length)).toEqual([500, 500, 100]);
    expect(slices.flat()).toEqual(all);
  });

  test('as many as one slice holds need no other turn, and of none nothing is done', async () => {
    const clock = new FakeClock();
    const sizes: number[] = [];
    await inSlices(clock, Array<number>(500).fill(0), (some) => void sizes.push(some.length));
    await inSlices(clock, [], (some) => void sizes.push(some.length));
    expect(sizes).toEqual([500]);
  });

  test('wait for a slice that takes its time before the next', async () => {
    const clock = new FakeClock();
    const first = Promise.withResolvers<void>();
    let begun = 0;
    const work = inSlices(clock, Array<number>(600).fill(0), async () => {
      begun += 1;
      await first.promise;
    });
    await clock.advance(1_000);
    expect(begun).toBe(1);
    first.resolve();
    await clock.advance(1_000);
    await work;
    expect(begun).toBe(2);
  });
});

describe('a failure in the log', () => {
  const logged = (thrown: unknown, about?: Parameters<typeof logFailure>[3]): unknown => {
    let line: unknown;
    logFailure(
      { event: (event, fields) => void (line = { event, ...fields }) },
      'work failed',
      thrown,
      about,
    );
    return line;
  };

  test('is told by its kind and status, without the server’s words, which may be a secret', () => {
    const failure = { kind: 'server-error', status: 503, detail: 'token=abc' } as const;
    const line = logged(new FailedError(failure), { jobId: 'job-1', connectionId: 'c1' });
    expect(line).toEqual({
      event: 'work failed',
      jobId: 'job-1',
      connectionId: 'c1',
      kind: 'server-error',
      status: 503,
      detail: undefined,
    });
    expect(
      logged(new FailedError({ kind: 'protocol', detail: phrase('failureDetails.answer.otherPlace') })),
    ).toMatchObject({
      kind: 'protocol',
      detail: undefined,
    });
  });

  test('that nobody foresaw is told with its message', () => {
    expect(logged(new TypeError('x is undefined'))).toMatchObject({
      kind: 'internal',
      detail: expect.stringContaining('x is undefined') as string,
    });
  });
});

describe('a target folder', () => {
  const allowing = (allowed: string | null) => ({
    files: new FakeFileStore(),
    folderList:
      allowed === null
        ? null
        : {
            allows: async (path: string) => path === allowed,
            leadsAway: async () => false,
            list: () => Promise.reject(new Error('not asked')),
          },
  });

  test('is any whole path where the host shows all places', async () => {
    expect(await targetFolder(allowing(null), '/downloads')).toBe('/downloads');
  });

  test('is refused outside of what the host shows', async () => {
    expect(await targetFolder(allowing('/home/ada'), '/home/ada')).toBe('/home/ada');
    await expect(targetFolder(allowing('/home/ada'), '/etc')).rejects.toMatchObject({
      failure: { kind: 'invalid-input', detail: phrase('validationErrors.folder.own') },
    });
  });
});
