import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { escapedJson } from '../../src-shared/printable.ts';
import type { Log } from '../core/ports.ts';
import { maskSecrets } from './mask-secrets.ts';
import { readSmallFile } from './small-file.ts';
import { isOther } from './store/database-files.ts';

/** Bytes after which the log is put away as `ferry.log.1`, in place of the one before. */
const mostBytes = 2_000_000;
/** Lines that are read back: what happened in the last days. */
const mostRead = 2_000;

export interface LogOptions {
  /** The data folder; it exists. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * Opens `ferry.log` in the data folder: one JSON object a line with the time, the event and the fields of the port,
 * nothing else, secrets masked. It never throws: a log that can't be written must not stop a download. Lines that
 * were lost are counted in the next one that gets through.
 */
export function openLog({ folder, now }: LogOptions): Log & { close(): void } {
  const path = join(folder, 'ferry.log');
  let file: number | null = null;
  let bytes = 0;
  let lost = 0;

  const open = (): number => {
    if (file === null && isOther(path)) throw new Error('no file');
    file ??= openSync(path, 'a', 0o600);
    bytes = fstatSync(file).size;
    return file;
  };
  const close = (): void => {
    if (file !== null) closeSync(file);
    file = null;
  };
  const write = (line: string): void => {
    let handle = file ?? open();
    const size = Buffer.byteLength(line);
    if (bytes > 0 && bytes + size > mostBytes) {
      close();
      renameSync(path, `${path}.1`);
      handle = open();
    }
    writeSync(handle, line);
    bytes += size;
  };

  return {
    event(name, fields = {}) {
      const line = allowed({
        ...{ ...fields, at: new Date(now()).toISOString(), event: name },
        ...(lost > 0 && { lost }),
      });
      try {
        write(`${escapedJson(line)}\n`);
        lost = 0;
      } catch {
        lost += 1;
      }
    },
    recent: () => readLog(folder),
    close() {
      try {
        close();
      } catch {
        // Nothing was held back: every line was handed to the system when it was written.
      }
    },
  };
}

/** The fields that a line may have, each cut and masked; all others are left out. */
function allowed(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  return {
    at: text(fields['at'], 100),
    event: text(fields['event'], 100),
    jobId: text(fields['jobId'], 100),
    connectionId: text(fields['connectionId'], 100),
    kind: text(fields['kind'], 100),
    status: number(fields['status']),
    detail: text(fields['detail'], 500),
    lost: number(fields['lost']),
  };
}

/**
 * The last lines of the log of a data folder, newest last, as they would be written today: what an earlier version or
 * another program put there is cut and masked as well. The user's home folder is `~`.
 */
export function readLog(folder: string): string[] {
  const home = homedir();
  return ['ferry.log.1', 'ferry.log']
    .flatMap((name) => linesOf(join(folder, name)))
    .slice(-mostRead)
    .flatMap((line) => {
      try {
        const fields: unknown = JSON.parse(line.replaceAll(escapedJson(home).slice(1, -1), '~'));
        return typeof fields === 'object' && fields !== null ? [JSON.stringify(allowed({ ...fields }))] : [];
      } catch {
        return [];
      }
    });
}

function linesOf(path: string): string[] {
  try {
    return (readSmallFile(path, mostBytes * 2) ?? '').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** Cut before it is masked as well: the patterns take their time on endless input. */
function text(value: unknown, most: number): string | undefined {
  return typeof value === 'string' ? maskSecrets(value.slice(0, most * 4)).slice(0, most) : undefined;
}
