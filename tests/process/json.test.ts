import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ferry, startFerry } from './ferry-process.ts';
import type { FerryEnd } from './ferry-process.ts';
import { layHarness } from './process-harness.ts';

/** The states in the order in which they were entered. */
function states(end: FerryEnd): unknown[] {
  return end
    .json()
    .filter((line) => line['type'] === 'job' && 'at' in line)
    .map((line) => line['state']);
}

test('each state of a zip is a line of JSON, then the file with its hash', async () => {
  const harness = await layHarness();
  const end = await ferry([...harness.get(harness.server.tree.examples.mine.id), '--json']);
  expect(end.code).toBe(0);
  expect(end.stderr).toBe('');
  expect(states(end)).toEqual([
    ...['queued', 'asking', 'preparing', 'ready', 'downloading', 'verifying', 'publishing', 'saved'],
  ]);
  const ids = new Set(end.json().map((line) => line['id']));
  expect(ids.size).toBe(1);
  const path = join(harness.out, 'demo.zip');
  const sha256 = harness.hashOf('demo.zip');
  // That all of the listing is there needs no words here: its receipt says so.
  expect(end.json().at(-1)).toMatchObject({ type: 'saved', path, sha256, warnings: [] });
  expect(end.json().at(-1)?.['size']).toBeGreaterThan(0);
});

test('a single document is not prepared', async () => {
  const harness = await layHarness();
  const end = await ferry([...harness.get(harness.server.tree.examples.letter.id), '--json']);
  expect(states(end)).toEqual([
    'queued',
    'asking',
    'ready',
    'downloading',
    'verifying',
    'publishing',
    'saved',
  ]);
});

test('progress of both phases is printed with the job', async () => {
  const harness = await layHarness({ contentBytesPerSecond: 40_000_000 });
  const { control, tree } = harness.server;
  control.holdPreparation(20_000_000);
  const run = startFerry([...harness.get(tree.examples.handover.id), '--json']);
  await run.line('"phase":"preparing"');
  control.releasePreparation();
  const end = await run.ended;
  const progress = end.json().flatMap((line) => (line['progress'] ? [line] : []));
  expect(progress.find((line) => line['state'] === 'preparing')?.['progress']).toMatchObject({
    phase: 'preparing',
    filesTotal: 2,
  });
  const fetching = progress.filter((line) => line['state'] === 'downloading');
  expect(fetching.length).toBeGreaterThan(0);
  expect(fetching[0]?.['progress']).toMatchObject({ phase: 'downloading' });
});

test('a failure is an object on stdout and one line on stderr', async () => {
  const harness = await layHarness();
  const end = await ferry([...harness.get(harness.server.tree.examples.boardMinutes.id), '--json']);
  expect(end.code).toBe(1);
  const failure = end.json().find((line) => line['type'] === 'failure');
  expect(failure).toMatchObject({ kind: 'refused', code: 1 });
  expect(end.stderr).toBe(`${String(failure?.['message'])}\n`);
});

test('an incomplete zip from the server is saved with a warning', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  control.loseContent(tree.examples.letter.id);
  const end = await ferry([...harness.get(tree.examples.mine.id), '--json']);
  expect(end.code).toBe(0);
  expect(end.json().slice(-2)).toMatchObject([
    { type: 'saved', warnings: ['The zip is incomplete: the server left out 1 file of 61.'] },
    {
      type: 'note',
      message: expect.stringMatching(/^1 of 61 files of the listing of .* is missing/) as string,
    },
  ]);
});

test('list shows what was saved, with its hash', async () => {
  const harness = await layHarness();
  expect((await ferry(harness.command('list', '--json'))).json()).toEqual([
    { type: 'note', message: 'There are no downloads yet.' },
  ]);
  const { letter } = harness.server.tree.examples;
  await ferry(harness.get(letter.id));
  const listed = await ferry(harness.command('list', '--json'), { secret: null });
  expect(listed.json()).toMatchObject([
    {
      type: 'job',
      state: 'saved',
      name: letter.name,
      folder: harness.out,
      sha256: harness.hashOf(letter.name),
    },
  ]);
});
