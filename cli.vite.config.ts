import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, defineConfig } from 'vite';
import type { UserConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One file for Node of a module and all that it imports but the keychain's package, whose code is native. */
const oneFile = (entry: string, format: 'es' | 'cjs'): UserConfig => ({
  // Whoever loads one of the modules runs it: none is a program by itself.
  define: { 'import.meta.main': 'false' },
  ssr: { target: 'node', noExternal: true, external: ['keytar'] },
  build: {
    ssr: at(entry),
    target: 'node24',
    rolldownOptions: {
      external: ['keytar'],
      output: { format, codeSplitting: false, dynamicImportInCjs: false, comments: false },
    },
  },
});

/**
 * The same program in signs of one byte: with a single other one V8 keeps the whole text in two bytes a sign. They stand in
 * texts and patterns alone, where the escape means the same.
 */
const inOneByte = (code: string): string =>
  code.replace(/[^\0-\u00ff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The terminal without its first reader of command lines, as a text, and its packages' licences. */
async function wholeProgram(): Promise<{ code: string; licences: string | Uint8Array }> {
  const whole = oneFile('src-main/hosts/cli/whole-program.ts', 'cjs');
  const built = await build({
    ...whole,
    configFile: false,
    logLevel: 'warn',
    build: { ...whole.build, license: { fileName: 'licenses.md' }, write: false },
  });
  const parts = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  const [program, licences, ...others] = parts;
  if (program?.type !== 'chunk' || licences?.type !== 'asset' || others.length > 0)
    throw new Error('The terminal is more than one file.');
  return { code: inOneByte(program.code), licences: licences.source };
}

/** Builds the terminal into one file that needs nothing but Node beside it; src-main/hosts/cli/one-file.ts says how. */
export default defineConfig(async () => {
  const shell = oneFile('src-main/hosts/cli/one-file.ts', 'es');
  const { code, licences } = await wholeProgram();
  return {
    ...shell,
    define: {
      ...shell.define,
      wholeProgram: JSON.stringify(gzipSync(Buffer.from(code, 'latin1')).toString('base64')),
    },
    plugins: [
      {
        name: 'licences',
        generateBundle() {
          this.emitFile({ type: 'asset', fileName: 'licenses.md', source: licences });
        },
      },
    ],
    build: {
      ...shell.build,
      // Only here, for a quick start: where the program fails, its lines can be read.
      minify: true,
      outDir: at('dist/cli'),
      emptyOutDir: true,
      rolldownOptions: {
        ...shell.build!.rolldownOptions,
        output: { codeSplitting: false, entryFileNames: 'ferry.mjs', banner: '#!/usr/bin/env node' },
      },
    },
  };
});
