import type { JobStateName } from '../../../src-shared/job.ts';
import { formatBytes } from '../../../src-shared/format.ts';
import type { Output, Streams } from './output.ts';
import { oneLine } from './output.ts';
import { Bars } from './bars.ts';

const stateWords: Record<JobStateName, string> = {
  queued: 'in the queue',
  asking: 'asking the server',
  unsure: 'unsure',
  preparing: 'the server prepares it',
  planning: 'too large for one file: dividing it',
  split: 'divided',
  ready: 'ready to fetch',
  downloading: 'fetching',
  verifying: 'checking',
  publishing: 'saving',
  paused: 'paused',
  failed: 'failed',
  expired: 'gone from the server',
  cancelled: 'cancelled',
  saved: 'saved',
};

/** Below the first eight characters of an id. */
const belowId = ' '.repeat(10);

/** Lines for people; on a terminal a bar for each of the two phases in place of the lines about states. */
export function createTextOutput({ stdout, stderr }: Streams): Output {
  const bars = stdout.isTTY ? new Bars(stdout) : null;
  const print = (line: string, indent = ''): void => {
    const text = `${indent}${oneLine(line)}`;
    if (!bars?.log(text)) stdout.write(`${text}\n`);
  };
  // The last file is said below the bars, where the eye is when all is over.
  let last: string[] = [];
  const tellLast = (): void => {
    for (const line of last.splice(0)) print(line);
  };
  const tell = (lines: string[]): void => {
    tellLast();
    last = lines;
    if (!bars) tellLast();
  };
  return {
    entered: (job, state) => {
      if (bars) bars.entered(job, state);
      else print(`${job.name}: ${stateWords[state]}`);
    },
    progressed: (job, _state, progress) => bars?.progressed(job, progress),
    waits: (job, words) => {
      if (words !== null) print(`${job.name}: ${words}`);
    },
    noted: (message) => print(message),
    saved: ({ path, sha256, warnings }) => tell([...warnings, `Saved:   ${path}`, `SHA-256: ${sha256}`]),
    failed: ({ message }) => {
      // A line in the middle of bars would be painted over.
      bars?.close();
      tellLast();
      stderr.write(`${oneLine(message)}\n`);
    },
    listed: ({ id, state, name, folder, size, sha256 }) => {
      print(
        `${id.slice(0, 8)}  ${stateWords[state].padEnd(22)}  ${name}${size === null ? '' : `, ${formatBytes(size)}`}`,
      );
      print(`in ${folder}`, belowId);
      if (sha256 !== null) print(`SHA-256 ${sha256}`, belowId);
    },
    close: () => {
      bars?.close();
      tellLast();
    },
  };
}
