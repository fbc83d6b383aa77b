import { expect } from 'vitest';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import type { OpenSignIn, SecretKey, Secrets } from '../../src-main/core/ports.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { startRawAlfresco } from '../faults/raw-alfresco.ts';
import { startProvider } from './company-provider.ts';
import type { CompanyProvider, ProviderOptions } from './company-provider.ts';

const { signal } = new AbortController();

/** A company: an Alfresco that takes its provider's tokens, and a connection that signs in there. */
export async function company(options: ProviderOptions & { secrets?: Secrets; redirect?: string } = {}) {
  const [alfresco, provider] = [await startRawAlfresco(), await startProvider(options)];
  alfresco.takesBearer = (token) => provider.takes(token);
  const connection: Connection = {
    ...alfresco.connection,
    user: '',
    signIn: {
      by: 'oidc',
      issuer: provider.issuer,
      clientId: 'ferry',
      scope: '',
      ...(options.redirect !== undefined && { redirect: options.redirect }),
    },
  };
  const secrets = options.secrets ?? createMemorySecrets();
  const clock = new FakeClock();
  const servers = createServers({ secrets, clock });
  const key: SecretKey = { connectionId: connection.id, origin: provider.issuer, role: 'refresh' };
  const refreshToken = async (): Promise<string | null> => {
    const state = await secrets.read(key);
    return state.is === 'ok' ? state.value : null;
  };
  return {
    ...{ alfresco, provider, connection, secrets, servers, clock, key, refreshToken },
    probe: () => servers.api(connection).probe({ signal }),
    open: (way: 'browser' | 'device' = 'browser') => servers.openSignIn(connection, way, signal),
  };
}

/** The same, with somebody signed in. */
export async function signedIn(options: ProviderOptions & { secrets?: Secrets } = {}) {
  const all = await company(options);
  await comeBack(all.provider, await all.open());
  return all;
}

/** Signs in and sends the browser back to Ferry. */
export async function comeBack(provider: CompanyProvider, open: OpenSignIn): Promise<void> {
  const back = await provider.signIn(open.address);
  expect((await fetch(back)).status).toBe(200);
  await open.done;
}
