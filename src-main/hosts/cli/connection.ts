import { readFile } from 'node:fs/promises';
import type { ConnectionKind } from '../../../src-shared/kinds/kind-table.ts';
import type { CallInput, ConnectionView } from '../../../src-shared/contract.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Ways } from './connection-options.ts';
import type { Session } from './session.ts';

/** What a command line says of the server that it is about. */
export interface WantedConnection {
  kind: ConnectionKind;
  url: string;
  tenant: string | null;
  /** Empty for a Bridge's token, and where the company's sign-in tells who it is. */
  user: string;
  ways: Ways;
}

/** The connection of this server, tenant and user, with the ways that the command names: found, or saved. */
export async function findOrSave({ app }: Session, wanted: WantedConnection): Promise<ConnectionView> {
  const { kind, url: address, user, ways } = wanted;
  const understood = await app.handlers['connections.understand']({ kind, address });
  const tenant = wanted.tenant?.trim() || understood.tenant;
  const { connections } = await app.handlers['connections.list']({});
  const known = connections.find(
    (one) =>
      one.kind === kind &&
      one.baseUrl === understood.baseUrl &&
      one.tenant === tenant &&
      one.user === user.trim(),
  );
  const named = await read(ways);
  if (known && Object.keys(named).length === 0) return known;
  const { connection } = await app.handlers['connections.save']({
    ...(known && { id: known.id }),
    kind,
    name: known?.name ?? understood.suggestedName,
    address,
    tenant,
    user,
    ...named,
  });
  return connection;

  async function read({
    authorities,
    clientCertificate,
    proxy,
  }: Ways): Promise<Pick<CallInput<'connections.save'>, 'authorities' | 'clientCertificate' | 'proxy'>> {
    return {
      ...(authorities !== undefined && { authorities: await authoritiesIn(authorities) }),
      ...(clientCertificate !== undefined && { clientCertificate: { file: clientCertificate } }),
      ...(proxy !== undefined && { proxy }),
    };
  }

  async function authoritiesIn(file: string) {
    const bytes = await readFile(file).catch(() => {
      throw refusal(phrase('refusals.authority.unreadable', { file }));
    });
    return (await app.handlers['connections.readAuthorities']({ file: bytes.toString('base64') }))
      .authorities;
  }
}
