import { defineConfig } from 'electron-vite';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the desktop app: the main process, the keychain's and the threads that hash and search as ES modules in one folder, with what
 * they use of their packages (the keychain's stays outside, for its native code), and the preload as one CommonJS file (a
 * sandboxed preload can load no other). The screen is every host's and built by vite.config.ts.
 */
export default defineConfig({
  main: {
    build: {
      outDir: at('dist/electron/main'),
      emptyOutDir: true,
      externalizeDeps: false,
      // The packages' licences want to be kept with them.
      license: { fileName: 'licenses.md' },
      lib: {
        entry: {
          main: at('src-main/hosts/electron/main.ts'),
          'keychain-process': at('src-main/hosts/electron/keychain-process.ts'),
          'hash-worker': at('src-main/adapters/files/hash-worker.ts'),
          'search-worker': at('src-main/adapters/store/search/search-worker.ts'),
          'system-authorities-worker': at('src-main/adapters/system-authorities-worker.ts'),
        },
        formats: ['es'],
      },
      rolldownOptions: {
        external: ['electron', 'keytar'],
        // The licences are in their own file; other comments are a tenth of what would be packed.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', comments: false },
      },
    },
  },
  preload: {
    build: {
      outDir: at('dist/electron/preload'),
      emptyOutDir: true,
      lib: { entry: at('src-main/hosts/electron/preload.ts'), formats: ['cjs'] },
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
    },
  },
});
