import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { ConnectionProxy, SignIn } from '../../../src-shared/connection.ts';
import { t } from '../../../src-shared/language/index.ts';

/** How a command gets to its server: what is named is kept with the connection, what isn't stays as it was. */
export interface Ways {
  /** A file with certificates of authorities, absolute. */
  authorities?: string;
  /** A file with a client certificate and its key, absolute. */
  clientCertificate?: string;
  /** Null takes the system's again. */
  proxy?: ConnectionProxy | null;
  signIn?: 'password' | 'oidc';
  /** What is known of the company's provider; whatever is missing is looked for. */
  provider?: Partial<Pick<OidcSignIn, 'issuer' | 'clientId' | 'scope' | 'audience' | 'redirect'>>;
  /** Sign in on another device. */
  device?: boolean;
}

type OidcSignIn = Extract<SignIn, { by: 'oidc' }>;

/** What commander understood of these options. */
export interface GivenWays {
  ca?: string;
  clientCert?: string;
  proxy?: string;
  signIn?: 'password' | 'oidc';
  issuer?: string;
  clientId?: string;
  scope?: string;
  audience?: string;
  redirect?: string;
  device?: boolean;
}

/** Adds the options to a command that connects to a server. */
export function withConnectionOptions(command: Command): Command {
  return command
    .option('--ca <file>', t('usage.ca'))
    .option('--client-cert <file>', t('usage.clientCert'))
    .option('--proxy <address>', t('usage.proxy'))
    .addOption(new Option('--sign-in <way>', t('usage.signInWay')).choices(['password', 'oidc']))
    .option('--issuer <address>', t('usage.issuer'))
    .option('--client-id <id>', t('usage.clientId'))
    .option('--scope <names>', t('usage.scope'))
    .option('--audience <name>', t('usage.audience'))
    .option('--redirect <address>', t('usage.redirect'))
    .option('--device', t('usage.device'));
}

/** The options' meaning. Throws a `RefusedOption`, whose words never repeat what was typed: it may hold a password. */
export function waysOf(given: GivenWays, directory: string): Ways {
  return {
    ...(given.ca !== undefined && { authorities: resolve(directory, given.ca) }),
    ...(given.clientCert !== undefined && { clientCertificate: resolve(directory, given.clientCert) }),
    ...(given.proxy !== undefined && { proxy: readProxy(given.proxy) }),
    ...(given.signIn !== undefined && { signIn: given.signIn }),
    ...(given.device && { device: true }),
    ...providerIn(given),
  };
}

function providerIn({ issuer, clientId, scope, audience, redirect }: GivenWays): Pick<Ways, 'provider'> {
  for (const address of [issuer, redirect])
    if (address !== undefined && !/^https?:\/\/[^/@]+(\/|$)/.test(address))
      throw new RefusedOption(t('validationErrors.address.none'));
  const named = Object.entries({ issuer, clientId, scope, audience, redirect }).filter(
    ([, value]) => value !== undefined,
  );
  return named.length === 0 ? {} : { provider: Object.fromEntries(named) };
}

/** Why an option can't be taken, in words. */
export class RefusedOption extends Error {}

function readProxy(typed: string): ConnectionProxy | null {
  const text = typed.trim();
  if (text === 'none') return { use: 'none' };
  if (text === 'system') return null;
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url?.password || /^[^/]*:[^/]*@/.test(text.replace(/^[a-z]+:\/\//i, '')))
    throw new RefusedOption(t('validationErrors.proxy.secret'));
  const isPlain =
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.hostname !== '' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '';
  if (!isPlain) throw new RefusedOption(t('validationErrors.proxy.none'));
  return { use: 'own', url: url.origin, user: decoded(url.username) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
