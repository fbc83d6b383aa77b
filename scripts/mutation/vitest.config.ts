import { defineConfig } from 'vitest/config';

/** The unit tests as mutation testing runs them (`npm run mutate`): all in one thread, one module once. */
// Vitest asks for a default export.
// eslint-disable-next-line no-restricted-exports
export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.ts'],
    // These change what holds for a whole process (the time zone), and stand in each other's way there.
    exclude: ['tests/unit/clock-changes.test.ts'],
    isolate: false,
    // What comes to no end is noticed, the sooner the better.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    env: { FERRY_KEYCHAIN: 'off', LC_ALL: 'C.UTF-8' },
  },
});
