import type { ConnectionView } from '../../../src-shared/contract.ts';
import type { Failure } from '../../../src-shared/failure.ts';
import { FailedError } from '../../../src-shared/failure.ts';
import type { Session } from './session.ts';

const needsSecret = new Set<Failure['kind']>(['secret-missing', 'sign-in-needed', 'sign-in-refused']);

/**
 * Sees to it that Ferry has a password for the connection, and looks at the server. Resolves with what is wrong, or
 * null. A password is sent at most once: servers lock accounts.
 */
export async function signIn(
  { app, secrets, signal }: Session,
  connection: ConnectionView,
): Promise<Failure | null> {
  const before = await looked(app, connection.id);
  if (before === null || !needsSecret.has(before.kind)) return before;
  const secret = await secrets.secretFor(connection, signal);
  if (secret === null) return before;
  // The look that this begins is the one and only try of the password.
  const known = becameKnown(app, connection.id, signal);
  await app.handlers['connections.setSecret']({ id: connection.id, secret });
  return known;
}

async function looked(app: Session['app'], id: string): Promise<Failure | null> {
  try {
    await app.handlers['connections.test']({ id });
    return null;
  } catch (error) {
    if (error instanceof FailedError) return error.failure;
    throw error;
  }
}

/** Resolves once the look that is under way has an end. */
async function becameKnown(app: Session['app'], id: string, signal: AbortSignal): Promise<Failure | null> {
  const known = Promise.withResolvers<Failure | null>();
  // What was sent before the password was known may still come: only an unknown state begins the new look.
  let isNew = false;
  const leave = app.subscribe((name, data) => {
    if (name !== 'connections.changed' || !('connections' in data)) return;
    const state = data.connections.find((connection) => connection.id === id)?.state;
    if (!state) return;
    if (state.is === 'unknown') isNew = true;
    else if (isNew) known.resolve(state.is === 'ok' ? null : state.failure);
  });
  const stop = (): void => known.reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await known.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    leave();
  }
}
