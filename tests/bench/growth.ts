/**
 * `npm run bench -- growth`: how time and memory grow with the unfinished downloads, the history, the files in a zip and the
 * size of a file. Each point is a process of its own. `--runs 5`, `--quick` (without the two largest sizes of each).
 */
import '../compile-cache.ts';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { run } from './peers.ts';
import { median } from './report.ts';
import { keepResult } from './results.ts';
import type { Picture } from './results.ts';
import type { Grown } from './growth-point.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, quick: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);
const point = fileURLToPath(new URL('./growth-point.ts', import.meta.url));

const kinds: Record<string, { name: string; unit: string; sizes: number[] }> = {
  jobs: { name: 'start with unfinished downloads', unit: 'downloads', sizes: [1, 100, 1_000, 14_000] },
  history: { name: 'start and a search with a history', unit: 'rows', sizes: [1, 1_000, 10_000, 100_000] },
  zip: { name: 'reading the directory of a zip', unit: 'files', sizes: [1, 1_000, 65_536, 1_000_000] },
  file: { name: 'a download, checked and saved', unit: 'bytes', sizes: [1, 1e6, 1e8, 1e9, 8e9] },
};

/** What is larger takes minutes: once will do. */
const largeFrom = 1e9;

const found = new Map<string, Grown[]>();
for (let turn = 1; turn <= runs; turn += 1)
  for (const [kind, { sizes }] of Object.entries(kinds))
    for (const size of values.quick ? sizes.slice(0, -2) : sizes) {
      if (turn > 1 && size > largeFrom) continue;
      const grown = JSON.parse(await run(process.execPath, [point, kind, String(size)])) as Grown;
      found.set(`${kind}|${size}`, [...(found.get(`${kind}|${size}`) ?? []), grown]);
      process.stderr.write(`${turn}/${runs} ${kind} ${size}: ${grown.milliseconds.toFixed(0)} ms\n`);
    }

const middle = (kind: string, size: number, figure: keyof Grown): number =>
  median(found.get(`${kind}|${size}`)!.map((grown) => grown[figure]));
const sizesOf = (kind: string): number[] =>
  [...found.keys()].filter((key) => key.startsWith(`${kind}|`)).map((key) => Number(key.split('|')[1]));
/** How time grows over the last two sizes, as the exponent of a power: 1 is a straight line. */
const exponent = (kind: string): number => {
  const [before, last] = sizesOf(kind).slice(-2) as [number, number];
  return (
    Math.log(middle(kind, last, 'milliseconds') / middle(kind, before, 'milliseconds')) /
    Math.log(last / before)
  );
};
/** How much each one takes at the last two sizes. */
const whyOf = (kind: string): string => {
  const each = sizesOf(kind)
    .slice(-2)
    .map(
      (size) => `${((middle(kind, size, 'milliseconds') / size) * 1_000).toPrecision(3)} µs each of ${size}`,
    );
  return each.join(', ');
};
const pictureOf = (figure: keyof Grown, title: string): Picture => ({
  name: `growth-${figure}`,
  title,
  x: { title: 'how many', isLogarithmic: true },
  y: { title, isLogarithmic: true },
  points: Object.entries(kinds).flatMap(([kind, { name, unit }]) =>
    sizesOf(kind).map((size) => ({
      curve: `${name} (${unit})`,
      x: size,
      y: Math.max(1, middle(kind, size, figure)),
    })),
  ),
});
await keepResult({
  name: 'growth',
  title: 'Growth',
  about: [
    `Each point is a process of its own, the median of ${runs} runs, beyond ${largeFrom} bytes one run; memory is the most that it had.`,
  ],
  command: 'npm run bench -- growth',
  tables: Object.entries(kinds).map(([kind, { name, unit }]) => ({
    title: name,
    head: [unit, 'ms', 'memory, MB'],
    rows: sizesOf(kind).map((size) => [
      String(size),
      middle(kind, size, 'milliseconds').toFixed(1),
      middle(kind, size, 'megabytes').toFixed(0),
    ]),
  })),
  goals: Object.entries(kinds)
    .filter(([kind]) => sizesOf(kind).length > 1)
    .map(([kind, { name }]) => ({
      what: name,
      goal: 'a straight line or better (exponent at most 1.1)',
      figure: `exponent ${exponent(kind).toFixed(2)}`,
      isMet: exponent(kind) <= 1.1,
      ...(exponent(kind) > 1.1 && { why: whyOf(kind) }),
    })),
  pictures: [pictureOf('milliseconds', 'Time, ms'), pictureOf('megabytes', 'Memory, MB')],
  changes: [],
});
process.exit(0);
