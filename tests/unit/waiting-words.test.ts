import { afterEach, describe, expect, test } from 'vitest';
import type { Failure, FailureKind } from '../../src-shared/failures/failure.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';
import { waitingForSchema } from '../../src-shared/job/waiting.ts';
import { waitingWords } from '../../src-shared/job/waiting-words.ts';
import { languages, setLanguage } from '../../src-shared/language/index.ts';

const now = 1_790_000_000_000;
const minute = 60_000;
const words = (waiting: WaitingFor) => waitingWords(waiting, now);
const gate = (of: 'connection' | 'folder', kind: FailureKind): WaitingFor => ({
  ...{ for: of, failure: { kind }, since: now },
});

afterEach(() => setLanguage('en'));

test('a job that waits for its server is told why in a word, in a sentence and with the button that helps', () => {
  expect(words(gate('connection', 'unreachable'))).toEqual({
    short: 'Waiting for the server',
    long: 'The server can’t be reached.',
    action: 'retry',
  });
  expect(words(gate('connection', 'untrusted'))).toMatchObject({
    short: 'Certificate not trusted',
    action: 'edit-connection',
  });
  expect(words(gate('connection', 'unsupported')).short).toBe('Server not supported');
  expect(words(gate('connection', 'sign-in-needed'))).toMatchObject({
    short: 'Waiting for sign-in',
    long: 'The server asks you to sign in again.',
    action: 'sign-in',
  });
});

test('without a network nothing is to be done but to wait', () => {
  expect(words({ for: 'network', since: now })).toEqual({
    short: 'Offline',
    long: 'This computer has no network. Ferry goes on by itself when it is back.',
    action: 'none',
  });
});

test('a full disk is told from a folder that is away', () => {
  const full: WaitingFor = { for: 'folder', failure: { kind: 'no-space', limit: 2_000_000 }, since: now };
  expect(words(full).short).toBe('Waiting for space');
  expect(words(full).long).toContain('2.0 MB');
  expect(words(gate('folder', 'folder-unavailable'))).toMatchObject({
    short: 'Waiting for the folder',
    action: 'choose-folder',
  });
});

test('a job in the queue is told how many are before it', () => {
  expect(words({ for: 'slot', ahead: 0 })).toEqual({
    ...{ short: 'Next', long: 'Next in the queue, when one that runs is done', action: 'none' },
  });
  expect(words({ for: 'slot', ahead: 1_200 })).toEqual({
    ...{ short: 'Waiting', long: '1,200 ahead in the queue', action: 'none' },
  });
});

test('a job that is tried again is told when, why, and that it can be tried now', () => {
  const retry = (at: number, failure: Failure | null) => words({ for: 'retry', at, failure });
  expect(retry(now + 90_000, { kind: 'cut' })).toEqual({
    short: 'Retrying in 1 min 30 s',
    long: expect.stringMatching(/\.$/) as string,
    action: 'retry',
  });
  expect(retry(now + 5_400, null)).toEqual({
    ...{ short: 'Retrying in 5 s', long: 'The last try failed.', action: 'retry' },
  });
  // What is due isn't due in less than no time.
  expect(retry(now - 5_000, null).short).toBe('Retrying in 0 s');
});

test('a server that shows no progress is told for how long, in whole minutes', () => {
  const silent = (milliseconds: number) => words({ for: 'progress', since: now - milliseconds });
  expect(silent(17.4 * minute)).toEqual({
    short: 'No progress',
    long: 'The server has shown no progress for 17 min. It may be busy, or have lost the request.',
    action: 'ask-again',
  });
  expect(silent(0).long).toContain(' 1 min');
});

describe.each(languages)('in $label', ({ value }) => {
  test('everything that a job may wait for has words, and none has a gap', () => {
    setLanguage(value);
    const all: WaitingFor[] = [
      gate('connection', 'unreachable'),
      gate('connection', 'untrusted'),
      gate('connection', 'unsupported'),
      gate('connection', 'sign-in-needed'),
      gate('folder', 'no-space'),
      gate('folder', 'folder-unavailable'),
      { for: 'network', since: now },
      { for: 'slot', ahead: 0 },
      { for: 'slot', ahead: 1 },
      { for: 'slot', ahead: 2 },
      { for: 'retry', at: now, failure: null },
      { for: 'progress', since: now },
    ];
    expect(new Set(all.map((waiting) => waiting.for))).toEqual(
      new Set(waitingForSchema.options.map((option) => option.shape.for.value)),
    );
    for (const waiting of all) {
      const { short, long } = words(waiting);
      for (const text of [short, long]) expect(text).toMatch(/^[\p{L}\d][^{}]+$/u);
      expect(long.length).toBeGreaterThan(short.length);
    }
  });
});
