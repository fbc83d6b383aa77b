import { readFile } from 'node:fs/promises';
import { matchesGlob, resolve } from 'node:path';
import { isMissed, isNoticed } from './known.ts';
import { sampleOf } from './sample.ts';
import type { SampledFault } from './sample.ts';

/** A fault that was tried, as Stryker tells of it: `MutantResult` of its package `api`. */
export interface TriedFault extends SampledFault {
  status: string;
  statusReason?: string;
}

/** Why faults may go unnoticed. */
export interface Reason {
  /** Of which files, as a glob from the repository's root. */
  files: string;
  /** What the line must match that the fault stands in, or at least begins in. */
  line: string;
  /** What the fault puts there, where not any is meant. */
  fault?: string;
  reason: string;
}

/** What a report is made of besides the results. */
export interface ReportOptions {
  root: string;
  reasons: readonly Reason[];
  /** Faults per file. */
  sampleSize: number;
  /** What was run, as somebody types it. */
  command: string;
}

interface Survivor {
  line: number;
  /** What stands there, and what nobody noticed instead. */
  from: string;
  to: string;
  reason: string | null;
}

/** What became of the faults of a file. */
export interface FileRow {
  file: string;
  /** How many there are, how many of them were tried, how many of those a test noticed. */
  faults: number;
  tried: number;
  noticed: number;
  survivors: Survivor[];
}

const groups = [
  { title: 'The job machine', prefix: 'src-shared/job/' },
  { title: 'The core', prefix: 'src-main/core/' },
  { title: 'The rest of the shared code', prefix: 'src-shared/' },
];

/** The report of a run, as the text of `docs/mutation.md`. Reads the files that the faults were in. */
export async function writeReport(results: readonly TriedFault[], options: ReportOptions): Promise<string> {
  const rows: FileRow[] = [];
  for (const [file, faults] of Map.groupBy(results, ({ fileName }) => fileName))
    rows.push(rowOf(file, await readFile(resolve(options.root, file), 'utf8'), faults, options));
  rows.sort((one, other) => (one.file < other.file ? -1 : 1));
  return reportOf(rows, options);
}

/** What became of one file's faults. */
export function rowOf(
  file: string,
  source: string,
  faults: readonly TriedFault[],
  { reasons, sampleSize }: Pick<ReportOptions, 'reasons' | 'sampleSize'>,
): FileRow {
  // What wasn't tried counts as neither: it is made once for all tests, or belongs to no sample.
  const tried = [...sampleOf(faults, sampleSize)].filter((fault) => isNoticed(fault) || isMissed(fault));
  const unnoticed = tried.filter(isMissed);
  const survivors = unnoticed
    .map((fault) => survivorOf(file, source, fault, reasons))
    .sort((one, other) => one.line - other.line);
  return {
    file,
    faults: faults.length,
    tried: tried.length,
    noticed: tried.length - unnoticed.length,
    survivors,
  };
}

function survivorOf(
  file: string,
  source: string,
  { location: { start, end }, replacement = '' }: TriedFault,
  reasons: readonly Reason[],
): Survivor {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const first = lines[0] ?? '';
  const cut = [...lines];
  cut[cut.length - 1] = (cut.at(-1) ?? '').slice(0, end.column - 1);
  cut[0] = cut[0]!.slice(start.column - 1);
  const why = reasons.find(
    ({ files, line, fault }) =>
      matchesGlob(file, files) &&
      new RegExp(line).test(first) &&
      (fault === undefined || new RegExp(fault).test(replacement)),
  );
  return {
    line: start.line,
    from: short(cut.join(' ')),
    to: short(replacement),
    reason: why?.reason ?? null,
  };
}

/** As one line of a table, as long as is legible. */
function short(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}

const score = (noticed: number, tried: number): string =>
  tried === 0 ? '' : `${((100 * noticed) / tried).toFixed(1)} %`;

const code = (text: string): string =>
  `\`\`${text.includes('`') ? ` ${text} ` : text}\`\``.replaceAll('|', '\\|');

/** The report of these files. */
export function reportOf(
  rows: readonly FileRow[],
  { sampleSize, command }: Pick<ReportOptions, 'sampleSize' | 'command'>,
): string {
  const isAll = rows.every(({ faults }) => faults <= sampleSize);
  const size = isAll ? 'all faults of each file' : `${sampleSize} faults of each file at most`;
  const out = [
    '# Which faults the unit tests notice',
    '',
    `\`${command}\` wrote this page. It puts deliberate faults into the core and the shared code, one at a time`,
    '([StrykerJS](https://stryker-mutator.io)), and runs the unit tests that come by there. A fault is noticed when one of them',
    `fails, or comes to no end. Tried were ${size}${isAll ? '' : ', drawn by lot; `--all` tries every one'}.`,
    'What a module makes once, when it is loaded, is tried with `--tables` alone, as every test runs for it. Why a fault may go',
    'unnoticed is kept in `scripts/mutation/reasons.json`.',
    '',
  ];
  let left = rows;
  const parts = groups.map(({ title, prefix }) => {
    const here = left.filter(({ file }) => file.startsWith(prefix));
    left = left.filter((row) => !here.includes(row));
    return { title, here };
  });
  out.push('| | Faults | Tried | Noticed | Score |', '| --- | ---: | ---: | ---: | ---: |');
  for (const { title, here } of parts) out.push(countRow(title, here));
  for (const { title, here } of parts) {
    const tried = here.filter((row) => row.tried > 0);
    if (tried.length === 0) continue;
    out.push('', `## ${title}`, '', '| File | Faults | Tried | Noticed | Score |');
    out.push('| --- | ---: | ---: | ---: | ---: |');
    for (const row of tried) out.push(countRow(`\`${row.file}\``, [row]));
    out.push('', ...tried.flatMap(survivorLines));
  }
  return `${out.join('\n').trimEnd()}\n`;
}

function countRow(title: string, rows: readonly FileRow[]): string {
  const sum = (of: (row: FileRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const tried = sum((row) => row.tried);
  const noticed = sum((row) => row.noticed);
  return `| ${title} | ${sum((row) => row.faults)} | ${tried} | ${noticed} | ${score(noticed, tried)} |`;
}

function survivorLines({ file, survivors }: FileRow): string[] {
  if (survivors.length === 0) return [];
  return [
    `**${file}**`,
    '',
    ...survivors.map(
      ({ line, from, to, reason }) =>
        `- ${line}: ${code(from)} → ${to === '' ? 'nothing' : code(to)}. ${reason ?? 'No reason is known: a test is missing.'}`,
    ),
    '',
  ];
}
