import type { Connection } from '../../../src-shared/connection.ts';
import { originOf } from '../../../src-shared/connection.ts';
import type { CallInput } from '../../../src-shared/contract.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { SecretKey, SecretRole } from '../ports.ts';

type Ways = Pick<Connection, 'signIn' | 'proxy' | 'authorities' | 'clientCertificate'>;

/** How a connection gets to its server after it was saved: what the input doesn't name stays as it was. */
export function waysAfter(before: Connection | null, input: CallInput<'connections.save'>): Ways {
  const proxy = input.proxy === undefined ? before?.proxy : (input.proxy ?? undefined);
  const authorities = input.authorities ?? before?.authorities;
  const clientCertificate =
    input.clientCertificate === undefined
      ? before?.clientCertificate
      : (input.clientCertificate ?? undefined);
  const signIn = input.signIn ?? before?.signIn;
  return {
    ...(signIn && { signIn }),
    ...(proxy && { proxy }),
    ...(authorities && authorities.length > 0 && { authorities }),
    ...(clientCertificate && { clientCertificate }),
  };
}

/** Whether two connections are of one account on one server, signed in to in the same way. */
export function isSameAccount(
  one: Connection,
  other: Pick<Connection, 'kind' | 'baseUrl' | 'tenant' | 'user'> & Pick<Ways, 'signIn'>,
): boolean {
  return (
    one.kind === other.kind &&
    one.baseUrl === other.baseUrl &&
    one.tenant === other.tenant &&
    one.user === other.user &&
    (one.signIn?.by ?? 'password') === (other.signIn?.by ?? 'password')
  );
}

/** Where a secret of a connection belongs: the proxy's to the proxy, the company sign-in's to its provider. */
export function secretKey(connection: Connection, role: SecretRole): SecretKey {
  const { id: connectionId, proxy, signIn } = connection;
  switch (role) {
    case 'proxy':
      if (proxy?.use !== 'own') throw refusal(phrase('validationErrors.proxy.notNamed'));
      return { connectionId, role, origin: new URL(proxy.url).origin };
    case 'refresh':
      if (signIn?.by !== 'oidc') throw refusal(phrase('validationErrors.signIn.none'));
      return { connectionId, role, origin: new URL(signIn.issuer).origin };
    default:
      return { connectionId, role, origin: originOf(connection) };
  }
}

/** The secrets of a connection that a change has made useless, where the server and the account stayed the same. */
export function outdatedSecrets(before: Connection, after: Connection): SecretKey[] {
  const outdated: SecretKey[] = [];
  const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);
  if (before.proxy?.use === 'own' && differ(before.proxy, after.proxy))
    outdated.push(secretKey(before, 'proxy'));
  if (before.signIn?.by === 'oidc' && differ(before.signIn, after.signIn))
    outdated.push(secretKey(before, 'refresh'));
  if (before.clientCertificate && differ(before.clientCertificate, after.clientCertificate))
    outdated.push(secretKey(before, 'clientKey'));
  return outdated;
}
