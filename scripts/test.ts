/**
 * `npm test`: every check there is. Lint and types, which need a processor alone, go beside the tests, which wait for
 * disks, browsers and other programs. All of them run to their end, whatever fails. Ends with 1 when something failed.
 */
import concurrently from 'concurrently';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromiumOptions } from '../tests/chromium.ts';
import { buildDesktop, buildRenderer, buildTerminal, buildTestPrograms } from './builds.ts';
import { endToEndTests, failed, readReport, slowest, unitTests } from './test-reports.ts';

const root = new URL('..', import.meta.url);
const reports = new URL('test-results/', root);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Linters and type checkers make much that is soon of no use: with room for it, clearing up takes a quarter less of their time. */
const roomy = { GOGC: '400', NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --max-semi-space-size=64` };

/** In the order in which they begin, as many at a time as there is room for. */
const stages = [
  { name: 'unit', command: 'npm run --silent test:unit' },
  { name: 'e2e', command: 'npm run --silent test:e2e' },
  { name: 'lint', command: 'npm run --silent lint', env: roomy },
  { name: 'types', command: 'npm run --silent types', env: roomy },
];

/** Runs them and tells how each went. Resolves with whether all went well. */
async function runStages(): Promise<boolean> {
  const { result } = concurrently(stages, {
    cwd: fileURLToPath(root),
    prefix: '{name}',
    padPrefix: true,
    maxProcesses: Math.max(3, availableParallelism()),
  });
  const ends = await result.catch((failed: Awaited<typeof result>) => failed);
  say('');
  for (const { name } of stages) {
    const end = ends.find(({ command }) => command.name === name);
    const seconds = end?.timings.durationSeconds.toFixed(0) ?? '';
    say(`${name.padEnd(6)} ${end?.exitCode === 0 ? 'passed' : 'FAILED'} ${seconds.padStart(5)} s`);
  }
  return stages.every(({ name }) =>
    ends.some(({ command, exitCode }) => command.name === name && exitCode === 0),
  );
}

function tellOfTests(): void {
  const unit = readReport<Parameters<typeof unitTests>[0]>(new URL('unit.json', reports));
  const endToEnd = readReport<Parameters<typeof endToEndTests>[0]>(new URL('e2e.json', reports));
  const tests = [
    ...(unit ? unitTests(unit, fileURLToPath(root)) : []),
    ...(endToEnd ? endToEndTests(endToEnd) : []),
  ];
  say('\nThe slowest tests:');
  for (const line of slowest(tests, 10)) say(line);
  const failures = failed(tests);
  if (failures.length > 0) say(`\nFailed:\n${failures.join('\n')}`);
}

// A report of an earlier run would speak for a runner that never came to write one.
await rm(reports, { recursive: true, force: true });
await buildRenderer(() => say('Building the screen…'));
await buildDesktop(() => say('Building the desktop app…'));
await buildTerminal(() => say('Building the terminal…'));
await buildTestPrograms(() => say('Building what tests start…'));
process.env['FERRY_BUILT_PROGRAMS'] = '1';
await chromiumOptions();
const began = performance.now();
if (!(await runStages())) process.exitCode = 1;
tellOfTests();
say(`\nAll of it took ${((performance.now() - began) / 60_000).toFixed(1)} minutes.`);
