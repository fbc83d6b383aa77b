import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { beyondBudget, budgets, sizesOf } from '../../scripts/budgets.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const needed: Record<string, string> = {
  'renderer/index.html':
    '<script src="./assets/main-1.js"></script><link href="./assets/main-1.css"><link href="./assets/mark.svg">',
  'renderer/assets/main-1.js':
    'import{a}from"./shared-2.js";import"./side-3.js";import e from`./ticked-5.js`;import("./later-4.js")',
  'renderer/assets/shared-2.js': 'import"./side-3.js"',
  'renderer/assets/side-3.js': 'side()',
  'renderer/assets/ticked-5.js': 'ticked()',
  'renderer/assets/main-1.css': 'a{}',
};
const later = { 'renderer/assets/later-4.js': 'later()', 'renderer/assets/mark.svg': '<svg/>' };

function built(files: Record<string, string | Uint8Array>): string {
  const folder = tempFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
const compressed = (files: Record<string, string>): number =>
  Object.values(files).reduce((sum, text) => sum + brotliCompressSync(text).length, 0);

test('what the page needs at once is counted, whoever imports it, and once; what is loaded later isn’t', () => {
  const folder = built({ ...needed, ...later, 'cli/ferry.mjs': 'ferry' });
  expect(Object.values(sizesOf(folder))).toEqual([
    compressed(needed),
    compressed({ ...needed, ...later }),
    'ferry'.length,
  ]);
  expect(beyondBudget(folder)).toEqual([]);
});

test('what is too large is told, with its budget and the reason', () => {
  const { what, most, why } = budgets.at(-1)!;
  const folder = built({ ...needed, 'cli/ferry.mjs': new Uint8Array(most + 1) });
  expect(beyondBudget(folder)).toEqual([expect.stringContaining(`${what}: ${most + 1} bytes`)]);
  expect(beyondBudget(folder)[0]).toContain(why);
});
