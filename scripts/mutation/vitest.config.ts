import { defineConfig } from 'vitest/config';

/** The unit tests as mutation testing runs them (`npm run mutate`): all in one thread, one module once. */
// Vitest asks for a default export.
// eslint-disable-next-line no-restricted-exports
export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.ts'],
    exclude: [
      // Changes what holds for a whole process: the time zone.
      'tests/unit/clock-changes.test.ts',
      // Look at the sources themselves, which are full of faults then, and see nothing of what they do.
      'tests/unit/{import-circles,language-sources,layers,named-modules,theme-contrast}.test.ts',
      // Run programs of the system, for seconds.
      'tests/unit/{desktop-node,electron-runtime,icons,tray-host}.test.ts',
    ],
    isolate: false,
    setupFiles: ['scripts/mutation/load-modules.ts'],
    // What comes to no end is noticed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { FERRY_KEYCHAIN: 'off', LC_ALL: 'C.UTF-8' },
  },
});
