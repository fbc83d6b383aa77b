import type { Progress } from '../../../src-shared/job/job-view.ts';
import type { Output, Streams } from './output.ts';
import { oneLine, printJson, printText } from '../print.ts';

/** Times are ISO 8601, sizes bytes, rates bytes a second. */
const time = (at: number): string => new Date(at).toISOString();

function flat(progress: Progress): Record<string, unknown> {
  switch (progress.phase) {
    case 'preparing':
      return { phase: progress.phase, ...progress.counters };
    case 'downloading': {
      const { phase, bytes, total, rate, secondsLeft } = progress;
      return { phase, bytes, total, rate: Math.round(rate), secondsLeft };
    }
    case 'verifying':
      return { phase: progress.phase, bytes: progress.bytes, total: progress.total };
  }
}

/**
 * One JSON object a line on stdout, told apart by `type`: `job` (a state was entered, progress, what it waits for),
 * `note`, `saved`, `item` (of a server), `failure`. The reason of a failure is on stderr as well, in one line.
 */
export function createJsonOutput({ stdout, stderr }: Streams): Output {
  const print = (line: Record<string, unknown>): void => printJson(stdout, line);
  return {
    entered: ({ id, name, waitingFor }, state, at) =>
      print({
        type: 'job',
        id,
        state,
        name,
        at: time(at),
        progress: null,
        waitingFor: waitingFor?.for ?? null,
      }),
    progressed: ({ id, name }, state, progress) =>
      print({ type: 'job', id, state, name, progress: flat(progress) }),
    waits: ({ id, name, state, waitingFor }, words) =>
      print({
        type: 'job',
        id,
        state: state.is,
        name,
        progress: null,
        waitingFor: waitingFor?.for ?? null,
        message: words,
      }),
    noted: (message, id) => print({ type: 'note', ...(id !== undefined && { id }), message }),
    saved: ({ jobId, path, sha256, size, warnings }) =>
      print({ type: 'saved', id: jobId, path, sha256, size, warnings }),
    failed: ({ kind, message, code }, id) => {
      print({ type: 'failure', ...(id !== null && { id }), kind, message, code });
      printText(stderr, oneLine(message));
    },
    listed: ({ id, state, isInterrupted, name, folder, changedAt, size, sha256 }) =>
      print({ type: 'job', id, state, isInterrupted, name, folder, at: time(changedAt), size, sha256 }),
    found: ({ id, name, path, isFolder, size, modifiedAt }) =>
      print({
        type: 'item',
        id,
        name,
        path,
        isFolder,
        size,
        modifiedAt: modifiedAt === null ? null : time(modifiedAt),
      }),
    close: () => undefined,
  };
}
