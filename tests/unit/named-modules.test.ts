import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripTypeScriptTypes } from 'node:module';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = (path: string): string => relative(root, path).replaceAll('\\', '/');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');

/** Modules that no test needs to name, and why. A folder ends with a slash and stands for all in it. */
const needless: Record<string, string> = {
  'src-shared/language/en/': 'a catalogue: language-catalogues.test.ts looks through all of it',
  'src-shared/language/de/': 'a catalogue: language-catalogues.test.ts looks through all of it',
  'src-shared/job/job-name.ts': 'one number, which the names of kinds and answers are tested with',
};

/** Nothing is left of it when it runs: types, and values of others that are passed on. */
function isOnlyTypes(path: string): boolean {
  const code = stripTypeScriptTypes(read(path), { mode: 'strip' })
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    .replaceAll(/export (?:\*|\{[^}]*\}) from '[^']*';/g, '');
  return !/\bexport\b/.test(code);
}

/** The modules that a file imports by name, for more than their types. */
function importedBy(file: string): string[] {
  const imports = /import (?!type\b)(?:[^'";]*? from )?'(\.[^']+)'/g;
  return [...read(file).matchAll(imports)].map(([, path]) => here(resolve(root, dirname(file), path!)));
}

const modules = globSync(['src-main/core/**/*.ts', 'src-shared/**/*.ts'], { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

test('every module of the core and of the shared code has a test that names it', () => {
  const tests = globSync('tests/**/*.test.ts', { cwd: root });
  const named = new Set(tests.flatMap(importedBy));
  const nameless = modules.filter(
    (path) =>
      !named.has(path) &&
      !isOnlyTypes(path) &&
      !Object.keys(needless).some((entry) => path.startsWith(entry)),
  );
  expect(nameless).toEqual([]);
});

test('what needs no test that names it is there', () => {
  for (const entry of Object.keys(needless))
    expect(
      modules.some((path) => path.startsWith(entry)),
      entry,
    ).toBe(true);
});
