import type { ConnectionState, ServerInfo } from './connection.ts';
import type { Failure } from './failures/failure.ts';

/*
 * unknown|ok|needsSignIn|unreachable|untrusted|unsupported -probed-> ok
 * any -failed(sign-in-needed, sign-in-refused, secret-missing, proxy-sign-in)-> needsSignIn
 * any -failed(unreachable, proxy-failed)-> unreachable, looked at again after 5 s, then ever less often up to 5 min
 * any -failed(untrusted, client-certificate)-> untrusted      any -failed(unsupported)-> unsupported
 * any -changed (edited, signed in, asked to look again)-> unknown
 */

/** What can happen to a connection. */
export type ConnectionEvent =
  | { type: 'probed'; info: ServerInfo }
  | { type: 'failed'; failure: Failure }
  /** The user edited it, signed in, or asked to look again: all that was known is void. */
  | { type: 'changed' };

const firstProbe = 5_000;
/** The longest pause between two looks at a server that it didn't ask for itself. Milliseconds. */
const slowestProbe = 300_000;
/** The longest pause that a server gets for the asking. Milliseconds. */
export const longestWish = 3_600_000;

/** The next state; the same object when the event says nothing new. Failures of a job's own scope change nothing. */
export function stepConnection(
  state: ConnectionState,
  event: ConnectionEvent,
  context: { now: number; random: () => number },
): ConnectionState {
  if (event.type === 'probed') return { is: 'ok', info: event.info };
  if (event.type === 'changed') return { is: 'unknown' };
  const { failure } = event;
  const since = 'since' in state ? state.since : context.now;
  switch (failure.kind) {
    case 'sign-in-needed':
    case 'sign-in-refused':
    case 'secret-missing':
    case 'proxy-sign-in':
      return state.is === 'needsSignIn' ? state : { is: 'needsSignIn', failure, since: context.now };
    case 'unreachable':
    case 'proxy-failed': {
      // Many requests break at once: together they are one look. And what only the user can mend stays said.
      if (state.is === 'unreachable' && context.now < state.probeAt) return state;
      if (state.is === 'needsSignIn' || state.is === 'untrusted' || state.is === 'unsupported') return state;
      const tries = state.is === 'unreachable' ? state.tries + 1 : 1;
      const ceiling = Math.min(slowestProbe, firstProbe * 2 ** (tries - 1));
      const wish = Math.min(longestWish, (failure.retryAfter ?? 0) * 1000);
      const delay = Math.max(wish, ceiling / 2 + (ceiling / 2) * context.random());
      return { is: 'unreachable', failure, since, tries, probeAt: context.now + delay };
    }
    case 'untrusted':
    case 'client-certificate':
      return { is: 'untrusted', failure, since };
    case 'unsupported':
      return { is: 'unsupported', failure, since };
    default:
      return state;
  }
}

/** Whether requests for jobs may go out. `unknown` is closed: a probe finds out first. */
export function isOpen(state: ConnectionState): boolean {
  return state.is === 'ok';
}
