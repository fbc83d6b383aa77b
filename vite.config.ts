import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * Builds the renderer for every host. The page runs under a strict Content-Security-Policy, so nothing is inlined:
 * no scripts, no styles, no data addresses.
 */
export default defineConfig({
  root: fileURLToPath(new URL('src-renderer', import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: fileURLToPath(new URL('svelte.config.js', import.meta.url)) })],
  build: {
    outDir: fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome130', 'firefox130', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Styles in one file: a view that is loaded later then comes with its script alone, and no rule changes its place.
    cssCodeSplit: false,
    rolldownOptions: {
      // Schemas that the screen never reads fall out, and zod with them: made by functions of `z`, they have no effect.
      treeshake: { manualPureFunctions: ['z'] },
      // What the first screen needs is one script, and so is what floats over the window: by default they came in thirty.
      output: {
        // Names stand in all that load them, and their hashes don't compress.
        entryFileNames: 'assets/[name]-[hash:6].js',
        chunkFileNames: 'assets/[name]-[hash:6].js',
        assetFileNames: 'assets/[name]-[hash:6][extname]',
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'floating', test: /node_modules/, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
