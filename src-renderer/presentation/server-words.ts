import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import { connectionKinds } from '../../src-shared/kinds/kinds.ts';
import type { ConnectionKind } from '../../src-shared/kinds/kinds.ts';
import type { ConnectionView } from '../../src-shared/contract.ts';
import { kindWordsOf } from './kind-words.ts';
import type { SecretName } from './kind-words.ts';

/** What a kind of server is called. */
export function kindName(kind: ConnectionKind): string {
  return kindOf(kind).label;
}

/** The kinds of servers, as they are called. */
export const serverKinds = connectionKinds.map((kind) => ({ value: kind, label: kindName(kind) }));

/** What an address itself tells of the kind of its server; null where it tells nothing. */
export function kindOfAddress(typed: string): ConnectionKind | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  return (url && connectionKinds.find((kind) => kindWordsOf(kind).isAddress(url))) ?? null;
}

/** Whether a secret belongs to an account: a token alone has none. */
export function hasAccount(name: SecretName): boolean {
  return name !== 'token';
}

/** What the secret of a connection is: a connection without a user has one that needs none, where its kind has such. */
export function secretName({ kind, user }: Pick<ConnectionView, 'kind' | 'user'>): SecretName {
  const names = kindWordsOf(kind).signsInWith;
  return names.find((name) => hasAccount(name) === (user.trim() !== '')) ?? names[0];
}

/** What the servers of some kinds prepare; of none, whatever a server could. */
export function preparedThings(kinds: readonly ConnectionKind[]): 'documents' | 'exports' | 'both' {
  const [first, ...others] = new Set(kinds.map((kind) => kindWordsOf(kind).things));
  return first === undefined || others.length > 0 ? 'both' : first;
}
