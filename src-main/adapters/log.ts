import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../core/ports.ts';

/** Bytes after which the log is put away as `ferry.log.1`, in place of the one before. */
const mostBytes = 2_000_000;
const mask = '***';

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
      const line = {
        at: new Date(now()).toISOString(),
        event: text(name, 100),
        jobId: text(fields.jobId, 100),
        connectionId: text(fields.connectionId, 100),
        kind: text(fields.kind, 100),
        status: typeof fields.status === 'number' ? fields.status : undefined,
        detail: text(fields.detail, 500),
        lost: lost > 0 ? lost : undefined,
      };
      try {
        write(`${JSON.stringify(line)}\n`);
        lost = 0;
      } catch {
        lost += 1;
      }
    },
    close() {
      try {
        close();
      } catch {
        // Nothing was held back: every line was handed to the system when it was written.
      }
    },
  };
}

/** Cut before it is masked as well: the patterns take their time on endless input. */
function text(value: unknown, most: number): string | undefined {
  return typeof value === 'string' ? maskSecrets(value.slice(0, most * 4)).slice(0, most) : undefined;
}

const secretName =
  '(?:[\\w-]*(?:password|passwd|passphrase|pwd|secret|token|ticket|signature|credential|api[-_]?key)[\\w-]*|sig|pw|x-(?:amz|goog|ms)-[\\w-]+)';
const secretValue = '("[^"]*"|\'[^\']*\'|[^\\s&"\',;}\\])]+)';

const masked: [RegExp, string][] = [
  // The user part of a link may be an account with its password, and its query may sign it.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>@]*@/gi, `$1${mask}@`],
  [/(\b(?:https?|wss?):\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi, `$1?${mask}`],
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s*[:=]\s*)[^\r\n]+/gi, `$1$2${mask}`],
  [/\b(basic|bearer|negotiate|ntlm)\s+[^\s"',;]+/gi, `$1 ${mask}`],
  // An Alfresco ticket, plain and as Base64 begins it.
  [/\bTICKET_\w+/gi, `TICKET_${mask}`],
  [/\bVElDS0VUX[\w+/=]*/g, mask],
  [new RegExp(`\\b(${secretName})(["']?\\s*(?:=|:|%3D)\\s*)${secretValue}`, 'gi'), `$1$2${mask}`],
];

/** The text without anything that looks like a password, a token, a ticket or a signed link. */
export function maskSecrets(text: string): string {
  return masked.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
