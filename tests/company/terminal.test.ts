import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFileSecrets } from '../../src-main/adapters/secrets-file.ts';
import { leaksBelow } from '../fakes/secret-forms.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { startRawAlfresco } from '../faults/raw-alfresco.ts';
import type { RawAlfresco } from '../faults/raw-alfresco.ts';
import { ferry, startFerry } from '../process/ferry-process.ts';
import type { FerryEnd } from '../process/ferry-process.ts';
import { programFile } from '../programs/program-file.ts';
import { companyBytes, companyFile, companyServer, passphrase } from './company-tls.ts';
import { startProvider } from './company-provider.ts';
import { startProxy } from './proxies.ts';

const proxyPassword = 'canary-proxy-7f3b91d2c8/%';

/** A company's Alfresco with one document, and the command line that asks for it. */
async function ground(tls: object | null = companyServer('company-server', 'company-issuing')) {
  const alfresco = await startRawAlfresco(tls ? { tls } : {});
  alfresco.put('a', { content: { pattern: 7, size: 5_000 } });
  const folder = tempFolder();
  const [data, out] = [join(folder, 'data'), join(folder, 'out')];
  mkdirSync(out);
  const url = `${alfresco.server.origin}/alfresco`;
  const files = ['--data-dir', data, '--out', out, '--node', 'a'];
  const get = (...more: string[]): string[] => [
    ...['get', '--kind', 'alfresco', '--url', url, '--user', 'ada', ...files],
    ...more,
  ];
  onTestFinished(() => expectNoSecret(folder, alfresco));
  return { alfresco, get, data, out, url, files };
}

/** No planted secret is in any file below. */
function expectNoSecret(folder: string, { secrets }: RawAlfresco): void {
  const planted = [...secrets, proxyPassword, passphrase].map((one) => [one, one]);
  expect(leaksBelow(folder, Object.fromEntries(planted) as Record<string, string>)).toEqual([]);
}

const run = (args: string[], environment: Record<string, string> = {}): Promise<FerryEnd> =>
  ferry(args, { secret: 'canary-password-of-ada', environment });

test('an authority that is named once is kept with the server; without it the words say what is missing', async () => {
  const { alfresco, get, data, out, url } = await ground();
  const without = await run(get());
  expect(without.code).toBe(5);
  expect(without.stderr).toMatch(/certificate.*authority/);
  expect(alfresco.server.requests).toEqual([]);
  const first = await run(get('--ca', companyFile('company-root.crt')));
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const second = await run(get());
  expect(second.code).toBe(0);
  expect(readdirSync(out).length).toBeGreaterThan(0);
  const signIn = await run(['sign-in', '--url', url, '--data-dir', join(data, 'another')]);
  expect(signIn.code).toBe(5);
  expect(signIn.stderr).toMatch(/certificate.*authority/);
  const junk = await run(get('--ca', companyFile('company-server.key')));
  expect(junk.code).toBe(2);
  expect(junk.stderr).toContain('private key');
});

test('a proxy that is named holds for this machine too and is kept; “none” leaves it out again', async () => {
  const { alfresco, get } = await ground(null);
  const proxy = await startProxy({ user: 'alice', password: proxyPassword });
  const [scheme, host] = proxy.url.split('//');
  const named = `${scheme}//alice@${host}`;
  const environment = { FERRY_PROXY_SECRET: proxyPassword };
  expect(await run(get('--proxy', named), environment)).toMatchObject({ code: 0 });
  expect(proxy.asked).toContain(`127.0.0.1:${alfresco.server.port}`);
  const asked = proxy.asked.length;
  expect(await run(get(), environment)).toMatchObject({ code: 0 });
  expect(proxy.asked.length).toBeGreaterThan(asked);
  const without = await run(get());
  expect(without.code).toBe(5);
  expect(without.stderr).toMatch(/The proxy .* asks for a sign-in of its own/);
  const before = proxy.asked.length;
  expect(await run(get('--proxy', 'none'))).toMatchObject({ code: 0 });
  expect(proxy.asked).toHaveLength(before);
});

test('a proxy that a browse names is the one of a later find as well', async () => {
  const { alfresco, data, url } = await ground(null);
  const proxy = await startProxy();
  const server = ['--kind', 'alfresco', '--url', url, '--user', 'ada', '--data-dir', data];
  await run(['browse', ...server, '--proxy', proxy.url, '/']);
  const asked = proxy.asked.length;
  expect(asked).toBeGreaterThan(0);
  await run(['find', ...server, 'contract']);
  expect(proxy.asked.length).toBeGreaterThan(asked);
  expect(new Set(proxy.asked)).toEqual(new Set([`127.0.0.1:${alfresco.server.port}`]));
});

