import { t } from '../../../src-shared/language/index.ts';
import type { ConnectionView } from '../../../src-shared/contract.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { failureOf } from '../../../src-shared/failures/failure.ts';
import { explain, sentence } from '../../../src-shared/failures/failure-words.ts';
import { codeOfRefusal, exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { signInAtCompany } from './company-sign-in.ts';
import type { Ways } from './connection-options.ts';
import { giveSecretWords } from './give-secret-words.ts';
import { openSecretsFile } from './open-secrets-file.ts';
import type { Session } from './session.ts';

const needsSecret = new Set<Failure['kind']>(['secret-missing', 'sign-in-needed', 'sign-in-refused']);

/**
 * Sees to it that Ferry has a password for the connection, and looks at the server. Resolves with what is wrong, or
 * null. A password is sent at most once: servers lock accounts.
 *
 * @param company the company's sign-in was asked for, in this way
 */
export async function signIn(
  session: Session,
  connection: ConnectionView,
  company: { way: 'browser' | 'device' } | null = null,
): Promise<Failure | null> {
  const before = await openWay(session, connection);
  if (before === null || !needsSecret.has(before.kind)) return before;
  if (connection.signIn?.by === 'oidc') {
    // Without a terminal nobody would see the address.
    const asked = company ?? (session.secrets.canAsk ? { way: 'browser' as const } : null);
    if (!asked) return before;
    return (
      (await signInAtCompany(session, connection, asked.way)) ??
      becameKnown(session.app, connection.id, session.signal)
    );
  }
  const secret = await session.secrets.secretFor(connection, session.signal);
  return secret === null ? before : tryOut(session, connection, secret);
}

/**
 * The same for a command that is over where that fails: resolves with how the program ends then, else with null.
 *
 * @param next what comes next: a download, which can wait for a server, or a question that is answered now or never
 */
export async function signedIn(
  session: Session,
  connection: ConnectionView,
  { ways, next }: { ways: Ways; next: 'download' | 'question' },
): Promise<ExitCode | null> {
  const way = ways.device ? 'device' : 'browser';
  const failure = await signIn(session, connection, ways.signIn === 'oidc' ? { way } : null);
  if (failure === null) return null;
  const { kind } = failure;
  if (kind === 'secret-missing') {
    const words = [explain(failure).what, giveSecretWords(failure), t('terminal.stuck.nothingAsked')];
    session.output.failed({ code: exitCodes.needsUser, kind, message: words.join(' ') }, null);
    return exitCodes.needsUser;
  }
  if (next === 'download') return null;
  // Asked once more, a silent server would be waited for once more.
  const code = codeOfRefusal(kind);
  session.output.failed({ code, kind, message: sentence(failure) }, null);
  return code;
}

/** What the user can enter at the terminal to reach a server; null where that doesn't help. */
function missingOnTheWay(
  failure: Failure | null,
  { proxy, clientCertificate }: ConnectionView,
): 'proxy' | 'clientKey' | null {
  if (failure?.kind === 'proxy-sign-in' && proxy?.use === 'own' && proxy.user !== '') return 'proxy';
  const reason = typeof failure?.detail === 'object' ? failure.detail.name : '';
  return clientCertificate && reason === 'failureDetails.identity.passphrase' ? 'clientKey' : null;
}

/**
 * Looks at the server, and asks for what the way there needs: the proxy's password, the passphrase of a key, the one of the
 * file that may have these.
 */
async function openWay(session: Session, connection: ConnectionView): Promise<Failure | null> {
  const { app, secrets, signal } = session;
  const asked = new Set<string>();
  for (;;) {
    const failure = await failureOf(() => app.handlers['connections.test']({ id: connection.id }));
    const role = missingOnTheWay(failure, connection);
    const isLacking = role === null ? failure && needsSecret.has(failure.kind) : !secrets.others[role];
    if (isLacking && (await openSecretsFile(session))) continue;
    if (role === null || asked.has(role) || secrets.others[role] !== undefined) return failure;
    asked.add(role);
    const secret = await secrets.askFor(connection, signal, role);
    if (secret === null) return failure;
    await app.handlers['connections.setSecret']({ id: connection.id, secret, role });
  }
}

/** How signing in to several connections ended. */
export interface SignedIn {
  /** What is wrong with those that can't be worked with. */
  failures: Failure[];
  /** The accounts that need a password, when there are several and `FERRY_SECRET` was therefore used for none. */
  undecided: string[];
}

/**
 * Signs in to connections, and, where nobody has to be asked, to those beside them where something is left to tidy up.
 * The password in `FERRY_SECRET` is of one account: where several need one it is sent nowhere, and what is of another
 * account than the connections isn't signed in to.
 */
export async function signInToAll(
  session: Session,
  connections: ConnectionView[],
  beside: ConnectionView[] = [],
): Promise<SignedIn> {
  const { secrets, signal } = session;
  const failures: Failure[] = [];
  const lacking: { connection: ConnectionView; failure: Failure }[] = [];
  for (const connection of connections) {
    const failure = await openWay(session, connection);
    if (failure && needsSecret.has(failure.kind)) lacking.push({ connection, failure });
    else if (failure) failures.push(failure);
  }
  const accounts = new Set((connections.length > 0 ? connections : beside).map(accountOf));
  const needing = new Set(lacking.map(({ connection }) => accountOf(connection)));
  const undecided = secrets.isGiven && needing.size > 1 ? [...needing] : [];
  // One after the other: there is one terminal to ask at.
  for (const { connection, failure } of lacking) {
    const mayUse = undecided.length === 0;
    const secret = await (mayUse
      ? secrets.secretFor(connection, signal)
      : secrets.askFor(connection, signal));
    const after = secret === null ? failure : await tryOut(session, connection, secret);
    if (after) failures.push(after);
  }
  if (secrets.isGiven && accounts.size === 1)
    for (const connection of beside)
      if (accounts.has(accountOf(connection))) await signIn(session, connection);
  return { failures, undecided };
}

/** The sentence about a password that was sent nowhere. */
export function undecidedWords(accounts: string[], wayOn: string): string {
  const first = accounts.slice(0, 3).join(', ');
  const named = accounts.length > 3 ? t('terminal.secret.andMore', { accounts: first }) : first;
  return t('terminal.secret.undecided', { count: accounts.length, accounts: named, wayOn });
}

/** Whose password it is, for comparing and for people. */
function accountOf({ baseUrl, user }: ConnectionView): string {
  return user === '' ? baseUrl : t('terminal.secret.userAt', { user, address: baseUrl });
}

/** Gives Ferry a password; the look that this begins is the one and only try of it. */
async function tryOut(
  { app, output, secrets, signal, isJoined }: Session,
  { id }: ConnectionView,
  secret: string,
): Promise<Failure | null> {
  const { kept } = await app.handlers['connections.setSecret']({ id, secret });
  const failure = await becameKnown(app, id, signal);
  if (failure !== null) return failure;
  if (isJoined) output.noted(t(`terminal.secret.handed.${kept}`));
  else if (!secrets.isGiven) output.noted(t(`terminal.secret.kept.${kept}`));
  return failure;
}

/**
 * Resolves once the look that is under way has an end. To be asked after what began it: news of several changes are told at
 * once, so that the state in between may never be seen.
 */
async function becameKnown(app: Session['app'], id: string, signal: AbortSignal): Promise<Failure | null> {
  const known = Promise.withResolvers<Failure | null>();
  const check = async (): Promise<void> => {
    const { connections } = await app.handlers['connections.list']({});
    const state = connections.find((connection) => connection.id === id)?.state;
    if (state && state.is !== 'unknown') known.resolve(state.is === 'ok' ? null : state.failure);
  };
  const leave = app.subscribe((name) => {
    if (name === 'connections.changed') check().catch(known.reject);
  });
  const stop = (): void => known.reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await check();
    return await known.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    leave();
  }
}
