import { fileURLToPath } from 'node:url';
import type { programs } from './vite.config.ts';

/** Set by `npm test`, which builds the programs beforehand: a start out of few files takes half of the processor's time. */
const areBuilt = process.env['FERRY_BUILT_PROGRAMS'] === '1';

/** The programs of this folder. */
export type ProgramName = (typeof programs)[number];

/** The file of a program in this folder: built where `npm test` has built them, else as source. */
export function programFile(name: ProgramName): string {
  const path = areBuilt ? `../../node_modules/.cache/test-programs/${name}.js` : `./${name}.ts`;
  return fileURLToPath(new URL(path, import.meta.url));
}
