import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import { createApp } from '../../src-main/core/app.ts';
import type { Clock } from '../../src-main/core/ports.ts';
import { demoAccounts } from '../../src-main/demo/bridge/accounts.ts';
import type { DemoBridgeOptions } from '../../src-main/demo/bridge/options.ts';
import { startDemoBridge } from '../../src-main/demo/bridge/server.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const token = 'Kanarienvogel-7f3b91d2c8';
/** What could let somebody else in, or fetch the file: the token, and every part of a link to the file store. */
const canaries = [
  token,
  Buffer.from(token).toString('base64').replace(/=+$/, ''),
  'demo-session-cookie',
  'X-Amz-',
  'ASIADEMO',
  'bridge-exports/',
];
/** All that a file store needs to be told. */
const harmless = new Set(['host', 'connection', 'user-agent', 'accept-encoding', 'range', 'if-range']);

/** Time that runs fifty times as fast: nothing here depends on how long it takes. */
function fastClock(): Clock {
  const begin = Date.now();
  const now = (): number => begin + (performance.now() - started) * 50;
  const started = performance.now();
  return {
    now,
    monotonic: now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        };
        const timer = setTimeout(() => {
          signal.removeEventListener('abort', stop);
          resolve();
        }, milliseconds / 50);
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      }),
  };
}

/** Ferry as it is, over real files and sockets, with a connection to a demo Bridge. */
async function startFerry(options: DemoBridgeOptions = {}) {
  const folder = tempFolder();
  const clock = fastClock();
  const accounts = [{ ...demoAccounts[0]!, token }, ...demoAccounts.slice(1)];
  const demo = await startDemoBridge({ now: () => clock.now(), accounts, ...options });
  const secrets = createMemorySecrets();
  const opened = await openNodePorts({
    dataFolder: join(folder, 'data'),
    secrets,
    desktop: createDesktop(),
    demo: false,
  });
  const servers = createServers({ secrets, now: () => clock.now(), clock });
  const app = createApp({ ...opened.ports, clock, servers });
  const heard: string[] = [];
  app.subscribe((name, data) => heard.push(JSON.stringify([name, data])));
  app.start();
  onTestFinished(async () => {
    await app.stop();
    await opened.close();
    await demo.close();
  });
  const { connection } = await app.handlers['connections.save']({
    kind: 'bridge',
    name: 'Learning',
    address: demo.url,
    user: '',
  });
  await app.handlers['connections.setSecret']({ id: connection.id, secret: token });
  const out = join(folder, 'out');
  return {
    demo,
    app,
    heard,
    folder,
    out,
    connection,
    ask: async (downloadType: string): Promise<string> => {
      const asked = { connectionId: connection.id, downloadType, info: '', folder: out };
      return (await app.handlers['jobs.createExport'](asked)).jobId;
    },
    reach: async (id: string, ...states: Job['state']['is'][]): Promise<Job> =>
      vi.waitUntil(
        () => {
          const job = opened.ports.store.job(id);
          return job !== null && states.includes(job.state.is) ? job : null;
        },
        { timeout: 25_000 },
      ),
  };
}

