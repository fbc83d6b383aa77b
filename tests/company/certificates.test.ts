import { describe, expect, test } from 'vitest';
import type { SecureContextOptions } from 'node:tls';
import { readAuthorities } from '../../src-main/adapters/servers/authorities.ts';
import type { Source } from '../../src-shared/job/job.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { startRawAlfresco } from '../faults/raw-alfresco.ts';
import { certificate, startRawServer } from '../faults/raw-server.ts';
import { head, redirect } from '../faults/wire.ts';
import { companyAuthorities, companyBytes, companyFile, companyServer, passphrase } from './company-tls.ts';
import { failureOf, openLine } from './company-world.ts';
import { startOddProxy } from './proxies.ts';

const document: Source = { from: 'content', content: { documentId: 'a', name: 'a.bin' } };
const chain = (): SecureContextOptions => companyServer('company-server', 'company-issuing');

/** An Alfresco with a certificate, and what is wrong with it when some authorities are trusted. */
async function whyNot(tls: SecureContextOptions, trusted: Partial<Connection> = {}) {
  const alfresco = await startRawAlfresco({ tls });
  const line = await openLine({ ...alfresco.connection, ...trusted }, { password: alfresco.password });
  const failure = await line.whyNot();
  // Not a byte of HTTP, and with it no credential.
  expect(alfresco.server.requests).toEqual([]);
  return failure;
}

describe('22 the authority of a company', () => {
  test.each([
    ['the root alone, as PEM', ['company-root.crt']],
    ['the one that issued it alone', ['company-issuing.crt']],
    ['a bundle of three', ['company-root.crt', 'inspector.crt', 'company-issuing.crt']],
  ])('22 is trusted by %s', async (_how, files) => {
    const alfresco = await startRawAlfresco({ tls: chain() });
    const authorities = companyAuthorities(...files);
    const line = await openLine({ ...alfresco.connection, authorities }, { password: alfresco.password });
    expect(await line.probe()).toMatchObject({ account: 'ada' });
  });

  test('22 is read from DER as well as from PEM, and a bundle is split', () => {
    const [root] = companyAuthorities('company-root.crt');
    const der = Buffer.from(root!.pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    expect(readAuthorities(der, Date.now())).toEqual([root]);
    const bundle = Buffer.concat(
      ['company-root.crt', 'company-issuing.crt', 'company-old.crt', 'company-root.crt'].map(companyBytes),
    );
    expect(readAuthorities(bundle, Date.now()).map(({ subject }) => subject)).toEqual([
      'Example Corp Root CA',
      'Example Corp Issuing CA 3',
    ]);
    expect(root).toMatchObject({
      issuer: 'Example Corp Root CA',
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) as string,
    });
  });

  test.each([
    ['a key', 'company-server.key', /holds a private key/],
    ['junk', 'client.p12', /no certificate of an authority/],
    [
      'a server’s own certificate',
      'company-server.crt',
      /the certificate of records\.invalid, not of an authority\. Choose that of Example Corp Issuing CA 3/,
    ],
    [
      'one that has expired',
      'company-old.crt',
      /The certificate of the authority Example Corp Old CA has expired/,
    ],
  ])('22 is refused with words where the file is %s', async (_what, file, words) => {
    const { kind, words: said } = await failureOf(
      (async () => readAuthorities(companyBytes(file), Date.now()))(),
    );
    expect(kind).toBe('invalid-input');
    expect(said).toMatch(words);
  });

  test('22 that nobody chose is named, with what to compare, and nothing was sent', async () => {
    const { words, ...failure } = await whyNot(chain());
    expect(failure).toMatchObject({
      kind: 'untrusted',
      certificate: {
        subject: 'records.invalid',
        issuer: 'Example Corp Issuing CA 3',
        validTo: Date.UTC(2120, 0, 1),
        fingerprint: expect.stringMatching(/^[0-9A-F:]{95}$/) as string,
      },
    });
    expect(words).toContain('authority');
  });

  test('22 of another company doesn’t help', async () => {
    const authorities = companyAuthorities('inspector.crt');
    expect(await whyNot(chain(), { authorities })).toMatchObject({ kind: 'untrusted' });
  });

  test('22 is taken for hops to other origins as well', async () => {
    const alfresco = await startRawAlfresco({ tls: chain() });
    const storage = await startRawServer((request) => alfresco.serve('a', request), { tls: chain() });
    alfresco.put('a', { content: { pattern: 7, size: 10 } });
    alfresco.scripts.next('content', redirect(`${storage.origin}/bytes`));
    const authorities = companyAuthorities('company-root.crt');
    const line = await openLine({ ...alfresco.connection, authorities }, { password: alfresco.password });
    const chunks: Uint8Array[] = [];
    const sink = {
      begin: async () => undefined,
      write: async (chunk: Uint8Array) => void chunks.push(chunk.slice()),
    };
    const { signal } = new AbortController();
    await line.api.fetchInto(sink, document, null, { signal }).catch(() => undefined);
    expect(storage.requests.length).toBeGreaterThan(0);
    expect(storage.requests.some((request) => request.header('authorization'))).toBe(false);
  });
});

