import type { Connection, KeptIn } from '../../../src-shared/connection.ts';
import type { Handlers } from '../../../src-shared/contract.ts';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Connections } from '../connections.ts';
import { inTime } from '../in-time.ts';
import type { OpenSignIn, Ports } from '../ports.ts';
import { waysAfter } from './connection-ways.ts';

type CallName =
  | 'connections.findSignIn'
  | 'connections.beginSignIn'
  | 'connections.showSignIn'
  | 'connections.awaitSignIn'
  | 'connections.cancelSignIn';

/** How long finding a company's sign-in may take. Milliseconds. */
const longestSearch = 25_000;

/** The calls about signing in at a company's provider. */
export function createSignInCalls(
  { servers, clock, desktop }: Ports,
  {
    connections,
    existing,
    kept,
  }: {
    connections: Connections;
    existing: (id: string) => Connection;
    /** Told where the sign-in of a connection is kept. */
    kept: (id: string, place: KeptIn) => void;
  },
): Pick<Handlers, CallName> {
  const open = new Map<string, { signIn: OpenSignIn; end: AbortController }>();

  const close = (id: string): void => {
    open.get(id)?.end.abort(new FailedError({ kind: 'sign-in-needed' }));
    open.delete(id);
  };
  const opened = (id: string): OpenSignIn => {
    const found = open.get(id);
    if (!found) throw refusal(phrase('validationErrors.signIn.over'));
    return found.signIn;
  };

  return {
    'connections.findSignIn': async ({ kind, address, id, ...ways }) => {
      const { baseUrl, tenant } = servers.understandAddress(kind, address);
      const before = id === undefined ? null : existing(id);
      const asked: Connection = {
        ...{ id: 'search', kind, name: address, baseUrl, tenant, user: '', createdAt: 0 },
        ...waysAfter(before, { kind, name: address, address, user: '', ...ways }),
      };
      const late = (): never => {
        throw new FailedError({ kind: 'unreachable', detail: phrase('failureDetails.network.noAnswer') });
      };
      try {
        const offer = await inTime(clock, { most: longestSearch, late }, (signal) =>
          servers.findSignIn(asked, signal),
        );
        return { offer, failure: null };
      } catch (error) {
        if (error instanceof FailedError) return { offer: null, failure: error.failure };
        throw error;
      }
    },
    'connections.beginSignIn': async ({ id, way }) => {
      const connection = existing(id);
      close(id);
      const end = new AbortController();
      const signIn = await servers.openSignIn(connection, way, end.signal);
      open.set(id, { signIn, end });
      const { address, host, until, device } = signIn;
      return { address, host, until, device };
    },
    'connections.showSignIn': async ({ id }) => {
      const { address } = opened(id);
      if (!desktop.openAddress) throw refusal(phrase('validationErrors.cannotOpen'));
      await desktop.openAddress(address);
      return {};
    },
    'connections.awaitSignIn': async ({ id }) => {
      const signIn = opened(id);
      try {
        const place = await signIn.done;
        kept(id, place);
        connections.signedIn(id);
        return { kept: place };
      } finally {
        if (open.get(id)?.signIn === signIn) open.delete(id);
      }
    },
    'connections.cancelSignIn': ({ id }) => {
      close(id);
      return {};
    },
  };
}
