import { defineConfig } from 'vitest/config';

const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
    projects: [
      {
        test: {
          ...patience,
          name: 'node',
          include: ['tests/{unit,contract,witness,process,keychain,faults}/**/*.test.ts'],
          // Tests leave the keychain of whoever runs them alone; tests/keychain brings its own.
          env: { FERRY_KEYCHAIN: 'off' },
        },
      },
      {
        test: {
          ...patience,
          name: 'electron',
          include: ['tests/electron/**/*.test.ts'],
          globalSetup: ['tests/electron/build.ts'],
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
