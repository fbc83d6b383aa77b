import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { draw } from './picture.ts';
import { resultSchema, resultsFolder } from './results.ts';
import type { Result } from './results.ts';

const page = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const readme = fileURLToPath(new URL('../../README.md', import.meta.url));

/** Between these lines of the README stands what is made here. */
const marks = ['<!-- made by npm run bench -->', '<!-- end of what npm run bench makes -->'] as const;

/** The order on the page; others stand behind. */
const order = ['transfer', 'waiting', 'many', 'start', 'growth', 'lines'];

const cell = (text: string): string => text.replaceAll('|', '\\|');
const tableOf = (head: string[], rows: string[][]): string =>
  [head, head.map((_name, column) => (column === 0 ? '---' : '--:')), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

function sectionOf({
  title,
  about,
  command,
  machine,
  measuredAt,
  tables,
  goals,
  pictures,
  changes,
}: Result): string {
  return [
    `## ${title}`,
    ...about,
    `\`${command}\`, measured on ${measuredAt}: ${machine.join('; ')}.`,
    ...(goals.length > 0
      ? [
          tableOf(
            ['', 'goal', 'measured', ''],
            goals.map(({ what, goal, figure, isMet }) => [what, goal, figure, isMet ? 'met' : '**missed**']),
          ),
        ]
      : []),
    ...tables.flatMap((one) => [`### ${one.title}`, tableOf(one.head, one.rows)]),
    ...pictures.map((picture) => `![${picture.title}](benchmarks/${picture.name}.svg)`),
    ...(changes.length > 0
      ? ['### What was changed, and what it brought', changes.map((one) => `- ${one}`).join('\n')]
      : []),
  ].join('\n\n');
}

/** What of all results misses its goal, with its figure and the reason. */
function missedOf(results: Result[]): string {
  if (results.length === 0) return 'Nothing has been measured yet.';
  const rows = results.flatMap(({ title, goals }) =>
    goals
      .filter(({ isMet }) => !isMet)
      .map(({ what, goal, figure, why }) => [title, what, goal, figure, why ?? 'not known yet']),
  );
  return rows.length === 0
    ? 'All goals are met.'
    : tableOf(['benchmark', 'what', 'goal', 'measured', 'why'], rows);
}

/** All results that are kept, in the page's order. */
export function readResults(folder = resultsFolder): Result[] {
  const place = (name: string): number => (order.indexOf(name) + order.length + 1) % (order.length + 1);
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.json'))
    .map((name) => resultSchema.parse(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))))
    .sort((one, other) => place(one.name) - place(other.name));
}

/** The page as text. */
export function pageOf(results: Result[]): string {
  return `${[
    '# Benchmarks',
    'How fast, small and quiet Ferry is, against other programs in the same run where there are any. Made of ' +
      '`docs/benchmarks/*.json` by `npm run bench`; `npm run bench -- NAME …` measures single ones anew, ' +
      '`npm run bench -- --page` only makes the page.',
    '## What misses its goal',
    missedOf(results),
    ...results.map(sectionOf),
  ].join('\n\n')}\n`;
}

/** The README with its table, the first goal of each benchmark, and its picture as the results have them. */
export function readmeWith(text: string, results: Result[]): string {
  const rows = results.flatMap(({ goals: [first] }) =>
    first ? [[first.what, first.goal, `${first.figure}${first.isMet ? '' : ' (missed)'}`]] : [],
  );
  const [picture] = results.flatMap(({ pictures }) => pictures);
  const made = [
    tableOf(['', 'goal', 'measured'], rows),
    ...(picture ? [`![${picture.title}](docs/benchmarks/${picture.name}.svg)`] : []),
  ].join('\n\n');
  const [begin, end] = marks.map((mark) => text.indexOf(mark)) as [number, number];
  if (begin < 0 || end < begin) throw new Error('The README has no place for the benchmarks.');
  return `${text.slice(0, begin + marks[0].length)}\n\n${made}\n\n${text.slice(end)}`;
}

/** Writes docs/benchmarks.md, its pictures and the README's part out of the results that are kept. */
export async function writePage(): Promise<void> {
  mkdirSync(resultsFolder, { recursive: true });
  const results = readResults();
  for (const name of readdirSync(resultsFolder).filter((one) => one.endsWith('.svg')))
    rmSync(`${resultsFolder}/${name}`);
  for (const picture of results.flatMap(({ pictures }) => pictures))
    writeFileSync(`${resultsFolder}/${picture.name}.svg`, await draw(picture));
  writeFileSync(page, pageOf(results));
  writeFileSync(readme, readmeWith(readFileSync(readme, 'utf8'), results));
}
