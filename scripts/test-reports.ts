import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** A test that was run, by whichever runner. */
export interface RunTest {
  /** Where it stands and what it says. */
  name: string;
  /** Milliseconds. */
  duration: number;
  /** What it failed with, in the runner's words; empty where it passed or was skipped. */
  failures: string[];
}

/** What of Vitest's JSON report is needed: docs of its reporter `json`. */
interface UnitReport {
  testResults: {
    name: string;
    /** What kept the file as a whole from being run. */
    message?: string;
    assertionResults: { fullName: string; duration?: number | null; failureMessages?: string[] | null }[];
  }[];
}

/** What of Playwright's JSON report is needed: `JSONReport` of its package. */
interface Suite {
  title: string;
  suites?: Suite[];
  specs: {
    title: string;
    tests: { projectName: string; results: { duration: number; errors?: { message?: string }[] }[] }[];
  }[];
}

/** The tests of `npm run test:unit` in its report. Names of files are shortened to what follows `root`. */
export function unitTests(report: UnitReport, root: string): RunTest[] {
  return report.testResults.flatMap((file) => {
    const name = file.name.replace(root, '');
    return [
      ...file.assertionResults.map((test) => ({
        name: `${name}: ${test.fullName}`,
        duration: test.duration ?? 0,
        failures: test.failureMessages ?? [],
      })),
      ...(file.message ? [{ name, duration: 0, failures: [file.message] }] : []),
    ];
  });
}

/** The tests of `npm run test:e2e` in its report, each with its host. */
export function endToEndTests(report: { suites: Suite[] }): RunTest[] {
  const testsOf = (suite: Suite, file: string): RunTest[] => [
    ...suite.specs.flatMap((spec) =>
      spec.tests.map((test) => ({
        name: `tests/e2e/${file} on ${test.projectName}: ${spec.title}`,
        duration: test.results.reduce((sum, result) => sum + result.duration, 0),
        failures: test.results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message)),
      })),
    ),
    ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, file)),
  ];
  return report.suites.flatMap((suite) => testsOf(suite, suite.title));
}

/** The slowest of all, a line each, in seconds. */
export function slowest(tests: readonly RunTest[], count: number): string[] {
  return tests
    .toSorted((one, other) => other.duration - one.duration)
    .slice(0, count)
    .map(({ name, duration }) => `${(duration / 1000).toFixed(1).padStart(6)} s  ${name}`);
}

/** Each that failed, with the beginning of what it failed with: told once more where a long output ends. */
export function failed(tests: readonly RunTest[]): string[] {
  return tests
    .filter(({ failures }) => failures.length > 0)
    .flatMap(({ name, failures }) => [
      name,
      ...failures.flatMap((failure) =>
        stripVTControlCharacters(failure)
          .split('\n')
          .slice(0, 20)
          .map((line) => `    ${line}`),
      ),
    ]);
}

/** A runner's report, or null where it wrote none. */
export function readReport<Report>(path: URL): Report | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return null;
  }
}
