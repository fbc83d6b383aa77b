import { link, opendir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { FailedError } from '../../../src-shared/failure.ts';
import { codeOf, lockCodes, tolerating } from './codes.ts';
import { internal } from './failures.ts';
import { createFile, identityOf, lookAt, syncFile } from './regular-file.ts';
import { foldedName, numberedName } from './safe-name.ts';

/** The calls that give and take names, and what else publishing needs of the machine. */
export interface NamingWorld {
  link: typeof link;
  rename: typeof rename;
  unlink: typeof unlink;
  /** Milliseconds. Rejects with the signal's reason when aborted. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Permission bits that new files of this user don't get. */
  umask: number;
}

/** The machine as it is. */
export function realWorld(): NamingWorld {
  const wait = async (milliseconds: number, signal: AbortSignal) => {
    await setTimeout(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
  };
  return { link, rename, unlink, wait, umask: process.umask() };
}

/** How long another program may hold a file, milliseconds: graceful-fs gives virus scanners as long. */
const patience = 60_000;
const firstWait = 50;
const longestWait = 1_000;
const highestNumber = 9_999;

/** Windows says these of a file that is open elsewhere; on other systems they are about rights. */
const deniedCodes = ['EPERM', 'EACCES'];

/** Tries again while another program holds the file, then rejects with `file-locked`. */
export async function patiently(
  world: Pick<NamingWorld, 'wait'>,
  signal: AbortSignal,
  work: () => Promise<void>,
  codes = [...lockCodes, ...deniedCodes],
): Promise<void> {
  let waited = 0;
  for (let next = firstWait; ; next = Math.min(next * 2, longestWait)) {
    try {
      return await work();
    } catch (thrown) {
      if (!codes.includes(codeOf(thrown))) throw thrown;
      if (waited >= patience) throw new FailedError({ kind: 'file-locked' });
    }
    await world.wait(next, signal);
    waited += next;
  }
}

/** Names in the folder by their folded form; empty where the folder may be written but not listed. */
export async function namesIn(folder: string): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  await tolerating(['EACCES', 'EPERM'], async () => {
    for await (const { name } of await opendir(folder)) {
      const folded = foldedName(name);
      names.set(folded, [...(names.get(folded) ?? []), name]);
    }
  });
  return names;
}

/** `name`, `name (1)`, … as far as Ferry goes. */
export function* numberedNames(name: string): Generator<string> {
  for (let number = 0; number <= highestNumber; number += 1) yield numberedName(name, number);
}

/**
 * Moves a file of the folder to the first free one of the numbered names and resolves with it. Never writes over
 * a file that isn't ours: `link` refuses a taken name; where there are no links a placeholder, made only where
 * nothing is, holds the name for `rename`. The placeholder tells whose it is (`key`), so that the next call finds
 * it again after a crash in between.
 */
export async function giveFreeName(
  file: { folder: string; path: string; name: string; key: string },
  signal: AbortSignal,
  world: NamingWorld,
): Promise<string> {
  const taken = await namesIn(file.folder);
  const marker = `Ferry holds this name for a file that is about to come.\n${file.key}\n`;
  for (const name of numberedNames(file.name)) {
    signal.throwIfAborted();
    const target = join(file.folder, name);
    // Names that differ by case or accents alone are taken too: elsewhere the folder's copy can't hold both.
    if (!taken.has(foldedName(name))) {
      const linked = await linkTo(file.path, target, world);
      if (linked === 'taken') continue;
      if (linked === 'done') {
        await patiently(world, signal, () => world.unlink(file.path));
        return name;
      }
      if (!(await makePlaceholder(target, marker))) continue;
    } else if (!(await isPlaceholder(target, marker))) {
      continue;
    }
    await renameOver(file.path, target, marker, signal, world);
    return name;
  }
  throw internal(`There are more than ${highestNumber} files of this name`);
}

/** FAT, some network drives and some others have no links, and say so in many ways; only a taken name is certain. */
async function linkTo(
  path: string,
  target: string,
  world: NamingWorld,
): Promise<'done' | 'taken' | 'refused'> {
  try {
    await world.link(path, target);
    return 'done';
  } catch (thrown) {
    // A network drive may do the work and lose the answer, and then say of the repeated request what it likes.
    if (await isSameFile(path, target)) return 'done';
    return codeOf(thrown) === 'EEXIST' ? 'taken' : 'refused';
  }
}

async function isSameFile(path: string, target: string): Promise<boolean> {
  const [file, other] = [await lookAt(path), await lookAt(target)];
  return file !== null && other !== null && file.nlink > 1n && identityOf(file) === identityOf(other);
}

/** False when the name is taken. */
async function makePlaceholder(target: string, marker: string): Promise<boolean> {
  let handle;
  try {
    handle = await createFile(target);
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
  try {
    await handle.writeFile(marker);
    await syncFile(handle, 'all');
  } catch (thrown) {
    await unlink(target);
    throw thrown;
  } finally {
    await handle.close();
  }
  return true;
}

async function isPlaceholder(target: string, marker: string): Promise<boolean> {
  const found = await lookAt(target);
  if (!found?.isFile() || found.size !== BigInt(Buffer.byteLength(marker))) return false;
  return (await readFile(target, 'utf8')) === marker;
}

/** The placeholder goes again when the file can't have its name; looked at first, as the rename may have worked. */
async function renameOver(
  path: string,
  target: string,
  marker: string,
  signal: AbortSignal,
  world: NamingWorld,
): Promise<void> {
  try {
    await patiently(world, signal, () => world.rename(path, target));
  } catch (thrown) {
    if (await isPlaceholder(target, marker)) await unlink(target);
    throw thrown;
  }
}