test('a proxy that leads nowhere ends the first contact with its name', async () => {
  const { alfresco, get } = await ground();
  const end = await run(get('--proxy', 'http://127.0.0.1:1'));
  expect(end.code).toBe(5);
  expect(end.stderr).toContain('The proxy 127.0.0.1:1');
  expect(alfresco.server.connections).toBe(0);
});

test('a client certificate is shown with its passphrase, and missed in words', async () => {
  const ca = [companyBytes('company-root.crt'), companyBytes('company-issuing.crt')];
  const { get } = await ground({
    ...companyServer('company-server', 'company-issuing'),
    ...{ ca, requestCert: true, rejectUnauthorized: true },
  });
  const authority = ['--ca', companyFile('company-root.crt')];
  const without = await run(get(...authority));
  expect(without.code).toBe(5);
  expect(without.stderr).toContain('client certificate');
  const wrong = await run(get('--client-cert', companyFile('client.p12')), { FERRY_KEY_SECRET: 'wrong' });
  expect(wrong.code).toBe(5);
  expect(wrong.stderr).toContain('The passphrase of the client certificate is missing or wrong');
  expect(await run(get(), { FERRY_KEY_SECRET: passphrase })).toMatchObject({ code: 0 });
});

test('a company’s sign-in prints where to go, and the download comes once somebody was there', async () => {
  const { alfresco, data, out, url, files } = await ground(null);
  const provider = await startProvider();
  alfresco.takesBearer = provider.takes;
  const company = ['--sign-in', 'oidc', '--issuer', provider.issuer, '--client-id', 'ferry'];
  const get = ['get', '--kind', 'alfresco', '--url', url, ...files, ...company];
  const process = startFerry(get, { secret: null });
  const line = await process.line('Sign in at');
  expect(line).toContain(provider.host);
  const address = /https?:\S+/.exec(line)![0];
  expect((await fetch(await provider.signIn(address))).status).toBe(200);
  expect(await process.ended).toMatchObject({ code: 0 });
  expect(readdirSync(out)).toHaveLength(1);
  const browser = startFerry(['sign-in', '--url', url, '--data-dir', data], { secret: null });
  expect(await browser.line('Sign in at')).toContain(provider.host);
  browser.interrupt();
  expect((await browser.ended).code).toBe(130);
  const device = startFerry(['sign-in', '--url', url, '--data-dir', data, '--device'], { secret: null });
  const code = /open (\S+) and type (\S+)/.exec(await device.line('Sign in on any device'))!;
  await provider.typeCode(code[1]!, code[2]!);
  expect(await device.ended).toMatchObject({ code: 0 });
});

test('a provider that is not there ends a sign-in at once, with its name', async () => {
  const { data, url } = await ground(null);
  const company = ['--issuer', 'http://127.0.0.1:1', '--client-id', 'ferry'];
  const end = await ferry(['sign-in', '--url', url, '--data-dir', data, ...company], { secret: null });
  expect(end.code).toBe(5);
  expect(end.stderr).toContain('127.0.0.1:1, where your company signs in');
});

const noTerminal = spawnSync('script', ['--version']).status !== 0;

test.skipIf(noTerminal)(
  'the passphrase of the encrypted file is typed at the terminal, and named where there is none',
  async () => {
    const { alfresco, get, data, url } = await ground(null);
    expect(await run(get())).toMatchObject({ code: 0 });
    const id = /"id":\s*"([^"]+)"/.exec(readFileSync(join(data, 'config.json'), 'utf8'))![1]!;
    const { origin } = new URL(url);
    const { secrets } = createFileSecrets({ folder: data, passphrase, cost: { N: 2 ** 14, r: 8, p: 1 } });
    await secrets.write({ connectionId: id, origin }, alfresco.password);
    const inFile = { FERRY_KEYCHAIN: 'file' };
    const piped = await ferry(get(), { secret: null, environment: inFile });
    expect(piped.code).toBe(5);
    expect(piped.stderr).toContain('FERRY_FILE_SECRET');

    const quoted = [process.execPath, programFile('ferry'), ...get()].map((word) => `'${word}'`).join(' ');
    const { FERRY_SECRET: _own, ...inherited } = process.env;
    const child = spawn('script', ['-qec', quoted, '/dev/null'], {
      ...{ env: { ...inherited, ...inFile }, stdio: ['pipe', 'pipe', 'ignore'] },
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const wasAsked = shown.includes('Passphrase of');
      shown += text;
      if (!wasAsked && shown.includes('Passphrase of')) child.stdin.write(`${passphrase}\r`);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, shown }).toMatchObject({ code: 0 });
    expect(shown).not.toContain('Password of');
    expect(shown).not.toContain(passphrase);
  },
);
