import { readFile } from 'node:fs/promises';
import type { SignIn } from '../../../src-shared/connection.ts';
import type { ConnectionKind } from '../../../src-shared/kinds/kind-table.ts';
import type { CallInput, ConnectionView } from '../../../src-shared/contract.ts';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
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

type NamedWays = Pick<CallInput<'connections.save'>, 'authorities' | 'clientCertificate' | 'proxy'>;

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
      (one.user === user.trim() || (user.trim() === '' && one.signIn?.by === 'oidc')) &&
      (ways.signIn === undefined || (one.signIn?.by ?? 'password') === ways.signIn),
  );
  const named = await read(ways);
  const signIn = await signInOf(known);
  if (signIn) Object.assign(named, { signIn });
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

  async function read({ authorities, clientCertificate, proxy }: Ways): Promise<NamedWays> {
    return {
      ...(authorities !== undefined && { authorities: await authoritiesIn(authorities) }),
      ...(clientCertificate !== undefined && { clientCertificate: { file: clientCertificate } }),
      ...(proxy !== undefined && { proxy }),
    };
  }

  /** How the command says that one signs in, with the company's provider found where it isn't named. */
  async function signInOf(before: ConnectionView | undefined): Promise<SignIn | null> {
    const { provider } = ways;
    if (ways.signIn !== 'oidc' && provider === undefined) return null;
    const kept = before?.signIn?.by === 'oidc' ? before.signIn : null;
    if (kept) return provider ? { ...kept, ...provider } : null;
    const named = { scope: '', ...provider };
    if (named.issuer !== undefined && named.clientId !== undefined)
      return { by: 'oidc', ...named, issuer: named.issuer, clientId: named.clientId };
    const { proxy, authorities } = await read(ways);
    const found = await app.handlers['connections.findSignIn']({
      kind,
      address,
      ...(proxy !== undefined && { proxy }),
      ...(authorities && { authorities }),
    });
    if (found.failure) throw new FailedError(found.failure);
    if (!found.offer) throw refusal(phrase('validationErrors.signIn.notFound'));
    const { issuer, clientId, scope, audience } = found.offer;
    return { by: 'oidc', issuer, clientId, scope, ...(audience && { audience }), ...provider };
  }

  async function authoritiesIn(file: string) {
    const bytes = await readFile(file).catch(() => {
      throw refusal(phrase('validationErrors.authority.unreadable', { file }));
    });
    return (await app.handlers['connections.readAuthorities']({ file: bytes.toString('base64') }))
      .authorities;
  }
}
