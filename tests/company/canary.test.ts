import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { isFinal, stateOf } from '../../src-shared/job/job-states.ts';
import type { CallInput } from '../../src-shared/contract.ts';
import type { Client } from '../../src-shared/rpc-client.ts';
import { chromiumOptions } from '../chromium.ts';
import { alfrescoError, startRawAlfresco } from '../faults/raw-alfresco.ts';
import { startRawBridge } from '../faults/raw-bridge.ts';
import { json } from '../faults/wire.ts';
import { leaksBelow, leaksIn, secretForms } from '../fakes/secret-forms.ts';
import { ferry } from '../process/ferry-process.ts';
import { enterWebHost, layWebHostHome, startWebHost } from '../process/web-host-process.ts';
import { companyAuthorities, companyBytes, companyFile, companyServer, passphrase } from './company-tls.ts';
import { startProvider } from './company-provider.ts';
import { startProxy } from './proxies.ts';

const builtScreen = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const proxyPassword = 'canary-proxy-7f3b91d2c8/%"ü';
const filePassphrase = 'canary-file-91d2c8 7f3b';

/** A page of the real screen, and every message between it and the host but the write-only call. */
async function openPage(address: string): Promise<{ page: Page; messages: string[] }> {
  const browser = await chromium.launch(await chromiumOptions());
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ locale: 'en-GB' });
  const messages: string[] = [];
  page.on('websocket', (socket) => {
    const keep = ({ payload }: { payload: string | Buffer }): void => {
      const text = payload.toString();
      if (!text.includes('"call":"connections.setSecret"')) messages.push(text);
    };
    socket.on('framesent', keep);
    socket.on('framereceived', keep);
  });
  await page.goto(address);
  return { page, messages };
}

