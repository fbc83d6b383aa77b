import { describe, expect, test } from 'vitest';
import {
  isSameAccount,
  outdatedSecrets,
  secretKey,
  waysAfter,
} from '../../src-main/core/calls/connection-ways.ts';
import type { Connection } from '../../src-shared/connection.ts';
import type { CallInput } from '../../src-shared/contract.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { silentServer } from '../fakes/compose-job.ts';

const authority = {
  ...{ subject: 'Company', issuer: 'Company', validFrom: 0, validTo: 1, fingerprint: 'AA' },
  pem: 'PEM',
};
const company = {
  by: 'oidc',
  issuer: 'https://id.example.com/realms/records',
  clientId: 'ferry',
  scope: 'openid',
} as unknown as NonNullable<Connection['signIn']>;
const proxy = { use: 'own', url: 'http://proxy.example.com:8080/', user: 'ada' } as unknown as NonNullable<
  Connection['proxy']
>;
const certificate = { ...authority, pem: 'CLIENT' } as unknown as NonNullable<
  Connection['clientCertificate']
>;
const all = { signIn: company, proxy, authorities: [authority], clientCertificate: certificate };
const server: Connection = { ...silentServer, baseUrl: 'https://records.example.com/alfresco', ...all };

const input = (more: Partial<CallInput<'connections.save'>> = {}): CallInput<'connections.save'> => ({
  ...{ kind: 'alfresco', name: 'Records', address: 'records.example.com', user: 'ada' },
  ...more,
});

describe('a server that is saved anew', () => {
  test('keeps its ways where they aren’t named', () => {
    expect(waysAfter(server, input())).toEqual(all);
    expect(waysAfter(null, input())).toEqual({});
  });

  test('gets those that are named, and has none of those that are taken away', () => {
    expect(waysAfter(silentServer, input(all))).toEqual(all);
    expect(waysAfter(server, input({ proxy: null, authorities: [], clientCertificate: null }))).toEqual({
      signIn: company,
    });
  });
});

describe('two connections', () => {
  test('are of one account where server, room, user and way to sign in are the same', () => {
    const one = { ...silentServer, signIn: { by: 'password' } } as Connection;
    expect(isSameAccount(silentServer, { ...silentServer })).toBe(true);
    // Nothing said is a password.
    expect(isSameAccount(silentServer, one)).toBe(true);
  });

  test.each([
    [{ kind: 'bridge' }],
    [{ baseUrl: 'https://other.example.com' }],
    [{ tenant: 'acme' }],
    [{ user: 'eve' }],
    [{ signIn: company }],
  ] as [Partial<Connection>][])('are of two accounts with %j', (other) => {
    expect(isSameAccount(silentServer, { ...silentServer, ...other })).toBe(false);
  });
});

describe('a secret', () => {
  test('goes nowhere but where it belongs', () => {
    const { id: connectionId } = server;
    const own = { connectionId, origin: 'https://records.example.com' };
    expect(secretKey(server, 'password')).toEqual({ ...own, role: 'password' });
    expect(secretKey(server, 'clientKey')).toEqual({ ...own, role: 'clientKey' });
    expect(secretKey(server, 'proxy')).toEqual({
      ...{ connectionId, role: 'proxy', origin: 'http://proxy.example.com:8080' },
    });
    expect(secretKey(server, 'refresh')).toEqual({
      ...{ connectionId, role: 'refresh', origin: 'https://id.example.com' },
    });
  });

  test('for what a connection doesn’t have is refused', () => {
    const refused = (name: 'validationErrors.proxy.notNamed' | 'validationErrors.signIn.none') =>
      expect.objectContaining({ failure: { kind: 'invalid-input', detail: phrase(name) } }) as Error;
    expect(() => secretKey(silentServer, 'proxy')).toThrow(refused('validationErrors.proxy.notNamed'));
    expect(() => secretKey(silentServer, 'refresh')).toThrow(refused('validationErrors.signIn.none'));
  });

  const outdated = (after: Partial<Connection>): string[] =>
    outdatedSecrets(server, { ...server, ...after }).map(({ role = 'password' }) => role);

  test('stays as long as what it is for does', () => {
    expect(outdated({ name: 'Other' })).toEqual([]);
    expect(outdatedSecrets(silentServer, server)).toEqual([]);
  });

  test('is of no use once what it is for changed, and only that one', () => {
    const other = { ...proxy, url: 'http://other.example.com' } as Connection['proxy'];
    expect(outdated({ proxy: other })).toEqual(['proxy']);
    expect(outdated({ proxy: undefined })).toEqual(['proxy']);
    expect(outdated({ signIn: undefined })).toEqual(['refresh']);
    expect(
      outdated({ clientCertificate: { ...certificate, pem: 'NEW' } as Connection['clientCertificate'] }),
    ).toEqual(['clientKey']);
  });
});
