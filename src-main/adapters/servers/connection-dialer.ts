import type { Connection } from '../../../src-shared/connection.ts';
import { originOf } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import type { SecretKey, Secrets, SystemProxies } from '../../core/ports.ts';
import { readIdentity } from './client-certificate.ts';
import { createDialer } from './dialer.ts';
import type { Dialer, ProxyAccess } from './dialer.ts';
import { whyUnread } from './stored-secret.ts';

export interface DialerPorts {
  secrets: Secrets;
  /** Proxies where a connection names none; none if left out. */
  systemProxies?: SystemProxies;
  /** PEM certificates that the system trusts; none besides Node's own if left out. */
  systemAuthorities?: () => Promise<readonly string[]>;
  /** Milliseconds that a proxy may take to open a tunnel; 15 s if left out. */
  tunnelTime?: number;
}

/** All that the sockets of a connection depend on, so that an edit makes others. */
export function dialingKey({ proxy, authorities, clientCertificate }: Connection): unknown[] {
  return [proxy, authorities?.map(({ fingerprint }) => fingerprint), clientCertificate];
}

/** The dialer that a connection's settings ask for. Secrets are read when they are first needed. */
export function dialerOf(connection: Connection, ports: DialerPorts): Dialer {
  const { secrets, systemProxies, systemAuthorities = async () => [], tunnelTime } = ports;
  const { proxy, authorities = [], clientCertificate } = connection;

  /** Null where there is none; one that can't be read now rejects with what `failure` makes of the reason. */
  async function secretOf(
    key: Omit<SecretKey, 'connectionId'>,
    failure: (why: Phrase) => FailedError,
  ): Promise<string | null> {
    const state = await secrets.read({ connectionId: connection.id, ...key });
    if (state.is === 'ok') return state.value;
    if (state.is === 'absent') return null;
    throw failure(whyUnread[state.is]);
  }

  async function ownProxy({ url, user }: { url: string; user: string }): Promise<ProxyAccess> {
    const at = new URL(url);
    if (user === '') return { url: at, account: null };
    const password = await secretOf(
      { origin: at.origin, role: 'proxy' },
      (why) =>
        new FailedError({
          kind: 'proxy-sign-in',
          at: at.host,
          detail: why,
        }),
    );
    return { url: at, account: password === null ? null : { user, password } };
  }

  async function proxies(origin: string, signal: AbortSignal): Promise<(ProxyAccess | null)[]> {
    if (proxy?.use === 'own') return [await ownProxy(proxy)];
    if (proxy?.use === 'none' || !systemProxies) return [null];
    const found = await systemProxies.find(origin, signal);
    if (found.length === 0)
      throw new FailedError({ kind: 'proxy-failed', detail: phrase('failureDetails.proxy.unusable') });
    return found.map((way) => (way === null ? null : accessIn(way)));
  }

  return createDialer({
    origin: new URL(connection.baseUrl),
    proxies,
    ...(tunnelTime !== undefined && { tunnelTime }),
    authorities: async () => [...(await systemAuthorities()), ...authorities.map(({ pem }) => pem)],
    ...(clientCertificate && {
      identity: async () => {
        const passphrase = await secretOf(
          { origin: originOf(connection), role: 'clientKey' },
          () =>
            new FailedError({
              kind: 'client-certificate',
              detail: phrase('failureDetails.identity.passphrase'),
            }),
        );
        return readIdentity(clientCertificate.file, passphrase);
      },
    }),
  });
}

/** A proxy as systems name it, where a name and a password may stand in the address. */
function accessIn(way: string): ProxyAccess {
  const url = new URL(way);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const account =
    username === '' ? null : { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  return { url, account };
}
