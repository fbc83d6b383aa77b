import { globSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files by what they import, types included; paths are relative to the repository's root. */
type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** What a Svelte file's scripts say; any other file as it is. */
function scriptOf(file: string, text: string): string {
  if (!file.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n');
}

/*
 * Libraries were tried for this: those that know Svelte compile it first, and then don't see its imports of types; the
 * quickest takes ten times as long.
 */
function graphOf(files: readonly string[], read: (file: string) => string): ImportGraph {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(scriptOf(file, read(file)));
      const paths = importedFiles
        .filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => posix.join(dirname(file), fileName));
      return [file, [...new Set(paths)].filter((path) => known.has(path))];
    }),
  );
}

/** One way around for every file that can be reached from itself, each way told once. */
function circlesIn(graph: ImportGraph): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const circles = new Set<string>();
  const walk = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.add([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) walk(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) walk(file);
  return [...circles];
}

test('no file of the sources is imported by what it imports, not even for a type', () => {
  const files = globSync('src-*/**/*.{ts,svelte}', { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  const graph = graphOf(files, (file) => readFileSync(`${root}/${file}`, 'utf8'));
  const imports = [...graph.values()].flat();
  // A search that finds nothing would find no circle either.
  expect(imports.length).toBeGreaterThan(2 * files.length);
  expect(imports).toContain('src-renderer/components/Button.svelte');
  expect(circlesIn(graph)).toEqual([]);
});

test('a circle is found through types, other folders, exports and Svelte files, and told with its way', () => {
  const sources: Record<string, string> = {
    'a/one.ts': "import type { Two } from '../b/Two.svelte';\nimport './alone.ts';",
    'b/Two.svelte': '<script lang="ts">\n  import type { three } from \'./three.ts\';\n</script>\n<p>one</p>',
    'b/three.ts': "export * from '../a/one.ts';",
    'a/alone.ts': "import 'node:fs';",
  };
  const graph = graphOf(Object.keys(sources), (file) => sources[file]!);
  expect(circlesIn(graph)).toEqual(['a/one.ts → b/Two.svelte → b/three.ts → a/one.ts']);
  expect(circlesIn(new Map([...graph, ['b/three.ts', []]]))).toEqual([]);
});
