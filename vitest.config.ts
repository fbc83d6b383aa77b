import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import './tests/compile-cache.ts';
import { SlowFirst } from './tests/slow-first.ts';

// Far more than a test needs on a machine that has other work as well: what is slow isn't wrong.
const patience = { testTimeout: 240_000, hookTimeout: 240_000, expect: { poll: { timeout: 60_000 } } };
// Tests leave the keychain of whoever runs them alone; tests/keychain brings its own.
// Programs that they start speak English, whatever the tests' own terminal speaks.
const env = { FERRY_KEYCHAIN: 'off', LC_ALL: 'C.UTF-8' };
// Any host's texts are looked at, and any language is spoken.
const setupFiles = ['src-shared/language/all.ts'];

export default defineConfig({
  test: {
    // Most of them wait for a disk, a timer or another process.
    maxWorkers: 2 * availableParallelism(),
    sequence: { sequencer: SlowFirst },
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
    projects: [
      ...(process.env['FERRY_SOAK_MINUTES']
        ? [{ test: { ...patience, name: 'soak', include: ['tests/faults/*.soak.ts'], setupFiles } }]
        : []),
      {
        test: {
          ...patience,
          name: 'node',
          include: ['tests/{unit,contract,witness,process,keychain,faults,company}/**/*.test.ts'],
          env,
          setupFiles,
          // To load the modules anew for each file takes longer than most of its tests: what a test changes for all, the
          // language or a clock, it puts back.
          isolate: false,
        },
      },
      {
        test: {
          ...patience,
          name: 'electron',
          include: ['tests/electron/**/*.test.ts'],
          globalSetup: ['tests/electron/build.ts'],
          setupFiles,
        },
      },
    ],
  },
});
