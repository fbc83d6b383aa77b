import { expect, test } from 'vitest';
import { jobStateSchema } from '../../src-shared/job/job.ts';
import { isFinal, jobStates, stateNamed } from '../../src-shared/job/job-states.ts';
import type { JobStateRow } from '../../src-shared/job/job-states.ts';
import { composeJob } from '../fakes/compose-job.ts';

/** The names of the states of which this is true. */
const statesWith = (isTrue: (row: JobStateRow) => boolean): string[] =>
  Object.entries(jobStates)
    .filter(([, row]) => isTrue(row))
    .map(([name]) => name);

test('every state that a row may be stored in has one row in the table', () => {
  expect(Object.keys(jobStates)).toEqual(jobStateSchema.options.map((option) => option.shape.is.value));
});

test('a preparation’s slot is held while the server works, a transfer’s until the file has its name', () => {
  expect(statesWith(({ waitsFor }) => waitsFor === 'preparation')).toEqual(['queued']);
  expect(statesWith(({ holds }) => holds === 'preparation')).toEqual([
    'asking',
    'sifting',
    'preparing',
    'planning',
  ]);
  expect(statesWith(({ waitsFor }) => waitsFor === 'transfer')).toEqual(['ready']);
  expect(statesWith(({ holds }) => holds === 'transfer')).toEqual(['downloading', 'verifying', 'publishing']);
});

test('what works holds a slot, and nothing else does', () => {
  expect(statesWith(({ work }) => work !== null)).toEqual(statesWith(({ holds }) => holds !== null));
  expect(new Set(Object.values(jobStates).map(({ work }) => work)).size).toBe(8);
});

test('the server is needed until all bytes are here, the folder from the first of them, space to begin', () => {
  const gatesOf = (name: keyof typeof jobStates): readonly string[] => jobStates[name].gates;
  expect(statesWith(({ gates }) => gates.includes('connection'))).toEqual([
    'queued',
    'asking',
    'sifting',
    'preparing',
    'planning',
    'ready',
    'downloading',
  ]);
  expect(statesWith(({ gates }) => gates.includes('folder'))).toEqual([
    'ready',
    'downloading',
    'verifying',
    'publishing',
  ]);
  // The server before the folder: who isn't let in there needn't look for a drive.
  expect(gatesOf('ready')).toEqual(['connection', 'folder', 'space']);
});

test('what is over waits for nothing, asks nothing of anybody and can’t be cancelled', () => {
  const over = statesWith((row) => row.isFinal);
  expect(over).toEqual(['split', 'cancelled', 'saved']);
  for (const row of over.map((name) => stateNamed(name)!)) {
    expect({ ...row, gates: row.gates.length }).toMatchObject({
      work: null,
      holds: null,
      waitsFor: null,
      gates: 0,
    });
    expect(row.canCancel || row.canPause || row.canAskAgain || row.needsUser).toBe(false);
  }
  expect(isFinal(composeJob({ state: { is: 'cancelled' } }))).toBe(true);
  expect(isFinal(composeJob({ state: { is: 'unsure' } }))).toBe(false);
});

test('who isn’t looking is told of files that are there and of what needs them', () => {
  expect(statesWith(({ needsUser }) => needsUser)).toEqual(['unsure', 'failed', 'expired']);
  expect(statesWith(({ notifies }) => notifies)).toEqual(['unsure', 'failed', 'expired', 'saved']);
  expect(statesWith(({ phase }) => phase === 'stopped')).toEqual(statesWith(({ needsUser }) => needsUser));
  expect(statesWith(({ canOpen }) => canOpen)).toEqual(['saved']);
});

test('the name of a state that another version of Ferry has is none', () => {
  expect(stateNamed('frozen')).toBeUndefined();
  expect(stateNamed('constructor')).toBeUndefined();
});
