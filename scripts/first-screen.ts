import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** What the first screen should need at most, compressed. Bytes. */
export const firstScreenGoal = 120_000;

/** The files that the page names itself, or that these import at once: what must be there before anything is drawn. */
function neededAtOnce(folder: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const take = (path: string): void => {
    if (found.has(path)) return;
    const content = readFileSync(join(folder, path));
    found.set(path, content);
    if (!path.endsWith('.js')) return;
    // What rolldown writes: `import{a as b}from"./c.js"` and `import"./c.js"`, but not `import("./c.js")`.
    for (const [, name] of content.toString('utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      take(`assets/${name!}`);
  };
  const page = readFileSync(join(folder, 'index.html'));
  found.set('index.html', page);
  for (const [, path] of page.toString('utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g))
    take(path!);
  return found;
}

/** How many bytes the built screen in that folder needs until it is first drawn, each file compressed by Brotli. */
export function firstScreenBytes(folder: string): number {
  return [...neededAtOnce(folder).values()].reduce(
    (sum, content) => sum + brotliCompressSync(content).length,
    0,
  );
}
