// Adds up what every runner wrote down of its run. A runner that wrote nothing counts as one failure.
import { readFileSync } from 'node:fs';

const read = (path, count) => {
  try {
    return count(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
};
const runs = [
  read('test-results/unit.json', (run) => ({
    passed: run.numPassedTests,
    failed: run.numFailedTests + (run.success || run.numFailedTests > 0 ? 0 : 1),
  })),
  read('test-results/e2e.json', ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
  })),
];
const sum = (name) => runs.reduce((total, run) => total + run[name], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