/** All that the page's engine holds, after what it needs no more is gone. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  return chunks.join('');
}

/** Extended attributes of all files below, where the system has a program that tells them. */
function attributesBelow(folder: string): string {
  try {
    return execFileSync('getfattr', ['-R', '-d', '-m', '-', folder], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}

async function add(
  client: Client,
  input: CallInput<'connections.save'>,
  secrets: Partial<Record<'password' | 'proxy' | 'clientKey', string>>,
): Promise<string> {
  const saved = await client.call('connections.save', input);
  if (!saved.ok) throw new Error(JSON.stringify(saved.failure));
  const { id } = saved.value.connection;
  for (const [role, secret] of Object.entries(secrets))
    await client.call('connections.setSecret', { id, secret, role: role as 'proxy' });
  return id;
}

/** Waits until a download is over, one way or the other. */
async function settled(client: Client, jobId: string): Promise<string> {
  for (;;) {
    const snapshot = await client.call('queue.snapshot', {});
    const job = snapshot.ok ? snapshot.value.jobs.find(({ id }) => id === jobId) : undefined;
    if (!job) continue;
    const isHeld = job.waitingFor !== null && job.waitingFor.for !== 'slot';
    if (isHeld || isFinal(job) || stateOf(job).needsUser) return job.state.is;
  }
}

/** What a server may say that Ferry has never heard of: it is known by what stands beside it. */
const strangers = {
  account: 'canary-account-5d1e',
  policy: 'canary-policy-90ab',
  bearer: 'canary-bearer-77c2',
  named: 'canary-named-e604',
  otherTicket: 'TICKET_canaryother',
  header: 'canary-header-1b38',
};
const strangersSaid = [
  `https://ada:${strangers.account}@files.example.com/a`,
  `https://files.example.com/a?Policy=${strangers.policy}`,
  `Bearer ${strangers.bearer}`,
  `api_key=${strangers.named}`,
  strangers.otherTicket,
  Buffer.from(strangers.otherTicket).toString('base64'),
  `Authorization: Digest ${strangers.header}`,
];

test('no secret is anywhere but in the encrypted file and in requests to its own server, after a busy run with failures', async () => {
  const [plain, guarded, company] = [
    await startRawAlfresco(),
    await startRawAlfresco({
      tls: {
        ...companyServer('company-server', 'company-issuing'),
        ca: [companyBytes('company-root.crt'), companyBytes('company-issuing.crt')],
        ...{ requestCert: true, rejectUnauthorized: true },
      },
    }),
    await startRawAlfresco(),
  ];
  const [bridge, provider] = [await startRawBridge(), await startProvider({ rotates: true, accessFor: 61 })];
  const proxy = await startProxy({ user: 'alice', password: proxyPassword });
  company.takesBearer = (token) => provider.takes(token);
  bridge.prepares = { content: { pattern: 3, size: 4_000 }, name: 'users.csv', etag: '"one"' };
  for (const server of [plain, guarded, company]) server.put('a', { content: { pattern: 7, size: 50_000 } });
  const planted: Record<string, string> = {
    password: plain.password,
    ticket: 'TICKET_canary1',
    proxy: proxyPassword,
    passphrase,
    token: bridge.token,
    signature: 'canary-signature',
    file: filePassphrase,
    ...strangers,
  };
  // Servers that say back whatever they know.
  const echo = (): string =>
    [planted['password']!, planted['ticket']!, proxyPassword, passphrase, bridge.token, ...provider.issued]
      .flatMap(secretForms)
      .concat(bridge.link('1'))
      .join(' and ');
  for (const server of [plain, guarded, company]) server.put('echo', { content: { pattern: 1, size: 10 } });

  const home = layWebHostHome();
  const dump = join(home.home, 'environment');
  writeFileSync(
    join(home.home, 'programs', 'xdg-open'),
    `#!/bin/sh\nexport -p > "${dump}"\nwhile read -r line; do echo "$line"; done < /proc/$$/environ >> "${dump}"\n`,
  );
  rmSync(join(home.home, 'screen'), { recursive: true });
  cpSync(builtScreen, join(home.home, 'screen'), { recursive: true });
  home.environment = {
    ...{ FERRY_KEYCHAIN: 'file', FERRY_FILE_SECRET: filePassphrase, LC_ALL: 'C.UTF-8' },
  };
  const host = startWebHost(home, '--no-open');
  const address = await host.address;
  const client = await enterWebHost(address);
  const { page, messages } = await openPage(address);

  // By hand: at first a wrong password, then the right one.
  await page.getByRole('button', { name: 'Add a server' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a server' });
  await dialog.getByLabel('Address').fill(`${plain.server.origin}/alfresco`);
  await dialog.getByLabel('User name').fill('ada');
  await dialog.getByLabel('Password').fill(plain.password);
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await dialog.waitFor({ state: 'detached' });

  const { connections } = await client
    .call('connections.list', {})
    .then((answer) => (answer.ok ? answer.value : { connections: [] }));
  const records = connections[0]!.id;
  const kind = 'alfresco' as const;
  const [proxied, mutual, single, exports] = [
    await add(
      client,
      {
        ...{ kind, name: 'Proxied', address: `${plain.server.origin}/alfresco/`, user: 'eve' },
        proxy: { use: 'own', url: proxy.url, user: 'alice' },
      },
      { proxy: proxyPassword, password: plain.password },
    ),
    await add(
      client,
      {
        ...{ kind, name: 'Guarded', address: `${guarded.server.origin}/alfresco`, user: 'ada' },
        authorities: companyAuthorities('company-root.crt'),
        clientCertificate: { file: companyFile('client.p12') },
      },
      { clientKey: passphrase, password: guarded.password },
    ),
    await add(
      client,
      {
        ...{ kind, name: 'Company', address: `${company.server.origin}/alfresco`, user: '' },
        signIn: { by: 'oidc', issuer: provider.issuer, clientId: 'ferry', scope: '' },
      },
      {},
    ),
    await add(
      client,
      { kind: 'bridge', name: 'Learning', address: bridge.server.origin, user: '' },
      { password: bridge.token },
    ),
  ];
  const begun = await client.call('connections.beginSignIn', { id: single, way: 'browser' });
  if (!begun.ok) throw new Error('no sign-in');
  const waiting = client.call('connections.awaitSignIn', { id: single });
  await fetch(await provider.signIn(begun.value.address));
  await waiting;

  const folder = join(home.home, 'Downloads', 'Ferry');
  const ask = async (connectionId: string, item = 'a'): Promise<string> => {
    const made = await client.call('jobs.create', { connectionId, items: [item], folder });
    if (!made.ok) throw new Error(JSON.stringify(made.failure));
    return made.value.jobId;
  };
  const states: string[] = [];
  for (const id of [records, proxied, mutual, single]) states.push(await settled(client, await ask(id)));
  const exported = await client.call('jobs.createExport', {
    ...{ connectionId: exports, downloadType: 'user_export', info: '', folder },
  });
  if (exported.ok) states.push(await settled(client, exported.value.jobId));
  expect(states).toEqual(['saved', 'saved', 'saved', 'saved', 'saved']);

  // Now everything fails, and says why with all that it knows.
  for (const server of [plain, guarded, company]) {
    server.scripts.always('node', () => alfrescoError('400 Bad Request', echo()));
    server.scripts.always('content', () => alfrescoError('400 Bad Request', echo()));
  }
  const title = (): string => [...strangersSaid, echo()].join('\n');
  bridge.scripts.always('create', () => json('422 Unprocessable Entity', { errors: [{ title: title() }] }));
  for (const id of [records, proxied, mutual, single]) await settled(client, await ask(id, 'echo'));
  const refused = await client.call('jobs.createExport', {
    ...{ connectionId: exports, downloadType: 'user_export', info: '', folder },
  });
  if (refused.ok) await settled(client, refused.value.jobId);
  proxy.account = { user: 'alice', password: 'another' };
  await client.call('connections.test', { id: proxied });
  provider.next.push((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: 'invalid_request', error_description: echo() }));
  });
  company.scripts.always('person', () => alfrescoError('401 Unauthorized', echo()));
  await client.call('connections.test', { id: single });

  // What a person looks at, opens, saves and hands on.
  await page.getByRole('treegrid', { name: 'Downloads' }).locator('[data-job]').first().click();
  const snapshot = await client.call('queue.snapshot', {});
  const jobs = snapshot.ok ? snapshot.value.jobs : [];
  for (const { id } of jobs) messages.push(JSON.stringify(await client.call('jobs.timeline', { jobId: id })));
  messages.push(JSON.stringify(jobs), JSON.stringify(await client.call('notices.list', {})));
  const savedId = jobs.find(({ state }) => state.is === 'saved')!.id;
  await client.call('jobs.open', { jobId: savedId, confirmed: true });
  const diagnostics = await client.call('diagnostics.make', {});
  if (diagnostics.ok) await client.call('diagnostics.save', { id: diagnostics.value.id, folder });
  await client.call('backup.save', { folder, history: true });
  const terminal = [];
  for (const args of [
    ['list', '--all'],
    ['history'],
    ['diagnostics'],
    ['backup', join(folder, 'terminal.json')],
  ])
    terminal.push(await ferry([args[0]!, '--data-dir', home.dataFolder, ...args.slice(1)], { secret: null }));
  expect(terminal.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  while (!existsSync(dump));
  const heap = await heapOf(page);
  host.stop('SIGTERM');
  const { output, errors } = await host.ended;

  const secrets = { ...planted };
  for (const [at, token] of provider.issued.entries()) secrets[`issued ${at}`] = token;
  expect(provider.issued.length).toBeGreaterThan(1);
  // The search finds what is there: requests carried each of them, and the page typed one.
  expect(leaksIn('requests', plain.server.requests.map(({ text }) => text).join(), secrets)).not.toEqual([]);
  expect([
    ...leaksBelow(home.dataFolder, secrets),
    ...leaksBelow(folder, secrets),
    ...leaksIn('attributes', attributesBelow(home.home), secrets),
    ...leaksIn('the host’s output', output + errors, secrets),
    ...leaksIn('the terminal', terminal.map(({ stdout, stderr }) => stdout + stderr).join(), secrets),
    ...leaksIn('messages', messages.join('\n'), secrets),
    ...leaksIn('the page’s heap', heap, secrets),
    ...leaksIn('a child’s environment', readFileSync(dump), secrets),
  ]).toEqual([]);
});
