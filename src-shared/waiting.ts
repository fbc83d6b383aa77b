import { z } from 'zod';
import { failureSchema } from './failure.ts';
import type { Failure, FailureAction } from './failure.ts';
import { explain } from './failure.ts';

/** What a job waits for although nothing is wrong with it: a gate, a slot, a time. Derived, never stored. */
export const waitingForSchema = z.discriminatedUnion('for', [
  /** Its connection: needs a sign-in, can't be reached, isn't trusted. */
  z.object({ for: z.literal('connection'), failure: failureSchema, since: z.number() }),
  /** Space, or a folder that can be written to. */
  z.object({ for: z.literal('folder'), failure: failureSchema, since: z.number() }),
  /** Others are served first. `ahead` counts them. */
  z.object({ for: z.literal('slot'), ahead: z.number().int().nonnegative() }),
  /** The next try after a failure, milliseconds since 1970. */
  z.object({ for: z.literal('retry'), at: z.number(), failure: failureSchema.nullable() }),
  /** The server shows no progress since that time, milliseconds since 1970. */
  z.object({ for: z.literal('progress'), since: z.number() }),
]);
export type WaitingFor = z.infer<typeof waitingForSchema>;

/** The short form for a status column, a sentence for the line under the name, and the button. */
export function waitingWords(
  waiting: WaitingFor,
  now: number,
): { short: string; long: string; action: FailureAction } {
  switch (waiting.for) {
    case 'connection': {
      const { what, action } = explain(waiting.failure);
      return { short: connectionShort(waiting.failure), long: what, action };
    }
    case 'folder': {
      const { what, action } = explain(waiting.failure);
      return {
        short: waiting.failure.kind === 'no-space' ? 'Waiting for space' : 'Waiting for the folder',
        long: what,
        action,
      };
    }
    case 'slot':
      return waiting.ahead === 0
        ? { short: 'Next', long: 'Next in the queue', action: 'none' }
        : { short: 'Waiting', long: `${waiting.ahead} ahead in the queue`, action: 'none' };
    case 'retry': {
      const seconds = Math.max(0, Math.round((waiting.at - now) / 1000));
      const why = waiting.failure ? explain(waiting.failure).what : 'The last try failed.';
      return { short: `Retrying in ${seconds} s`, long: why, action: 'retry' };
    }
    case 'progress': {
      const minutes = Math.max(1, Math.round((now - waiting.since) / 60_000));
      return {
        short: 'No progress',
        long: `The server has shown no progress for ${minutes} min. It may be busy, or have lost the request.`,
        action: 'ask-again',
      };
    }
  }
}

function connectionShort(failure: Failure): string {
  switch (failure.kind) {
    case 'unreachable':
      return 'Waiting for the server';
    case 'untrusted':
      return 'Certificate not trusted';
    case 'unsupported':
      return 'Server not supported';
    default:
      return 'Waiting for sign-in';
  }
}