describe('23 a certificate is refused in its own words', () => {
  const trusted = { authorities: companyAuthorities('company-root.crt', 'company-issuing.crt') };
  test.each([
    [
      'has expired',
      certificate('expired'),
      { authorities: readAuthorities(companyBytes('../authority.crt'), Date.now()) },
      'it has expired',
    ],
    ['isn’t valid yet', companyServer('company-future'), trusted, 'it isn’t valid yet'],
    [
      'is of another host',
      certificate('other-name'),
      { authorities: readAuthorities(companyBytes('../authority.crt'), Date.now()) },
      'it belongs to another name',
    ],
    ['the server signed itself', certificate('self-signed'), {}, 'the server signed it itself'],
    [
      'comes without the one in between',
      companyServer('company-server'),
      { authorities: companyAuthorities('company-root.crt') },
      'the server sends it without the authority’s own',
    ],
    [
      'is of an authority nobody knows',
      companyServer('company-server', 'company-issuing', 'company-root'),
      {},
      'an authority signed it that this computer doesn’t know',
    ],
    [
      'was put there by an inspecting proxy',
      companyServer('inspected-server'),
      {},
      'Zscaler Intermediate Root CA opens the connection on its way',
    ],
  ])('23 that %s', async (_what, tls, chosen, words) => {
    const failure = await whyNot(tls, chosen);
    expect(failure.kind).toBe('untrusted');
    expect(failure.words).toContain(words);
    expect(failure.words).toContain('certificate');
  });

  test('23 and one that nobody signed can be chosen itself', async () => {
    const alfresco = await startRawAlfresco({ tls: certificate('self-signed') });
    const authorities = readAuthorities(companyBytes('../self-signed.crt'), Date.now());
    const line = await openLine({ ...alfresco.connection, authorities }, { password: alfresco.password });
    expect(await line.probe()).toMatchObject({ account: 'ada' });
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)(
  '24 a server that wants a client certificate, %s',
  (version) => {
    const wanting: SecureContextOptions = {
      ...companyServer('company-server', 'company-issuing'),
      minVersion: version,
      maxVersion: version,
      ca: [companyBytes('company-root.crt'), companyBytes('company-issuing.crt')],
      ...{ requestCert: true, rejectUnauthorized: true },
    };
    const authorities = companyAuthorities('company-root.crt');

    async function line(file: string | null, clientKey?: string) {
      const alfresco = await startRawAlfresco({ tls: wanting });
      const connection = {
        ...alfresco.connection,
        authorities,
        ...(file !== null && { clientCertificate: { file: companyFile(file) } }),
      };
      const secrets = { password: alfresco.password, ...(clientKey !== undefined && { clientKey }) };
      return { alfresco, ...(await openLine(connection, secrets)) };
    }

    test.each([
      ['client.p12', passphrase],
      ['client.pem', undefined],
      ['client-encrypted.pem', passphrase],
    ])('24 takes %s', async (file, clientKey) => {
      const { probe } = await line(file, clientKey);
      expect(await probe()).toMatchObject({ account: 'ada' });
    });

    test.each([
      ['none', null, undefined, /^The server wants a client certificate/],
      [
        'one of a stranger',
        'client-stranger.pem',
        undefined,
        /client certificate.*refuse|refused the client certificate/,
      ],
      [
        'one that has expired',
        'client-expired.pem',
        undefined,
        /client certificate.*refuse|refused the client certificate/,
      ],
      [
        'the wrong passphrase',
        'client.p12',
        'wrong',
        /^The passphrase of the client certificate is missing or wrong/,
      ],
      [
        'no passphrase',
        'client.p12',
        undefined,
        /^The passphrase of the client certificate is missing or wrong/,
      ],
      [
        'no passphrase of a PEM key',
        'client-encrypted.pem',
        undefined,
        /^The passphrase of the client certificate is missing or wrong/,
      ],
      [
        'an old encryption',
        'client-old.p12',
        passphrase,
        /^The file of the client certificate is encrypted in an old way.*AES-256/,
      ],
      ['a certificate alone', 'company-root.crt', undefined, /not the key that belongs to it/],
      ['a key alone', 'company-server.key', undefined, /holds a key, but no client certificate/],
      ['no file at all', 'nowhere.p12', undefined, /can’t be read/],
    ])('24 that gets %s says so', async (_what, file, clientKey, words) => {
      const { alfresco, whyNot } = await line(file, clientKey);
      const failure = await whyNot();
      expect(failure.kind).toBe('client-certificate');
      expect(failure.words).toMatch(words);
      expect(alfresco.server.requests).toEqual([]);
    });

    test('24 has not made anything of a request to prepare', async () => {
      const { api } = await line(null);
      const { signal } = new AbortController();
      const lost = await api
        .create({ kind: 'alfresco', nodeIds: ['a'] }, { signal })
        .catch((error: { answerLost: boolean }) => error.answerLost);
      expect(lost).toBe(false);
    });

    test('24 keeps the certificate from other origins', async () => {
      const { alfresco, api } = await line('client.pem');
      const storage = await startRawServer(() => [], { tls: wanting });
      alfresco.put('a', { content: { pattern: 7, size: 10 } });
      alfresco.scripts.next('content', redirect(`${storage.origin}/bytes`));
      const { signal } = new AbortController();
      const sink = { begin: async () => undefined, write: async () => undefined };
      await expect(api.fetchInto(sink, document, null, { signal })).rejects.toThrow();
      expect(storage.requests).toEqual([]);
      expect(storage.connections).toBeGreaterThan(0);
    });
  },
);

test.each([
  ['No required SSL certificate was sent', /^The server wants a client certificate/],
  ['The SSL certificate error', /^The server refused the client certificate/],
])('24 a gateway that says “%s” in a page is understood', async (said, words) => {
  const alfresco = await startRawAlfresco();
  const page = `<html><title>400 ${said}</title></html>`;
  alfresco.scripts.always('signIn', [
    head('400 Bad Request', ['Content-Type: text/html', `Content-Length: ${page.length}`]),
    { send: page },
  ]);
  const line = await openLine(alfresco.connection, { password: 'x' });
  const failure = await line.whyNot();
  expect(failure.kind).toBe('client-certificate');
  expect(failure.words).toMatch(words);
});

test('a server that speaks no TLS is told apart from one that wants a client certificate', async () => {
  const plain = await startOddProxy((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const alfresco = await startRawAlfresco();
  const baseUrl = `https://${plain.host}/alfresco`;
  const line = await openLine({ ...alfresco.connection, baseUrl }, { password: 'x' });
  expect((await line.whyNot()).words).toContain('the server doesn’t speak TLS there');
});
