import { t } from '../../src-shared/language/index.ts';
import type { ConnectionView } from '../../src-shared/contract.ts';
import { fullTime, moment } from './dates.ts';
import { explainFailure } from './explain-failure.ts';
import { secretName } from './server-words.ts';

/** How a server is doing: it works, it needs the user, it can't be used, or that is unknown yet. */
export type HealthTone = 'good' | 'warning' | 'bad' | 'quiet';

/** How a server is doing, as a colour and in words. */
export function healthOf(connection: ConnectionView): { tone: HealthTone; text: string } {
  const { state } = connection;
  switch (state.is) {
    case 'ok':
      return { tone: 'good', text: t('connections.health.ok') };
    case 'unknown':
      return { tone: 'quiet', text: t('connections.health.unknown') };
    case 'needsSignIn':
      return { tone: 'warning', text: t('connections.health.needsSignIn') };
    case 'unreachable':
      return { tone: 'bad', text: t('connections.health.unreachable') };
    case 'untrusted':
      return { tone: 'bad', text: t('connections.health.untrusted') };
    case 'unsupported':
      return { tone: 'bad', text: explainFailure(connection, state.failure).what };
  }
}

/** How a server is doing in whole sentences: since when, why, and when Ferry looks again. */
export function standingOf(connection: ConnectionView, now: number): string {
  const { state } = connection;
  if (state.is === 'unknown') return t('connections.standing.unknown');
  if (state.is === 'ok') {
    if (secretName(connection) === 'token') return t('connections.standing.okToken');
    const { account, version } = state.info;
    return version
      ? t('connections.standing.okVersion', { account, version })
      : t('connections.standing.ok', { account });
  }
  const what =
    state.is === 'needsSignIn'
      ? t('connections.standing.needsSignIn')
      : explainFailure(connection, state.failure).what;
  const since = t('connections.standing.since', { when: moment(state.since, now), what });
  return [since, nextLookWords(connection, now)].filter(Boolean).join(' ');
}

/** When Ferry looks again at a server that can't be reached, which makes it unknown; empty for any other. */
export function nextLookWords({ state, openJobs }: ConnectionView, now: number): string {
  if (state.is !== 'unreachable' && state.is !== 'unknown') return '';
  if (openJobs === 0) return t('connections.standing.nextWithDownload');
  return state.is === 'unknown' || state.probeAt <= now
    ? t('connections.standing.looking')
    : t('connections.standing.next', { time: fullTime(state.probeAt) });
}

/** Why a server needs a sign-in; continues its name. */
export function signInWords(connection: ConnectionView): string {
  const { state, secret } = connection;
  const name = secretName(connection);
  if (state.is !== 'needsSignIn') return '';
  if (state.failure.kind === 'proxy-sign-in')
    return t('connections.signedOut.proxy', { at: state.failure.at ?? '' });
  if (state.failure.kind === 'sign-in-needed') return t('connections.signedOut.again');
  if (state.failure.kind === 'sign-in-refused' && connection.signIn?.by === 'oidc')
    return t('connections.signedOut.refusedCompany');
  if (state.failure.kind === 'sign-in-refused')
    return name === 'password'
      ? t('connections.signedOut.refusedPassword')
      : name === 'token'
        ? t('connections.signedOut.refusedToken')
        : t('connections.signedOut.refusedKey');
  if (secret === 'locked') return t(`secrets.${name}.neededLocked`);
  if (secret === 'sealed') return t(`secrets.${name}.neededSealed`);
  if (secret === 'unavailable') return t(`secrets.${name}.neededUnavailable`);
  return t('connections.signedOut.needed');
}

type Kept = Pick<ConnectionView, 'kind' | 'user' | 'secret'>;

/** Where the password or token of a server is, in a few words. */
export function secretPlace(connection: Kept): string {
  const name = secretName(connection);
  switch (connection.secret) {
    case 'keychain':
      return t(`secrets.${name}.inKeychain`);
    case 'file':
      return t(`secrets.${name}.inFile`);
    case 'sealed':
      return t('connections.fileSealed');
    case 'run':
      return t(`secrets.${name}.untilEnd`);
    case 'absent':
      return t(`secrets.${name}.absent`);
    case 'locked':
      return t('connections.keychainLocked');
    case 'unavailable':
      return t('connections.keychainSilent');
    case 'unknown':
      return t('connections.keychainAsked');
  }
}

/** The same for who is about to type one, with what follows from it. */
export function secretWords(connection: Kept): string {
  const name = secretName(connection);
  switch (connection.secret) {
    case 'keychain':
      return t(`secrets.${name}.keptKeychain`);
    case 'file':
      return t(`secrets.${name}.keptFile`);
    case 'sealed':
      return t(`secrets.${name}.keptSealed`, { wayOn: t('secrets.sealedAdvice') });
    case 'run':
      return t(`secrets.${name}.keptRun`);
    case 'locked':
      return t(`secrets.${name}.keptLocked`);
    case 'unavailable':
      return t(`secrets.${name}.keptUnavailable`);
    case 'absent':
    case 'unknown':
      return '';
  }
}

const worstFirst: readonly HealthTone[] = ['bad', 'warning', 'quiet', 'good'];

/** How all servers are doing: as the worst of them is, and how many are as bad. */
export function serversHealth(connections: readonly ConnectionView[]): { tone: HealthTone; text: string } {
  const tones = connections.map((connection) => healthOf(connection).tone);
  const tone = worstFirst.find((one) => tones.includes(one)) ?? 'good';
  return { tone, text: t(`shell.health.${tone}`, { count: tones.filter((one) => one === tone).length }) };
}
