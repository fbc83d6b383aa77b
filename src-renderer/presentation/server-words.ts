import type { ConnectionKind } from '../../src-shared/kinds/kind-table.ts';
import type { ConnectionView } from '../../src-shared/contract.ts';

/** The kinds of servers, as they are called. */
export const serverKinds: { value: ConnectionKind; label: string }[] = [
  { value: 'alfresco', label: 'Alfresco' },
  { value: 'bridge', label: 'Bridge' },
];

/** What a kind of server is called. */
export function kindName(kind: ConnectionKind): string {
  return serverKinds.find(({ value }) => value === kind)?.label ?? kind;
}

/** What an address itself tells of the kind of its server; null where it tells nothing. */
export function kindOfAddress(typed: string): ConnectionKind | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url) return null;
  if (url.hostname === 'bridgeapp.com' || url.hostname.endsWith('.bridgeapp.com')) return 'bridge';
  return /^\/(alfresco|share|content-app|adw|workspace)(\/|$)/i.test(url.pathname) ? 'alfresco' : null;
}

/** How somebody signs in to a Bridge: by a token alone, or by a key with its secret. */
export type BridgeWay = 'token' | 'key';

/** The way that a connection goes: a token alone has no user. */
export function bridgeWayOf({ user }: Pick<ConnectionView, 'user'>): BridgeWay {
  return user.trim() === '' ? 'token' : 'key';
}

/** What opens a server; `secrets.ts` of the catalogue has the sentences about each. */
export type SecretName = 'password' | 'token' | 'secret';

/** What the secret of a connection is. */
export function secretName({ kind, user }: Pick<ConnectionView, 'kind' | 'user'>): SecretName {
  if (kind === 'alfresco') return 'password';
  return bridgeWayOf({ user }) === 'token' ? 'token' : 'secret';
}

/** What the servers of some kinds prepare; of none, whatever a server could. */
export function preparedThings(kinds: readonly ConnectionKind[]): 'documents' | 'exports' | 'both' {
  const [first] = kinds;
  if (first === undefined || new Set(kinds).size > 1) return 'both';
  return first === 'bridge' ? 'exports' : 'documents';
}
