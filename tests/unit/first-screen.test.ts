import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { firstScreenBytes } from '../../scripts/first-screen.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

test('what the page needs at once is counted, whoever imports it, and once; what is loaded later isn’t', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'assets'));
  const files: Record<string, string> = {
    'index.html':
      '<script src="./assets/main-1.js"></script><link href="./assets/main-1.css"><link href="./assets/mark.svg">',
    'assets/main-1.js': 'import{a}from"./shared-2.js";import"./side-3.js";import("./later-4.js")',
    'assets/shared-2.js': 'import"./side-3.js"',
    'assets/side-3.js': 'side()',
    'assets/main-1.css': 'a{}',
    'assets/later-4.js': 'later()',
    'assets/mark.svg': '<svg/>',
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  const needed = [
    'index.html',
    'assets/main-1.js',
    'assets/shared-2.js',
    'assets/side-3.js',
    'assets/main-1.css',
  ];
  expect(firstScreenBytes(folder)).toBe(
    needed.reduce((sum, path) => sum + brotliCompressSync(files[path]!).length, 0),
  );
});
