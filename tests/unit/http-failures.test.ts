import { expect, test } from 'vitest';
import {
  failureOfStatus,
  retryAfterOf,
  serverWordsOf,
  words,
} from '../../src-main/adapters/servers/http-failures.ts';
import { failureOfError } from '../../src-main/adapters/servers/http-errors.ts';
import { saying } from '../fakes/saying.ts';

const now = Date.UTC(2026, 10, 21, 12, 0, 0);

test.each([
  [400, 'bad-request'],
  [401, 'sign-in-needed'],
  [403, 'refused'],
  [404, 'not-found'],
  [405, 'bad-request'],
  [409, 'bad-request'],
  [412, 'archived'],
  [413, 'bad-request'],
  [418, 'bad-request'],
  [422, 'bad-request'],
  [429, 'busy'],
  [500, 'server-error'],
  [501, 'server-error'],
  [502, 'server-error'],
  [503, 'busy'],
  [504, 'server-error'],
  [507, 'server-error'],
  [204, 'protocol'],
  [304, 'protocol'],
] as const)('status %i means %s', (status, kind) => {
  expect(failureOfStatus({ status, headers: {} }, now)).toMatchObject({ kind, status });
});

test.each([
  [undefined, undefined],
  ['120', 120],
  [' 7 ', 7],
  ['0', 0],
  ['99999999', 3600],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  ['2026-11-21', undefined],
  ['Sat, 21 Nov 2026 12:00:30 GMT', 30],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ['Sat, 21 Nov 2099 11:00:00 GMT', 3600],
  ['Sat, 99 Nov', undefined],
])('Retry-After %j means %j seconds', (header, seconds) => {
  expect(retryAfterOf({ 'retry-after': header }, now)).toBe(seconds);
});

test('a time to be left alone until is measured by the clock that wrote it', () => {
  const headers = { 'retry-after': 'Sat, 21 Nov 2020 12:00:30 GMT', date: 'Sat, 21 Nov 2020 12:00:00 GMT' };
  expect(retryAfterOf(headers, now)).toBe(30);
});

test('a busy server’s wish is kept, another status’s is not', () => {
  expect(failureOfStatus({ status: 503, headers: { 'retry-after': '12' } }, now)).toEqual({
    kind: 'busy',
    status: 503,
    retryAfter: 12,
  });
  expect(failureOfStatus({ status: 404, headers: { 'retry-after': '12' } }, now)).toEqual({
    kind: 'not-found',
    status: 404,
  });
});

test('the server’s words lose the log number and whatever can’t be shown', () => {
  const said = (briefSummary: unknown): unknown => serverWordsOf({ error: { briefSummary } });
  expect(said('07120013 The entity with id: 1234 was not found')).toBe(
    'The entity with id: 1234 was not found',
  );
  expect(said('1234 pages')).toBe('1234 pages');
  expect(said('a\u0000b\r\nc\u202Ed\u2028e')).toBe('a b c d e');
  expect(said('x'.repeat(1000))).toHaveLength(300);
  for (const junk of ['', ' \n', 7, null, undefined, {}]) expect(said(junk)).toBeUndefined();
  for (const junk of [null, undefined, 'text', 7, [], { error: null }, { error: 'x' }])
    expect(serverWordsOf(junk)).toBeUndefined();
  expect(words('\u001b[31mred\u001b[0m')).toBe('[31mred [0m');
});

const fresh = { connected: false, answered: false };
const sent = { connected: true, answered: false };
const answered = { connected: true, answered: true };

test.each([
  ['ENOTFOUND', fresh, 'unreachable', /name is not known/],
  ['EAI_AGAIN', fresh, 'unreachable', /looked up/],
  ['ECONNREFUSED', fresh, 'unreachable', /nothing answers on that port/],
  ['EHOSTUNREACH', fresh, 'unreachable', /no way/],
  ['ENETUNREACH', fresh, 'unreachable', /no network/],
  ['ETIMEDOUT', fresh, 'unreachable', /in time/],
  ['ETIMEDOUT', sent, 'unreachable', /in time/],
  ['ECONNRESET', fresh, 'unreachable', /closed at once/],
  ['ECONNRESET', sent, 'cut', null],
  ['EPIPE', sent, 'cut', null],
  ['ECONNRESET', answered, 'cut', null],
  ['ETIMEDOUT', answered, 'cut', null],
  ['ERR_HTTP_CONTENT_LENGTH_MISMATCH', answered, 'cut', null],
  ['HPE_INVALID_CONSTANT', sent, 'protocol', /HTTP/],
  ['CERT_HAS_EXPIRED', fresh, 'untrusted', /expired/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', fresh, 'untrusted', /itself/],
  ['SELF_SIGNED_CERT_IN_CHAIN', fresh, 'untrusted', /authority/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', fresh, 'untrusted', /another name/],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', fresh, 'untrusted', /PROTOCOL_VERSION/],
  ['', fresh, 'unreachable', /no connection/],
] as const)('the error %s means what it should (%o -> %s)', (code, reached, kind, detail) => {
  const failure = failureOfError(
    { code, message: 'https://ada:canary@host/?sig=canary', options: { password: 'canary' } },
    reached,
  );
  expect(failure.kind).toBe(kind);
  if (detail) expect(failure.detail).toEqual(saying(detail));
  expect(JSON.stringify(failure)).not.toContain('canary');
});

const noWay = (address: string): object => ({ code: 'EHOSTUNREACH', address });

test.each([
  ['a private address', { code: 'EHOSTUNREACH', cause: noWay('192.168.1.20') }],
  ['a link-local one', { code: 'EHOSTUNREACH', cause: noWay('fe80::1') }],
  ['one of several', { code: 'EHOSTUNREACH', cause: { errors: [noWay('2001:db8::1'), noWay('10.0.0.9')] } }],
])(
  'no way to %s is told on macOS as what its question about the local network may have answered',
  (_to, error) => {
    expect(failureOfError(error, fresh, undefined, 'darwin')).toEqual({
      kind: 'unreachable',
      detail: saying(/macOS doesn’t let Ferry into the local network/),
    });
    expect(failureOfError(error, fresh, undefined, 'linux').detail).toEqual(saying(/no way/));
  },
);

test('no way to a public address is no refusal of macOS’', () => {
  const error = { code: 'EHOSTUNREACH', cause: noWay('203.0.113.9') };
  expect(failureOfError(error, fresh, undefined, 'darwin').detail).toEqual(saying(/no way/));
});

test('anything may have been thrown', () => {
  for (const thrown of [null, undefined, 'text', 7, new Error('x')]) {
    expect(failureOfError(thrown, fresh)).toEqual({ kind: 'unreachable', detail: saying('no connection') });
  }
});
