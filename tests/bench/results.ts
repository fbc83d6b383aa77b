import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { machineFacts } from './report.ts';

const tableSchema = z.object({
  title: z.string(),
  /** The names of the columns, with their units. */
  head: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});

const goalSchema = z.object({
  what: z.string(),
  /** In words: `at most 120 MB`. */
  goal: z.string(),
  figure: z.string(),
  isMet: z.boolean(),
  /** Where it is missed: why. */
  why: z.string().optional(),
});
export type Goal = z.infer<typeof goalSchema>;

/** Curves over one axis. */
const pictureSchema = z.object({
  /** Its file's name, without an ending. */
  name: z.string(),
  title: z.string(),
  x: z.object({ title: z.string(), isLogarithmic: z.boolean() }),
  y: z.object({ title: z.string(), isLogarithmic: z.boolean() }),
  /** Points of a curve in the order of `x`; one alone is drawn as a point. */
  points: z.array(z.object({ curve: z.string(), x: z.number(), y: z.number() })),
});
export type Picture = z.infer<typeof pictureSchema>;

/** What a benchmark found: all that docs/benchmarks.md says of it is made of this. */
export const resultSchema = z.object({
  name: z.string(),
  title: z.string(),
  /** What is measured, and how. */
  about: z.array(z.string()),
  command: z.string(),
  machine: z.array(z.string()),
  measuredAt: z.string(),
  tables: z.array(tableSchema),
  goals: z.array(goalSchema),
  pictures: z.array(pictureSchema),
  /** What was changed because of it, and what that brought. */
  changes: z.array(z.string()),
});
export type Result = z.infer<typeof resultSchema>;

/** Where results are kept, a JSON file each. */
export const resultsFolder = fileURLToPath(new URL('../../docs/benchmarks', import.meta.url));

/** A text as the project's formatter has it in that file. */
const formatted = async (text: string, path: string): Promise<string> =>
  format(text, { ...(await resolveConfig(path)), filepath: path });

/** Keeps what a benchmark found, with the machine and the time, and prints its goals. */
export async function keepResult(result: Omit<Result, 'machine' | 'measuredAt'>): Promise<void> {
  mkdirSync(resultsFolder, { recursive: true });
  const given = process.argv.slice(2).join(' ');
  const whole: Result = {
    ...result,
    command: given ? `${result.command} -- ${given}` : result.command,
    machine: machineFacts(resultsFolder),
    measuredAt: new Date().toISOString().slice(0, 10),
  };
  const path = `${resultsFolder}/${result.name}.json`;
  writeFileSync(path, await formatted(JSON.stringify(whole, null, 2), path));
  for (const { what, goal, figure, isMet } of result.goals)
    process.stdout.write(`${isMet ? 'MET   ' : 'MISSED'}  ${what}: ${figure} (goal: ${goal})\n`);
}
