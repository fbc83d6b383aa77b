/** How large the built screen and terminal may be: a build that is larger fails. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

interface Budget {
  what: string;
  /** Bytes. */
  most: number;
  /** Why so many, and no fewer. */
  why: string;
  /** The files that count, as they are transferred, in the folder of all that is built. */
  files: (folder: string) => Buffer[];
}

const compressed = (file: Buffer): Buffer => brotliCompressSync(file);
const screenFiles = (folder: string): Buffer[] =>
  readdirSync(join(folder, 'renderer'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));

/** What is held to a size, and why to that one. */
export const budgets: readonly Budget[] = [
  {
    what: 'what the first screen needs, compressed by Brotli',
    most: 120 * 1024,
    why: 'a page that is drawn within 300 ms; all that isn’t in the first list comes later (views/shell/lazy-views.ts)',
    files: (folder) => [...neededAtOnce(join(folder, 'renderer')).values()].map(compressed),
  },
  {
    what: 'all of the screen, compressed by Brotli',
    most: 308_000,
    why: 'what is loaded while nothing happens is read and kept in memory all the same',
    files: (folder) => screenFiles(folder).map(compressed),
  },
  {
    what: 'dist/cli/ferry.mjs',
    most: 1_800_000,
    why: 'each command reads all of it from the disk; it is compressed in itself',
    files: (folder) => [readFileSync(join(folder, 'cli', 'ferry.mjs'))],
  },
];

/** The files that the page names itself, or that these import at once: what must be there before anything is drawn. */
function neededAtOnce(folder: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const take = (path: string): void => {
    if (found.has(path)) return;
    const content = readFileSync(join(folder, path));
    found.set(path, content);
    if (!path.endsWith('.js')) return;
    // What rolldown writes: `import{a as b}from"./c.js"` and `import"./c.js"`, but not `import("./c.js")`.
    for (const [, name] of content.toString('utf8').matchAll(/(?:from|import)\s*["`]\.\/([^"`]+\.js)["`]/g))
      take(`assets/${name!}`);
  };
  const page = readFileSync(join(folder, 'index.html'));
  found.set('index.html', page);
  for (const [, path] of page.toString('utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g))
    take(path!);
  return found;
}

/** The sizes of what was built into a folder, by what they are of. Bytes. */
export function sizesOf(folder = dist): Record<string, number> {
  return Object.fromEntries(
    budgets.map(({ what, files }) => [what, files(folder).reduce((sum, file) => sum + file.length, 0)]),
  );
}

/** What of it is beyond its budget, for people. */
export function beyondBudget(folder = dist): string[] {
  const sizes = sizesOf(folder);
  return budgets
    .filter(({ what, most }) => sizes[what]! > most)
    .map(
      ({ what, most, why }) =>
        `${what}: ${sizes[what]!} bytes, which is more than ${most}. The budget: ${why}.`,
    );
}