/** Every file below a folder, and text, in which one of the canaries is. */
function leaks(folder: string, texts: string[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const holds = (bytes: Buffer | string): boolean => canaries.some((canary) => bytes.includes(canary));
  return [...files.filter((path) => holds(readFileSync(path))), ...texts.filter(holds)];
}

test('a link that expires in the middle is renewed and the file goes on, and nothing of ours reaches the file store', async () => {
  const { demo, ask, reach, out, folder, heard } = await startFerry({ rows: 2_000, linkSeconds: 3_600 });
  const { control } = demo;
  control.holdContentAt(1_500_000);
  const id = await ask('all_data');
  await control.contentHeld();
  control.expireLinks();
  control.handOutExpiredLinks(1);
  const [before] = control.requestsAt('store');
  expect(before).toMatchObject({ method: 'GET', status: 200 });
  await demo.stop();
  control.releaseContent();
  await demo.start();

  const { state } = await reach(id, 'saved', 'failed');
  if (state.is !== 'saved') throw new Error(`It should be saved, not ${JSON.stringify(state)}`);
  expect(state.fileName).toBe('bridge-data.zip');
  const content = await control.exports()[0]!.content;
  expect(readFileSync(join(out, state.fileName)).equals(content)).toBe(true);

  const store = control.requestsAt('store');
  expect(store.map((request) => request.status)).toEqual([200, 403, 206]);
  const range = /^bytes=(\d+)-/.exec(store[2]!.headers['range'] ?? '');
  expect(Number(range?.[1])).toBeGreaterThanOrEqual(1_000_000);
  expect(store[2]!.headers['if-range']).toMatch(/^"[0-9a-f]{32}"$/);
  // Every link was fetched from Bridge anew, with the token; none was looked at with HEAD.
  expect(control.count('GET', /\/file$/)).toBeGreaterThanOrEqual(store.length);
  expect(control.count('HEAD', '')).toBe(0);
  for (const request of store) {
    expect(request.headerNames.filter((name) => !harmless.has(name))).toEqual([]);
    expect(request.authorization).toBe('absent');
  }
  // What Bridge set as a cookie doesn't come back to it either.
  // The first look asks what kind of server it is, before it is told any secret.
  const [greeting, ...others] = control.requestsAt('bridge');
  expect(greeting?.authorization).toBe('absent');
  for (const request of others) {
    expect(request.authorization).toBe('Bearer');
    expect(request.headerNames).not.toContain('cookie');
    expect(request.headerNames).not.toContain('referer');
  }
  expect(leaks(folder, heard)).toEqual([]);
});

test('a file store that keeps refusing is told in words, without a part of any link', async () => {
  const { demo, ask, reach, folder, heard, app } = await startFerry({ rows: 20 });
  demo.control.handOutExpiredLinks(1000);
  const id = await ask('user_export');
  const job = await reach(id, 'failed');
  expect(job.state).toMatchObject({ failure: { kind: 'server-error', status: 403 } });
  const { entries } = await app.handlers['jobs.timeline']({ jobId: id });
  expect(entries.length).toBeGreaterThan(5);
  expect(leaks(folder, [...heard, JSON.stringify(entries)])).toEqual([]);
});

test('the demo’s file store lets nobody in who brings more or less than its link', async () => {
  const { demo, ask, reach } = await startFerry({ rows: 20 });
  const id = await ask('user_export');
  await reach(id, 'saved');
  const link = async (): Promise<string> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${demo.url}/api/downloads/42/file`, { headers, redirect: 'manual' });
    return answer.headers.get('location')!;
  };
  const good = await link();
  const bare = good.split('?')[0]!;
  const told = async (url: string, init: RequestInit = {}): Promise<[number, string]> => {
    const answer = await fetch(url, init);
    return [answer.status, /<Code>(\w+)</.exec(await answer.text())?.[1] ?? ''];
  };
  expect(await told(good)).toEqual([200, '']);
  expect(await told(good, { headers: { range: 'bytes=0-9' } })).toEqual([206, '']);
  expect(await told(good, { method: 'HEAD' })).toEqual([403, '']);
  expect(await told(good, { headers: { authorization: `Bearer ${token}` } })).toEqual([
    400,
    'InvalidArgument',
  ]);
  expect(await told(bare)).toEqual([403, 'AccessDenied']);
  expect(await told(good.replace('Expires=300', 'Expires=301'))).toEqual([403, 'SignatureDoesNotMatch']);
  expect(await told(good, { headers: { range: 'bytes=99999999-' } })).toEqual([416, 'InvalidRange']);
  demo.control.expireLinks();
  expect(await told(good)).toEqual([403, 'AccessDenied']);
  expect(await told(await link())).toEqual([200, '']);
});
