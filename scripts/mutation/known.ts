import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TriedFault } from './report.ts';
import { shapeOf } from './sample.ts';

const path = new URL('../../node_modules/.cache/mutate/noticed.json', import.meta.url);

/** What earlier runs saw noticed: the shapes of faults by their files. Kept beside the packages, so that nobody commits it. */
export type Known = Record<string, string[]>;

export async function readKnown(): Promise<Known> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Known;
  } catch {
    return {};
  }
}

/** Keeps what these results saw noticed, in place of what was known of the same files. */
export async function keepKnown(before: Known, results: readonly TriedFault[]): Promise<void> {
  const now = { ...before };
  for (const [file, faults] of Map.groupBy(results, ({ fileName }) => fileName)) {
    // Of several alike all must have been noticed.
    const missed = new Set(faults.filter(isMissed).map(shapeOf));
    now[file] = faults
      .filter(isNoticed)
      .map(shapeOf)
      .filter((shape) => !missed.has(shape));
  }
  await mkdir(fileURLToPath(new URL('.', path)), { recursive: true });
  await writeFile(path, JSON.stringify(now));
}

/** Why a fault isn't tried that an earlier run saw noticed. */
export const noticedBefore = 'noticed before';

export const isMissed = ({ status }: TriedFault): boolean => status === 'Survived' || status === 'NoCoverage';

/** A test failed, couldn't even begin or came to no end; or one of an earlier run. */
export const isNoticed = ({ status, statusReason }: TriedFault): boolean =>
  status === 'Killed' || status === 'Timeout' || status === 'RuntimeError' || statusReason === noticedBefore;
