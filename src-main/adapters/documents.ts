import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { largestBackup } from '../../src-shared/backup/backup.ts';
import type { BackupPlace, BackupValue } from '../../src-shared/backup/backup.ts';
import { refusal } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Documents, Pieces } from '../core/ports.ts';
import { realWorld } from './files/disk.ts';
import { inFolder } from './files/failures.ts';
import { giveFreeName } from './files/naming.ts';
import { createFile, syncFile, syncFolder, writeAll } from './files/regular-file.ts';
import { provenContents } from './zips/proven-contents.ts';

/** Bytes that are written at once. */
const blockSize = 1 << 20;
/** Bytes between two values of a backup at most: no download has more to tell. */
const largestValue = 50_000_000;

/** What of a backup is handed on; anything else in it is read over. */
const places = ['ferryBackup', 'madeAt', 'madeBy', 'settings', 'servers.*', 'history.*'] as const;

/** Documents on this machine's disks. A backup that is taken in lies in the data folder until it is dropped. */
export function createDocuments({
  dataFolder,
  newId,
  largest = largestBackup,
}: {
  dataFolder: string;
  /** A text that is safe in a file's name. */
  newId: () => string;
  /** Bytes of the largest backup that is taken in. */
  largest?: number;
}): Documents {
  const world = realWorld();
  const folder = join(dataFolder, 'incoming');
  let current: { id: string; size: number; isWhole: boolean } | null = null;

  const pathOf = (id: string): string => {
    if (current?.id !== id) throw refusal(phrase('validationErrors.backup.over'));
    return join(folder, `${id}.json`);
  };

  return {
    write: (target, name, pieces) => writeDocument(target, name, pieces, newId),
    receive: (id, text) =>
      inFolder(world, folder, async () => {
        const bytes = Buffer.from(text, 'base64');
        if (id === null) {
          // One that was never dropped, in this run or an earlier one.
          await rm(folder, { recursive: true, force: true });
          await mkdir(folder, { mode: 0o700 });
          current = { id: newId(), size: 0, isWhole: false };
        }
        const path = pathOf(id ?? current!.id);
        const taken = current!;
        taken.size += bytes.length;
        if (taken.size > largest) {
          await rm(path, { force: true });
          throw refusal(phrase('validationErrors.backup.tooLarge', { size: largest }));
        }
        const file = await open(path, 'a', 0o600);
        try {
          await file.appendFile(bytes);
        } finally {
          await file.close();
        }
        return taken.id;
      }),
    read: (id) => valuesIn(pathOf(id)),
    provenContents,
    drop: async (id) => {
      if (current?.id !== id) return;
      current = null;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a file as `Documents.write` does. */
export function writeDocument(
  folder: string,
  name: string,
  pieces: Pieces,
  newId: () => string,
): Promise<string> {
  const world = realWorld();
  return inFolder(world, folder, async () => {
    const place = { folder, part: `.ferry-${newId()}.part` };
    const path = join(folder, place.part);
    const file = await createFile(world, path);
    try {
      let position = 0;
      for await (const block of blocksOf(pieces)) {
        await writeAll(file, block, position);
        position += block.length;
      }
      await syncFile(file, 'all');
    } catch (thrown) {
      await file.close();
      await rm(path, { force: true });
      throw thrown;
    }
    await file.close();
    const given = await giveFreeName(place, { folder, name }, new AbortController().signal, world);
    await syncFolder(world, folder);
    return join(folder, given);
  });
}

async function* blocksOf(pieces: Pieces): AsyncGenerator<Buffer> {
  let waiting: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < blockSize) continue;
    yield Buffer.from(waiting.join(''));
    waiting = [];
    length = 0;
  }
  yield Buffer.from(waiting.join(''));
}

async function* valuesIn(path: string): AsyncGenerator<BackupValue[]> {
  const { JSONParser } = await import('@streamparser/json');
  const parser = new JSONParser({ paths: places.map((place) => `$.${place}`), keepStack: false });
  const found: BackupValue[] = [];
  let since = 0;
  parser.onValue = ({ value, key, stack }) => {
    since = 0;
    const at = (stack[1]?.key ?? key) as BackupPlace;
    found.push({ at, value });
  };
  try {
    for await (const chunk of createReadStream(path)) {
      since += (chunk as Buffer).length;
      if (since > largestValue) throw new Error('a value without end');
      parser.write(chunk as Buffer);
      if (found.length > 0) yield found.splice(0);
    }
    if (!parser.isEnded) throw new Error('the end is missing');
  } catch {
    throw refusal(phrase('validationErrors.backup.noJson'));
  }
}
