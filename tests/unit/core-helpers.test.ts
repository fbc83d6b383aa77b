import { describe, expect, test } from 'vitest';
import { filedAs } from '../../src-main/core/filed-as.ts';
import { logFailure } from '../../src-main/core/log-failure.ts';
import { pieceBytes } from '../../src-main/core/ports/disk.ts';
import { zipNameOf } from '../../src-main/core/request-names.ts';
import { inSlices } from '../../src-main/core/slices.ts';
import { targetFolder } from '../../src-main/core/target-folder.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { said } from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { longestName } from '../../src-shared/safe-name.ts';
import { composeJob } from '../fakes/compose-job.ts';
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
            make: () => Promise.reject(new Error('not asked')),
          },
  });

  test('is any whole path where the host shows all places', async () => {
    expect(await targetFolder(allowing(null), '/downloads')).toBe('/downloads');
  });

  test('is refused outside of what the host shows, but to a terminal, which is its user', async () => {
    expect(await targetFolder(allowing('/home/ada'), '/home/ada')).toBe('/home/ada');
    expect(await targetFolder(allowing('/home/ada'), '/etc', 'terminal')).toBe('/etc');
    await expect(targetFolder(allowing('/home/ada'), '/etc', 'web')).rejects.toMatchObject({
      failure: { kind: 'invalid-input', detail: phrase('validationErrors.folder.own') },
    });
  });
});

test('a file is filed under its export’s type, and under its ending where its server has no types', () => {
  const filing = { rule: { folder: '{type}', name: '{name}' }, server: 'Academy' };
  const users = composeJob({ request: { kind: 'bridge', downloadType: 'user_export' } });
  expect(filedAs(users, 'a.csv', filing, said)).toEqual({ folders: ['user_export'], name: 'a.csv' });
  expect(filedAs(composeJob(), 'a.zip', filing, said)).toEqual({ folders: ['zip'], name: 'a.zip' });
});

test('a zip of several things is called after them, and its name fits a disk', () => {
  const named = (name: string) =>
    zipNameOf({ kind: 'alfresco', nodeIds: ['a', 'b'], names: { a: name } }, said);
  expect(named('Contracts')).toBe('Contracts and 1 more.zip');
  const long = named('x'.repeat(400))!;
  expect(long).toMatch(/\.zip$/);
  expect(long).toHaveLength(longestName);
  expect(zipNameOf({ kind: 'alfresco', nodeIds: ['a', 'b'] }, said)).toBeNull();
});

test('pieces are of the size whose hashes stand in the rows of today', () => {
  expect(pieceBytes).toBe(67_108_864);
});
