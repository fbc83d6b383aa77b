import { expect, test } from 'vitest';
import { understandBridgeAddress } from '../../src-main/adapters/servers/bridge-address.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { saying } from '../fakes/saying.ts';

const acme = 'https://acme.bridgeapp.com';

test.each([
  ['acme', acme],
  ['  Acme ', acme],
  ['acme-lincoln', 'https://acme-lincoln.bridgeapp.com'],
  ['2026', 'https://2026.bridgeapp.com'],
  ['acme.bridgeapp.com', acme],
  ['ACME.BridgeApp.com/', acme],
  ['acme.bridgeapp.com.', acme],
  ['//acme.bridgeapp.com', acme],
  ['https://acme.bridgeapp.com', acme],
  ['https://acme.bridgeapp.com/learner/courses/17?tab=all', acme],
  ['https://acme.bridgeapp.com/a/new_dashboard#/admin/users', acme],
  ['https://acme.bridgeapp.com/api/downloads/42/file', acme],
  ['https://acme.bridgeapp.com:443/author', acme],
  ['learn.example.com', 'https://learn.example.com'],
  ['learn.example.com:8443', 'https://learn.example.com:8443'],
  ['https://learn.example.com/admin/users', 'https://learn.example.com'],
  ['https://gateway.example.com/bridge/api/downloads', 'https://gateway.example.com/bridge'],
  ['https://gateway.example.com/api', 'https://gateway.example.com'],
  ['localhost', 'http://localhost'],
  ['localhost:3000', 'http://localhost:3000'],
  ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
  ['192.168.1.20:3000', 'https://192.168.1.20:3000'],
  ['https://notbridgeapp.com/x', 'https://notbridgeapp.com'],
])('“%s” is understood as %s', (text, baseUrl) => {
  expect(understandBridgeAddress(text)).toBe(baseUrl);
});

test.each([
  ['', /missing/],
  ['   ', /missing/],
  ['my company', /not the address/],
  ['http://acme.bridgeapp.com', /https/],
  ['http://learn.example.com', /https/],
  ['learn.example.com:80', /https/],
  ['http://127.0.0.1.example.com', /https/],
  ['ftp://acme.bridgeapp.com', /https/],
  ['javascript:alert(1)', /https/],
  ['https://ada:pässwörd-canary@acme.bridgeapp.com', /password/],
  ['bridgeapp.com', /name of its own/],
  ['https://www.bridgeapp.com/', /name of its own/],
  ['https://docs.bridgeapp.com/doc/api/html/downloads.html', /name of its own/],
  ['https://', /not the address/],
  [`https://${'a'.repeat(3000)}.example.com`, /too long/],
])('“%s” is refused in words, without what was typed', (text, reason) => {
  let thrown: unknown;
  try {
    understandBridgeAddress(text);
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof FailedError)) throw new Error('It should have been refused');
  expect(thrown.failure).toMatchObject({
    kind: 'invalid-input',
    detail: saying(reason),
  });
  expect(JSON.stringify(thrown.failure.detail)).not.toContain('canary');
});
