import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

/** What tests start as processes of their own, by the names of their files. */
export const programs = [
  'ferry',
  'paused-ferry',
  'web-host',
  'web-host-with-screen',
  'web-host-in-no-hurry',
  'web-host-on-a-network',
] as const;

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Packages with code that is native, or that can't find its own programs in a bundle. */
const outside = ['keytar', 'trash'];

/**
 * Builds programs with all that they use of their packages, but some, into one folder, three
 * below the project's as their sources are: they find the built screen by it.
 *
 * @param sources the programs' sources by the names of their files
 * @param folder a name in the cache
 */
export const buildOf = (sources: Record<string, string>, folder: string): UserConfig => ({
  root: at('../..'),
  // Whoever loads one of the entries in src-main runs it: none is a program by itself.
  define: { 'import.meta.main': 'false' },
  ssr: { target: 'node', noExternal: true, external: outside },
  build: {
    ssr: true,
    target: 'node24',
    outDir: at(`../../node_modules/.cache/${folder}`),
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        ...sources,
        'hash-worker': at('../../src-main/adapters/files/hash-worker.ts'),
        'search-worker': at('../../src-main/adapters/store/search/search-worker.ts'),
        'system-authorities-worker': at('../../src-main/adapters/system-authorities-worker.ts'),
        'keychain-process': at('../../src-main/adapters/keychain-process.ts'),
      },
      external: outside,
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});

export default buildOf(Object.fromEntries(programs.map((name) => [name, at(`${name}.ts`)])), 'test-programs');
