/*
 * What leaked out of other programs: the kinds of fault that rclone mended from 1.73 to 1.76 (2026), as its security
 * advisories and the CVE records tell them, each with what Ferry does.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesUnder } from './planted.ts';
import { oneDocument, oneExport, trustTestAuthority } from './connection-harness.ts';
import type { AlfrescoRequest } from './raw-alfresco.ts';
import type { BridgeRequest } from './raw-bridge.ts';
import { certificate, startRawServer } from './raw-server.ts';
import type { RawServer } from './raw-server.ts';
import { head, json, page, redirect, text } from './wire.ts';
import type { Step } from './wire.ts';

beforeAll(trustTestAuthority);

/** Where a redirect may lead: a server of somebody else that serves everything, and one more. */
interface Elsewhere {
  witness: RawServer;
  another: RawServer;
  /** The connection's own server. */
  own: string;
}

type Leads = (elsewhere: Elsewhere) => Step[];

const to =
  (status: string, where: (elsewhere: Elsewhere) => string): Leads =>
  (elsewhere) =>
    redirect(where(elsewhere), status);
const witness = ({ witness: { origin } }: Elsewhere): string => `${origin}/bytes`;

/** What of a request goes to others: nothing that says who asks. */
const harmless = ['accept-encoding', 'connection', 'host', 'if-range', 'range', 'user-agent'];

/**
 * Of 32 requests that are sent elsewhere none takes anything along that is the user's. At the end of each, the world
 * itself looks through all that the witnesses heard for secrets.
 */
