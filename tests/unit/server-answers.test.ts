import { expect, test } from 'vitest';
import { authoritySchema, certificateFactsSchema } from '../../src-shared/certificate.ts';
import { everyone, id, nothing } from '../../src-shared/contract/parts.ts';
import {
  createdSchema,
  proofSchema,
  remoteStatusSchema,
  responseHeadSchema,
} from '../../src-shared/server-answers.ts';

const counters = { filesDone: 1, filesTotal: 2, bytesDone: 3, bytesTotal: 4 };
const isFit = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

test('a name that a server gave is cut to what a row holds, and a blank one is none', () => {
  const named = (name: string | null): unknown => {
    const status = remoteStatusSchema.parse({ is: 'ready', counters, name, expiresAt: null });
    return status.is === 'ready' && status.name;
  };
  expect([named('a.zip'), named(null), named(' \t')]).toEqual(['a.zip', null, null]);
  expect(named('x'.repeat(1_001))).toBe('x'.repeat(1_000));
});

test('a server’s own word for what it does is cut, and its wish to wait is no time in the past', () => {
  const waiting = { is: 'waiting', counters, word: 'w'.repeat(301) };
  expect(remoteStatusSchema.parse(waiting)).toMatchObject({ word: 'w'.repeat(300) });
  expect(isFit(remoteStatusSchema, { ...waiting, retryAfter: 0 })).toBe(true);
  expect(isFit(remoteStatusSchema, { ...waiting, retryAfter: -1 })).toBe(false);
});

test('a failure that a server told is kept as far as a row can', () => {
  const failure = { kind: 'failed-on-server', detail: 'x'.repeat(400) } as const;
  const status = remoteStatusSchema.parse({ is: 'failed', failure });
  expect(status).toEqual({ is: 'failed', failure: { ...failure, detail: 'x'.repeat(300) } });
});

test('a create brings something that is prepared or a document, whose name is cut, and nothing else', () => {
  expect(createdSchema.parse({ prepared: 'p', name: ' ' })).toEqual({ prepared: 'p', name: null });
  expect(createdSchema.parse({ content: { documentId: 'd', name: 'x'.repeat(1_001) } })).toEqual({
    content: { documentId: 'd', name: 'x'.repeat(1_000) },
  });
  expect(isFit(createdSchema, { prepared: 'p'.repeat(201), name: null })).toBe(false);
  expect(isFit(createdSchema, {})).toBe(false);
});

test('what comes before the first byte has a place and a length from 0 on, the length only where it is told', () => {
  const head = { offset: 0, total: null, proof: null, name: null };
  expect(isFit(responseHeadSchema, head)).toBe(true);
  expect(isFit(responseHeadSchema, { ...head, digests: [{ algorithm: 'md5', hex: '00' }] })).toBe(true);
  for (const wrong of [{ offset: -1 }, { total: -1 }, { digests: [{ algorithm: 'rot13', hex: '' }] }])
    expect(isFit(responseHeadSchema, { ...head, ...wrong })).toBe(false);
  expect(isFit(proofSchema, { by: 'etag', etag: '"x"' })).toBe(true);
  expect(isFit(proofSchema, { by: 'guess' })).toBe(false);
});

test('of a certificate its facts are shown, an authority is kept with the certificate itself', () => {
  const facts = { subject: 'Company', issuer: 'Company', validFrom: 0, validTo: 1, fingerprint: 'AA' };
  expect(certificateFactsSchema.parse({ ...facts, pem: 'PEM' })).toEqual(facts);
  expect(isFit(authoritySchema, facts)).toBe(false);
  expect(isFit(authoritySchema, { ...facts, pem: 'x'.repeat(20_001) })).toBe(false);
  expect(authoritySchema.parse({ ...facts, pem: 'PEM' })).toMatchObject({ pem: 'PEM' });
});

test('an id in a call has an end, and a call that both hosts may make names both', () => {
  expect(['a', 'a'.repeat(64), '', 'a'.repeat(65)].map((text) => isFit(id, text))).toEqual([
    ...[true, true, false, false],
  ]);
  expect(everyone).toEqual(expect.arrayContaining(['web', 'window']));
  expect(nothing.parse({ more: 1 })).toEqual({});
});
