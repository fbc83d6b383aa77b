import { t } from '../../../src-shared/language/index.ts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sessionPath } from '../../../src-shared/web-access.ts';
import { readSmallFile } from '../../adapters/small-file.ts';
import { writePrivately } from '../write-privately.ts';
import type { Clock } from '../../core/ports.ts';

/**
 * The running host's way in, in its data folder and for its owner alone: a page that sends a browser there, so that
 * the token stands in no list of processes, and a note for a second start.
 */
export function accessFiles(dataFolder: string): { page: string; note: string } {
  return { page: join(dataFolder, 'open-ferry.html'), note: join(dataFolder, 'running.json') };
}

/** Bytes. */
const longestNote = 4_000;

const noteSchema = z.object({ address: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }) });

/** Writes both files. The note comes last: where it is, the page is too. */
export async function writeAccessLink(dataFolder: string, address: string): Promise<void> {
  const { page, note } = accessFiles(dataFolder);
  const target = JSON.stringify(address).replaceAll('<', '\\u003c');
  const html = [
    '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Ferry</title>',
    `<script>location.replace(${target})</script>`,
    `<noscript>${t('terminal.web.needsScript')}</noscript>`,
    '',
  ].join('\n');
  await writePrivately(page, html);
  await writePrivately(note, JSON.stringify({ address }));
}

/** Milliseconds between two tries to write them, where the data folder takes nothing: its disk may be full. */
const writeAgain = 15_000;

/** Writes both files, now or as soon as that can be, until the signal. Resolves with whether they are there already. */
export async function leaveAccessLink(
  dataFolder: string,
  address: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<boolean> {
  const written = (): Promise<boolean> =>
    writeAccessLink(dataFolder, address).then(
      () => true,
      () => false,
    );
  if (await written()) return true;
  const keepTrying = async (): Promise<void> => {
    do await clock.sleep(writeAgain, signal);
    while (!(await written()));
  };
  // It ends with the host.
  keepTrying().catch(() => undefined);
  return false;
}

/** The running host's address with its token, or null where there is none (yet). */
export async function readAccessLink(dataFolder: string): Promise<string | null> {
  try {
    return noteSchema.parse(JSON.parse(readSmallFile(accessFiles(dataFolder).note, longestNote) ?? ''))
      .address;
  } catch {
    return null;
  }
}

/** Milliseconds that a running host has for its answer. */
const answerPatience = 2_000;

/** Whether the host that the data folder names still runs: only it knows the token. */
export async function answersThere(dataFolder: string): Promise<boolean> {
  const address = await readAccessLink(dataFolder);
  if (address === null) return false;
  const { origin, hash } = new URL(address);
  try {
    const { status } = await fetch(`${origin}${sessionPath}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hash.slice(1)}`, 'content-type': 'application/json', origin },
      body: '{}',
      redirect: 'error',
      signal: AbortSignal.timeout(answerPatience),
    });
    return status === 200;
  } catch {
    return false;
  }
}

/** Removes both files. */
export async function removeAccessLink(dataFolder: string): Promise<void> {
  for (const path of Object.values(accessFiles(dataFolder))) await rm(path, { force: true });
}
