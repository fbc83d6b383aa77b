import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTextOutput } from '../../src-main/hosts/cli/text-output.ts';
import type { Output } from '../../src-main/hosts/cli/output.ts';
import type { JobState } from '../../src-shared/job/job.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { terminalStreams } from './cli-terminal-streams.ts';

// ProgressBars are painted ten times a second.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const prepared = preparedIdSchema.parse('prepared-1');
const counters = { filesDone: 4, filesTotal: 10, bytesDone: 250_000, bytesTotal: 1_000_000 };
const whole = { filesDone: 10, filesTotal: 10, bytesDone: 1_000_000, bytesTotal: 1_000_000 };
const here = { source: { from: 'prepared', prepared } as const, counters: whole, expiresAt: null };

function view(state: JobState, name = 'Papers.zip'): JobView {
  return {
    ...{ id: `id of ${name}`, connectionId: 'one', connectionName: 'One', kind: 'alfresco', name },
    ...{ asked: { kind: 'alfresco', count: 1, nodeIds: ['a'] }, account: 'demo', folder: '/out' },
    ...{
      createdAt: 0,
      changedAt: 0,
      order: 1,
      priority: 'normal',
      group: null,
      failure: null,
      size: null,
      expiresAt: null,
      actions: [],
    },
    ...{ state, waitingFor: null },
  };
}

const enter = (output: Output, state: JobState, name?: string): void =>
  output.entered(view(state, name), state.is, 0);

function start({ isTTY = true } = {}) {
  const stdout = terminalStreams({ isTTY });
  const stderr = terminalStreams({ isTTY });
  const output = createTextOutput({ stdout: stdout.output, stderr: stderr.output });
  return { stdout, stderr, output };
}

const saved: JobState = {
  is: 'saved',
  folder: '/out',
  fileName: 'Papers.zip',
  size: 500_000,
  sha256: 'abc',
  warnings: [],
};

test('on a terminal both phases of a download have a bar, with what is done and what is left', () => {
  const { stdout, stderr, output } = start();
  const preparing: JobState = { is: 'preparing', prepared };
  enter(output, { is: 'queued' });
  enter(output, preparing);
  vi.advanceTimersByTime(150);
  expect(stdout.screen()[0]).toBe('Papers.zip');
  expect(stdout.screen()[1]).toMatch(/^Preparing \[ {28}\] 0 % {2}waiting for its turn$/);

  const working = {
    phase: 'preparing',
    jobId: 'x',
    counters,
    word: 'IN_PROGRESS',
    nextPollAt: 0,
    since: 0,
    usually: null,
  } as const;
  output.progressed(view(preparing), 'preparing', working);
  vi.advanceTimersByTime(150);
  expect(stdout.screen()[1]).toBe(
    `Preparing [${'='.repeat(7)}${' '.repeat(21)}] 25 %  4 of 10 files, 250 kB of 1.0 MB`,
  );

  const downloading: JobState = { is: 'downloading', ...here };
  enter(output, { is: 'ready', ...here });
  enter(output, downloading);
  const bytes = {
    phase: 'downloading',
    jobId: 'x',
    bytes: 250_000,
    total: 500_000,
    rate: 125_000,
    secondsLeft: 2,
  } as const;
  output.progressed(view(downloading), 'downloading', bytes);
  vi.advanceTimersByTime(150);
  const [, first, second] = stdout.screen();
  expect(first).toMatch(/^Preparing \[={28}\] 100 % {2}10 of 10 files/);
  expect(second).toMatch(/^Fetching {2}\[={14} {14}\] 50 % {2}250 kB of 500 kB, 125 kB\/s, 2 s left$/);

  enter(output, saved);
  output.saved({ jobId: 'x', path: '/out/Papers.zip', sha256: 'abc', size: 500_000, warnings: [] });
  output.close();
  const lines = stdout.screen().filter((line) => line !== '');
  expect(lines[2]).toMatch(/^Fetching {2}\[={28}\] 100 % {2}500 kB, checked$/);
  expect(lines.slice(-2)).toEqual(['Saved:   /out/Papers.zip', 'SHA-256: abc']);
  expect(stderr.written()).toBe('');
  // The cursor is there again.
  expect(stdout.written().lastIndexOf('\u001b[?25h')).toBeGreaterThan(
    stdout.written().lastIndexOf('\u001b[?25l'),
  );
});

test('what is said in the middle stands above the bars, and a failure below them', () => {
  const { stdout, stderr, output } = start();
  enter(output, { is: 'preparing', prepared });
  output.noted('Something worth knowing.');
  vi.advanceTimersByTime(150);
  const lines = stdout.screen().filter((line) => line !== '');
  expect(lines).toHaveLength(3);
  expect(lines.slice(0, 2)).toEqual(['Papers.zip', 'Something worth knowing.']);
  expect(lines[2]).toMatch(/^Preparing \[/);

  output.failed({ code: 1, kind: 'refused', message: 'The server\u001b[2Jrefused.\nReally.' }, null);
  const painted = stdout.written();
  expect(stderr.written()).toBe('The server [2Jrefused. Really.\n');
  vi.advanceTimersByTime(1000);
  expect(stdout.written()).toBe(painted);
});

test('bars of a download that ended make room for the next one', () => {
  const { stdout, output } = start();
  enter(output, { is: 'downloading', ...here }, 'One.zip');
  enter(output, saved, 'One.zip');
  enter(output, { is: 'downloading', ...here }, 'Two.zip');
  vi.advanceTimersByTime(150);
  expect(stdout.screen().filter((line) => line.startsWith('Fetching'))).toHaveLength(1);
  output.close();
});

test('without a terminal there are lines about states and no bars', () => {
  const { stdout, output } = start({ isTTY: false });
  enter(output, { is: 'preparing', prepared });
  enter(output, saved);
  output.saved({ jobId: 'x', path: '/out/Papers.zip', sha256: 'abc', size: 1, warnings: ['Mind this.'] });
  output.close();
  expect(stdout.written()).toBe(
    'Papers.zip: the server prepares it\nPapers.zip: saved\nMind this.\nSaved:   /out/Papers.zip\nSHA-256: abc\n',
  );
});

test('a split download says why it was split, as far as that is known', () => {
  const { stdout, output } = start({ isTTY: false });
  const split: JobState & { is: 'split' } = { is: 'split', children: ['a'] };
  enter(output, { ...split, why: 'chosen' });
  enter(output, { ...split, why: 'limit' });
  enter(output, split);
  const job = { id: '0123456789', state: 'split', name: 'A', folder: '/out', changedAt: 0 } as const;
  output.listed({ ...job, isInterrupted: false, why: 'chosen', size: null, sha256: null });
  expect(stdout.written().split('\n').slice(0, 4)).toEqual([
    'Papers.zip: each by itself',
    'Papers.zip: divided: too large',
    'Papers.zip: in parts',
    '01234567  each by itself          A',
  ]);
});

test('what belongs to a listed download stands indented below its name', () => {
  const { stdout, output } = start({ isTTY: false });
  const job = { id: '0123456789', state: 'saved', name: 'A\tB.zip', folder: '/out', changedAt: 0 } as const;
  output.listed({ ...job, isInterrupted: false, size: 500_000, sha256: 'abc' });
  expect(stdout.written().split('\n')).toEqual([
    '01234567  saved                   A B.zip, 500 kB',
    '          in /out',
    '          SHA-256 abc',
    '',
  ]);
});
