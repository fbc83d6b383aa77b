import { defineConfig } from 'electron-vite';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the desktop app: the main process as one ES module whose packages stay outside, the preload as one CommonJS
 * file (a sandboxed preload can load no other). The screen is every host's and built by vite.config.ts.
 */
export default defineConfig({
  main: {
    build: {
      outDir: at('dist/electron/main'),
      emptyOutDir: true,
      lib: { entry: at('src-main/hosts/electron/main.ts'), formats: ['es'] },
      rolldownOptions: { output: { entryFileNames: 'main.js', codeSplitting: false } },
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
