/**
 * `npm run mutate`: puts deliberate faults into the core and the shared code, one at a time, and tells which ones no unit
 * test notices. A sample of each file, or all with `--all`, which takes hours. With `--left` only those are tried that the
 * last run didn't see noticed; with `--tables` also what is made once, when a module is loaded, for which every test runs.
 * With names of files only those are tried, and the report is printed.
 */
import { Stryker } from '@stryker-mutator/core';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keepKnown, readKnown } from './mutation/known.ts';
import { writeReport } from './mutation/report.ts';
import type { Reason, TriedFault } from './mutation/report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usualSample = 20;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    sample: { type: 'string', default: String(usualSample) },
    tables: { type: 'boolean', default: false },
    left: { type: 'boolean', default: false },
  },
});
const sampleSize = values.all ? Number.MAX_SAFE_INTEGER : Number(values.sample);
if (!(sampleSize > 0)) {
  process.stderr.write('--sample wants a number above 0.\n');
  process.exit(2);
}

const results = await new Stryker({
  mutate: positionals.length
    ? positionals
    : ['src-main/core/**/*.ts', 'src-shared/**/*.ts', '!src-shared/language/{en,de}/**'],
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: true },
  plugins: ['@stryker-mutator/vitest-runner', './scripts/mutation/sample-checker.ts'],
  checkers: ['sample'],
  ...{ sampleSize, onlyLeft: values.left, warnings: false },
  coverageAnalysis: 'perTest',
  // What is made once, when a module is loaded, would take all tests for each fault.
  ignoreStatic: !values.tables,
  // One after the other: a machine that works beside has them all time out.
  concurrency: 1,
  timeoutMS: 10_000,
  dryRunTimeoutMinutes: 60,
  tempDirName: 'test-results/mutate',
  ignorePatterns: ['dist', 'test-results', 'docs/screenshots'],
  reporters: ['progress-append-only'],
  allowConsoleColors: false,
}).runMutationTest();

const found: TriedFault[] = results.map((result) => ({
  ...result,
  fileName: relative(root, resolve(root, result.fileName)).replaceAll('\\', '/'),
}));
await keepKnown(await readKnown(), found);
const reasons = JSON.parse(
  await readFile(new URL('mutation/reasons.json', import.meta.url), 'utf8'),
) as Reason[];
const typed = process.argv.slice(2).map((word) => (word.includes('*') ? `'${word}'` : word));
const command = ['npm run mutate', ...(typed.length > 0 ? ['--', ...typed] : [])].join(' ');
const report = await writeReport(found, { root, reasons, sampleSize, command });
if (positionals.length) process.stdout.write(report);
else await writeFile(new URL('../docs/mutation.md', import.meta.url), report);
