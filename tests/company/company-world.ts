import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import type { DialerPorts } from '../../src-main/adapters/servers/connection-dialer.ts';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import type { Timeouts } from '../../src-main/adapters/servers/http.ts';
import type { SecretRole, Secrets, ServerApi } from '../../src-main/core/ports.ts';
import type { Connection, ServerInfo } from '../../src-shared/connection.ts';
import { originOf } from '../../src-shared/connection.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';

const { signal } = new AbortController();

/** A connection with its real adapter. */
export interface Line {
  api: ServerApi;
  secrets: Secrets;
  /** Who the server says we are; rejects as it does. */
  probe: () => Promise<ServerInfo>;
  /** Why looking at the server fails, with all that a user reads of it. */
  whyNot: () => Promise<Failure & { words: string }>;
}

/** Opens a line to a server: what is planted are its secrets, by what they are for. */
export async function openLine(
  connection: Connection,
  planted: Partial<Record<SecretRole, string>> = {},
  options: Omit<DialerPorts, 'secrets'> & { timeouts?: Partial<Timeouts> } = {},
): Promise<Line> {
  const secrets = createMemorySecrets();
  const proxyOrigin = connection.proxy?.use === 'own' ? new URL(connection.proxy.url).origin : '';
  for (const [role, value] of Object.entries(planted) as [SecretRole, string][])
    await secrets.write(
      { connectionId: connection.id, role, origin: role === 'proxy' ? proxyOrigin : originOf(connection) },
      value,
    );
  const api = createServers({ secrets, ...options }).api(connection);
  const probe = (): Promise<ServerInfo> => api.probe({ signal });
  return { api, secrets, probe, whyNot: () => failureOf(probe()) };
}

/** The failure that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure & { words: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof FailedError) return { ...error.failure, words: sentence(error.failure) };
    throw error;
  }
  throw new Error('It should have failed');
}
