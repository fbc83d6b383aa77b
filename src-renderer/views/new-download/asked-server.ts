import type { ConnectionView } from '../../../src-shared/contract.ts';
import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';

type Server = Pick<ConnectionView, 'id' | 'kind' | 'baseUrl'>;

/** What stands in a text with blanks or line ends between, without doubles. */
export const partsIn = (text: string): string[] => [...new Set(text.split(/\s+/).filter(Boolean))];

const addressIn = (typed: string): URL | null =>
  /^https?:/i.test(typed) && URL.canParse(typed) ? new URL(typed) : null;

/** Where the addresses in a text lead, without doubles; ports as well. */
export const hostsIn = (text: string): string[] => [
  ...new Set(partsIn(text).flatMap((part) => addressIn(part)?.host ?? [])),
];

/** Whether a page with that address is a page of the server: by host and port. */
const isOf = ({ host }: URL, { kind, baseUrl }: Server): boolean =>
  kindOf(kind).hasItems && new URL(baseUrl).host === host;

/**
 * The server that a pasted address belongs to, by its host and port; the present one where it fits. Null for what is no
 * address, or one of none of the servers.
 */
export function serverOfAddress<S extends Server>(
  typed: string,
  servers: readonly S[],
  present: string,
): S | null {
  const address = addressIn(typed);
  if (!address) return null;
  const fitting = servers.filter((server) => isOf(address, server));
  return fitting.find(({ id }) => id === present) ?? fitting[0] ?? null;
}

/** The server that was asked last, as far as the queue tells; else the first one. */
export function usualServer<S extends Server>(
  servers: readonly S[],
  jobs: Iterable<Pick<JobView, 'connectionId' | 'createdAt'>>,
): S | undefined {
  const last = [...jobs].sort((one, other) => other.createdAt - one.createdAt);
  const ids = last.map(({ connectionId }) => connectionId);
  const known = ids.find((id) => servers.some((server) => server.id === id));
  return servers.find(({ id }) => id === known) ?? servers[0];
}
