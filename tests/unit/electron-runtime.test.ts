import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findElectron } from '../../scripts/electron-runtime.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

let folder: string;
beforeEach(() => {
  folder = tempFolder();
});

/** What the package's installer leaves behind. */
const installs = `
const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync(__dirname + '/dist', { recursive: true });
writeFileSync(__dirname + '/dist/electron', '');
writeFileSync(__dirname + '/path.txt', 'electron');`;

const withInstaller = (script: string): void => writeFileSync(join(folder, 'install.js'), script);

test('a runtime that is there is used as it is, and nothing is fetched', async () => {
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'electron'), '');
  chmodSync(join(folder, 'dist', 'electron'), 0o755);
  writeFileSync(join(folder, 'path.txt'), 'electron');
  withInstaller('throw new Error("it was asked to fetch")');
  expect(await findElectron(folder, 10_000)).toBe(join(folder, 'dist', 'electron'));
});

test('a runtime that isn’t there is fetched by the package’s own installer', async () => {
  withInstaller(installs);
  expect(await findElectron(folder, 10_000)).toBe(join(folder, 'dist', 'electron'));
});

test('one that can’t be fetched is no runtime', async () => {
  withInstaller('process.exit(1)');
  expect(await findElectron(folder, 10_000)).toBeNull();
});

test('one whose fetching doesn’t end is no runtime', async () => {
  withInstaller('setInterval(() => {}, 1000)');
  expect(await findElectron(folder, 100)).toBeNull();
});

test('a machine without the package has no runtime', async () => {
  expect(await findElectron(join(folder, 'nowhere'), 10_000)).toBeNull();
});