describe('94 no request that is sent elsewhere takes a secret along', () => {
  const files: [string, Leads, 'follows' | 'stays'][] = [
    ['301 to another port', to('301 Moved Permanently', witness), 'follows'],
    ['302 to another port', to('302 Found', witness), 'follows'],
    ['303 to another port', to('303 See Other', witness), 'follows'],
    ['307 to another port', to('307 Temporary Redirect', witness), 'follows'],
    ['308 to another port', to('308 Permanent Redirect', witness), 'follows'],
    ['to another host', to('302 Found', (at) => `http://files.invalid:${at.witness.port}/b`), 'follows'],
    [
      'to a host that begins like its own',

      to('302 Found', (at) => `http://127.0.0.1.files.invalid:${at.witness.port}/b`),
      'follows',
    ],
    ['to an address without a scheme', to('302 Found', (at) => witness(at).slice(5)), 'follows'],
    ['to an address in capitals', to('302 Found', (at) => witness(at).replace('http', 'HTTP')), 'follows'],
    ['to an address with backslashes', to('302 Found', (at) => witness(at).replaceAll('/', '\\')), 'follows'],
    [
      'to an address with a password of its own',

      to('302 Found', (at) => witness(at).replace('//', '//ada:x@')),
      'stays',
    ],
    [
      'with a cookie for the way',

      (at) => [
        head('302 Found', [`Location: ${witness(at)}`, 'Set-Cookie: session=canary', 'Content-Length: 0']),
      ],
      'follows',
    ],
    ['by 300', to('300 Multiple Choices', witness), 'stays'],
    [
      'by other headers than a redirect’s',

      (at) =>
        page('200 OK', [
          `Refresh: 0; url=${witness(at)}`,
          `Content-Location: ${witness(at)}`,
          `Link: <${witness(at)}>; rel=preload`,
        ]),
      'stays',
    ],
  ];
  const exports: [string, BridgeRequest, Leads, 'follows' | 'stays'][] = [
    ['a request to prepare an export, by 307', 'create', to('307 Temporary Redirect', witness), 'stays'],
    ['a look at an export', 'poll', to('302 Found', witness), 'stays'],
    [
      'an export that is said to lie elsewhere',
      'poll',
      (at) =>
        json('200 OK', {
          download: { id: '1', download_type: 'user_export', state: 'done', url: witness(at) },
        }),
      'stays',
    ],
    ['the first greeting of a Bridge', 'greeting', to('302 Found', witness), 'stays'],
    ['the first question of a Bridge', 'probe', to('302 Found', witness), 'stays'],
  ];
  const documents: [string, AlfrescoRequest, Leads, 'follows' | 'stays'][] = [
    ['a document, 302 to another port', 'content', to('302 Found', witness), 'follows'],
    ['a document, 307 to another port', 'content', to('307 Temporary Redirect', witness), 'follows'],
    ['the first greeting of an Alfresco', 'greeting', to('302 Found', witness), 'stays'],
    ['a sign-in, by 302', 'signIn', to('302 Found', witness), 'stays'],
    [
      'a sign-in, by 307, which has the password sent once more',
      'signIn',
      to('307 Temporary Redirect', witness),
      'stays',
    ],
    ['a sign-in, by 308', 'signIn', to('308 Permanent Redirect', witness), 'stays'],
    ['a question who we are', 'person', to('302 Found', witness), 'stays'],
    ['a question what is there', 'discovery', to('301 Moved Permanently', witness), 'stays'],
    ['a question about a document', 'node', to('307 Temporary Redirect', witness), 'stays'],
  ];

  async function elsewhere(serve: () => (request: never) => Step[]) {
    const answer = (request: never): Step[] => serve()(request);
    const [first, second] = [await startRawServer(answer as never), await startRawServer(answer as never)];
    return { witness: first, another: second };
  }

  const untouched = ({ witness: first, another }: Omit<Elsewhere, 'own'>): void => {
    for (const { headers } of [...first.requests, ...another.requests])
      expect(headers.map(([name]) => name).filter((name) => !harmless.includes(name))).toEqual([]);
  };

  test('94 a file, whatever the redirect looks like', async () => {
    const servers = await elsewhere(() => (request) => bridge.serve('1', request));
    const { bridge, world } = await oneExport({
      elsewhere: [servers.witness, servers.another],
      resolve: async () => ['127.0.0.1'],
    });
    for (const [how, leads, goes] of files) {
      const before = servers.witness.requests.length;
      bridge.scripts.next('file', leads({ ...servers, own: bridge.server.origin }));
      const id = await world.askExport();
      const job = await world.reach(id, 'saved', 'failed');
      expect(servers.witness.requests.length - before, how).toBe(goes === 'follows' ? 1 : 0);
      untouched(servers);
      if (job.state.is !== 'failed') continue;
      await world.act(id, 'retry');
      await world.reach(id, 'saved');
    }
  });

  test.each(exports)('94 %s', async (_what, kind, leads, goes) => {
    const servers = await elsewhere(() => (request) => bridge.serve('1', request));
    const { bridge, world } = await oneExport({
      elsewhere: [servers.witness, servers.another],
      resolve: async () => ['127.0.0.1'],
    });
    bridge.scripts.next(kind, leads({ ...servers, own: bridge.server.origin }));
    const id = await world.askExport();
    await world.until(
      () =>
        ['saved', 'unsure'].includes(world.job(id).state.is) ||
        world.connectionStates.at(-1)?.is === 'unsupported',
    );
    expect(servers.witness.requests.length).toBe(goes === 'follows' ? 1 : 0);
    untouched(servers);
  });

  test.each(documents)('94 %s', async (_what, kind, leads, goes) => {
    const servers = await elsewhere(() => (request) => alfresco.serve('a', request));
    const { alfresco, world } = await oneDocument({ elsewhere: [servers.witness, servers.another] });
    alfresco.scripts.next(kind, leads({ ...servers, own: alfresco.server.origin }));
    const id = await world.ask('a');
    await world.until(
      () => world.job(id).state.is === 'saved' || world.connectionStates.at(-1)?.is === 'unsupported',
    );
    expect(servers.witness.requests.length).toBe(goes === 'follows' ? 1 : 0);
    untouched(servers);
  });

  test('94 a file, over two others and back: the own server alone sees who asks', async () => {
    const servers = await elsewhere(
      () => (request: { target: string }) =>
        request.target === '/first'
          ? redirect(`${servers.another.origin}/second`)
          : redirect(`${bridge.server.origin}/api/downloads/1/file`),
    );
    const { bridge, world } = await oneExport({ elsewhere: [servers.witness, servers.another] });
    bridge.scripts.next('file', redirect(`${servers.witness.origin}/first`));
    await world.reach(await world.askExport(), 'saved');
    expect([servers.witness.requests.length, servers.another.requests.length]).toEqual([1, 1]);
    untouched(servers);
  });

  test.each([
    ['a sign-in', '401 Unauthorized', 'WWW-Authenticate: Basic realm="files"'],
    ['a proxy’s sign-in', '407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="files"'],
  ])('94 a file, to somebody who wants %s', async (_what, status, line) => {
    const canary = await startRawServer(() => text(status, 'text/plain', 'Who are you?', [line]));
    const { bridge, world } = await oneExport({ elsewhere: [canary] });
    bridge.scripts.next('file', redirect(`${canary.origin}/bytes`));
    await world.reach(await world.askExport(), 'saved');
    expect(canary.requests.length).toBeGreaterThan(0);
    for (const request of canary.requests)
      expect([request.header('authorization'), request.header('proxy-authorization')]).toEqual([
        undefined,
        undefined,
      ]);
  });

  test('94 a file, from https to another https, and never to the same host without', async () => {
    const secure = await startRawServer((request) => bridge.serve('1', request), {
      tls: certificate('trusted'),
    });
    const plain = await startRawServer(() => []);
    const { bridge, world } = await oneExport({ tls: certificate('trusted'), elsewhere: [secure, plain] });
    bridge.scripts.next('file', redirect(`${secure.origin}/bytes`));
    await world.reach(await world.askExport(), 'saved');
    expect(
      secure.requests[0]!.headers.map(([name]) => name).filter((name) => !harmless.includes(name)),
    ).toEqual([]);
    bridge.scripts.next('file', redirect(`${plain.origin}/bytes`));
    await world.reach(await world.askExport(), 'failed');
    expect(plain.connections).toBe(0);
  });
});

describe('95 nothing leads out of the folder, or out of what was prepared', () => {
  test('95 a file is saved in its folder whatever it is called, for reading and writing alone', async () => {
    const { bridge, world } = await oneExport();
    const names = [
      ...[
        '../../planted.csv',
        '..\\..\\planted.csv',
        '/tmp/planted.csv',
        'C:\\planted.csv',
        'a/../../planted.csv',
      ],
      ...['..', '%2e%2e%2fplanted.csv', '.ferry-x.part', 'planted.csv%00.txt', 'planted.rclonelink'],
    ];
    for (const name of names) {
      bridge.prepares = { ...bridge.prepares, name: name.replaceAll('\\', '\\\\') };
      await world.reach(await world.askExport(), 'saved');
    }
    const root = dirname(world.folder);
    const saved = [...filesUnder(root).keys()].filter((path) => !path.startsWith('data'));
    expect(saved.map((path) => dirname(path))).toEqual(names.map(() => 'downloads'));
    // Neither a program nor anybody else's to write, whatever a server says.
    for (const path of saved) expect(statSync(join(root, path)).mode & 0o7133).toBe(0);
  });

  test('95 links that somebody planted where a file is to come are neither followed nor replaced', async () => {
    const { bridge, world } = await oneExport();
    const outside = join(world.dataFolder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'there'), 'precious');
    symlinkSync(join(outside, 'there'), join(world.folder, 'users.csv'));
    symlinkSync(join(outside, 'nowhere'), join(world.folder, 'users (1).csv'));
    await world.reach(await world.askExport(), 'saved');
    expect(readFileSync(join(outside, 'there'), 'utf8')).toBe('precious');
    expect(existsSync(join(outside, 'nowhere'))).toBe(false);
    expect(bridge.seen('file')).toHaveLength(1);
    // What the links lead to is no download; the world looks at those that are left.
    for (const name of ['users.csv', 'users (1).csv']) rmSync(join(world.folder, name));
  });

  test.each(['.', '..'])(
    '95 something prepared whose id is %j leads no request elsewhere, and none removes anything',
    async (id) => {
      const { alfresco, world } = await oneDocument();
      alfresco.put('b', { content: { pattern: 3, size: 1000 } });
      const entry = { id, status: 'DONE', filesAdded: 1, totalFiles: 1, bytesAdded: 1, totalBytes: 1 };
      alfresco.scripts.always('create', json('202 Accepted', { entry }));
      await world.reach(await world.ask('a', 'b'), 'unsure');
      await world.pass(60_000);
      expect(alfresco.server.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
      expect(alfresco.seen('unknown')).toEqual([]);
    },
  );
});
