import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src-shared/connection.ts';
import { saying } from '../fakes/saying.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { content, oneDocument } from './connection-harness.ts';
import { createFaultWorld } from './fault-world.ts';
import type { FaultWorld } from './fault-world.ts';
import { alfrescoError, startRawAlfresco } from './raw-alfresco.ts';
import type { RawAlfresco } from './raw-alfresco.ts';
import { startRawBridge } from './raw-bridge.ts';
import { head, json, page, text } from './wire.ts';
import type { Step } from './wire.ts';

const empty = (status: string): Step[] => [head(status, ['Content-Length: 0'])];

/** Hosts that answer, but aren't what Ferry was told that they are. */
const others: [string, Step[]][] = [
  ['a web server that knows no such page', page('404 Not Found')],
  ['a port that says nothing but 404', empty('404 Not Found')],
  ['a port that forbids everything', empty('403 Forbidden')],
  ['another program with an API', json('200 OK', { status: 'ok', files: [] })],
  ['another program that says no in JSON', json('404 Not Found', { message: 'no route', code: 5 })],
  [
    'a router that asks for its own password',
    page('401 Unauthorized', ['WWW-Authenticate: Basic realm="router"']),
  ],
  [
    'a device that asks for its own password, without a word',
    [head('401 Unauthorized', ['WWW-Authenticate: Basic realm="Printer 3"', 'Content-Length: 0'])],
  ],
  [
    'another program that asks for a password of its own',
    text('401 Unauthorized', 'text/plain', 'Unauthorized', [
      'WWW-Authenticate: Digest realm="files", nonce="1"',
    ]),
  ],
  ['a web page', page('200 OK')],
  ['plain words', text('200 OK', 'text/plain', 'It works!')],
];

/** An Alfresco with a document `a` that is as prepared from the first request on. */
async function firstMeeting(prepare: (alfresco: RawAlfresco) => unknown) {
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content });
  prepare(alfresco);
  return { alfresco, world: await createFaultWorld(alfresco) };
}

const settled = async (world: FaultWorld): Promise<void> =>
  world.until(() => !['unknown', undefined].includes(world.connectionStates.at(-1)?.is));

describe('83 a host that isn’t what it should be', () => {
  test.each([...others, ['an Alfresco', alfrescoError('401 Unauthorized', 'Authentication failed')]] as [
    string,
    Step[],
  ][])('83 but %s passes for no Bridge, and never sees the token', async (_what, steps) => {
    const bridge = await startRawBridge();
    bridge.scripts.always('greeting', steps);
    const world = await createFaultWorld(bridge, { elsewhere: [bridge.server] });
    await world.askExport();
    await settled(world);
    const state = world.connectionStates.at(-1)!;
    expect(['unsupported', 'unreachable']).toContain(state.is);
    expect(bridge.server.requests.every((request) => request.header('authorization') === undefined)).toBe(
      true,
    );
  });

  test.each([
    ...others,
    ['a Bridge', json('401 Unauthorized', { errors: [{ title: 'no' }] })],
    ['a port that asks who is there, and nothing else', empty('401 Unauthorized')],
    [
      'a program that wants a token',
      text('401 Unauthorized', 'text/plain', 'no', ['WWW-Authenticate: Bearer']),
    ],
  ] as [string, Step[]][])(
    '83 but %s passes for no Alfresco, and never sees the password',
    async (_what, steps) => {
      const alfresco = await startRawAlfresco();
      alfresco.scripts.always('greeting', steps);
      const world = await createFaultWorld(alfresco, { elsewhere: [alfresco.server] });
      await world.ask('a');
      await settled(world);
      expect(['unsupported', 'unreachable']).toContain(world.connectionStates.at(-1)!.is);
      expect(alfresco.seen('signIn')).toEqual([]);
    },
  );

  test('83 is refused in words that name what was looked for', async () => {
    const bridge = await startRawBridge();
    bridge.scripts.always('greeting', empty('404 Not Found'));
    const world = await createFaultWorld(bridge);
    await world.askExport();
    await settled(world);
    expect(world.connectionStates.at(-1)).toMatchObject({
      is: 'unsupported',
      failure: { detail: saying('No Bridge that Ferry can work with answers at this address.') },
    });
  });

  test.each([
    ['its own words', json('401 Unauthorized', { errors: [{ title: 'Unauthorized' }] })],
    ['a question alone', text('401 Unauthorized', 'text/plain', 'HTTP Token: Access denied.')],
    [
      'a question for key and secret',
      text('401 Unauthorized', 'text/plain', 'HTTP Basic: Access denied.', [
        'WWW-Authenticate: Basic realm="Application"',
      ]),
    ],
    [
      'no word but that a token is wanted',
      [head('401 Unauthorized', ['WWW-Authenticate: Bearer', 'Content-Length: 0'])],
    ],
    ['an unknown download', json('404 Not Found', { errors: [{ title: 'Not found' }] })],
  ])('83 isn’t a Bridge that shows itself by %s', async (_how, steps) => {
    const bridge = await startRawBridge();
    bridge.prepares = { content, name: 'users.csv', etag: '"one"' };
    bridge.scripts.always('greeting', steps);
    const world = await createFaultWorld(bridge);
    await world.reach(await world.askExport(), 'saved');
  });

  test.each([
    ['a version without discovery', alfrescoError('501 Not Implemented', 'Discovery is disabled')],
    ['Kerberos in front of it', page('401 Unauthorized', ['WWW-Authenticate: Negotiate'])],
    [
      'no word but whose password is wanted',
      [head('401 Unauthorized', ['WWW-Authenticate: Basic realm="Alfresco"', 'Content-Length: 0'])],
    ],
    ['an answer to anybody', json('200 OK', { entry: { repository: {} } })],
  ])('83 isn’t an Alfresco that shows itself by %s', async (_how, steps) => {
    const { world } = await firstMeeting((alfresco) => alfresco.scripts.always('greeting', steps));
    await world.reach(await world.ask('a'), 'saved');
  });
});

describe('84 an Alfresco that isn’t where it usually is', () => {
  /** It answers under this path alone, everything else is a page of the web server in front. */
  async function under(path: string, address: string) {
    const alfresco = await startRawAlfresco();
    alfresco.put('a', { content });
    alfresco.scripts.always('greeting', (request) =>
      request.path.startsWith(`${path}/api/`)
        ? alfrescoError('401 Unauthorized', 'Authentication failed')
        : page('404 Not Found'),
    );
    const connection: Connection = { ...alfresco.connection, baseUrl: `${alfresco.server.origin}${address}` };
    const { secret, secrets, contents } = alfresco;
    const root = tempFolder();
    const start = (): Promise<FaultWorld> =>
      createFaultWorld({ connection, secret, secrets, contents }, { root });
    return { alfresco, world: await start(), start };
  }

  test.each([
    ['behind a prefix', '/ecm/alfresco', '/ecm'],
    ['under another name', '/docs', '/docs'],
    ['beside the page whose address was given', '/alfresco', '/intranet/start'],
  ])('84 but %s is found, asked nowhere else, and not searched again', async (_where, path, address) => {
    const { alfresco, world, start } = await under(path, address);
    await world.reach(await world.ask('a'), 'saved');
    const signedIn = alfresco.server.requests.filter(
      (request) => request.header('authorization') !== undefined,
    );
    for (const { path: asked } of [...signedIn, ...alfresco.seen('signIn')])
      expect(asked.startsWith(`${path}/api/`)).toBe(true);
    await world.end();
    const before = alfresco.server.requests.length;
    const next = await start();
    await next.reach(await next.ask('a'), 'saved');
    const later = alfresco.server.requests.slice(before);
    expect(later.filter(({ path: asked }) => !asked.startsWith(`${path}/api/`))).toEqual([]);
    // It has to show again who it is, once.
    expect(later.filter((request) => request.header('authorization') === undefined)).toHaveLength(2);
  });

  test('84 and one that has moved since is found at its new place', async () => {
    const { alfresco, world, start } = await under('/docs', '/docs');
    await world.reach(await world.ask('a'), 'saved');
    await world.end();
    alfresco.scripts.always('greeting', (request) =>
      request.path.startsWith('/docs/alfresco/api/')
        ? alfrescoError('401 Unauthorized', 'Authentication failed')
        : page('404 Not Found'),
    );
    const next = await start();
    await next.reach(await next.ask('a'), 'saved');
    expect(alfresco.seen('content').at(-1)!.path).toMatch(/^\/docs\/alfresco\/api\//);
  });
});

describe('85 tickets that are given and then taken by nobody', () => {
  const basic = `Basic ${Buffer.from('ada:canary-password-of-ada').toString('base64')}`;
  const passwordsIn = (alfresco: RawAlfresco): number =>
    alfresco.seen('signIn').length +
    alfresco.server.requests.filter((request) => request.header('authorization') === basic).length;

  test('85 give way to the password with each request, and that is remembered', async () => {
    const { alfresco, world } = await firstMeeting((server) =>
      Object.assign(server, { takesPasswords: true, takesTickets: false }),
    );
    await world.reach(await world.ask('a'), 'saved');
    const signIns = alfresco.seen('signIn').length;
    expect(signIns).toBe(2);
    await world.reach(await world.ask('a'), 'saved');
    expect(alfresco.seen('signIn')).toHaveLength(signIns);
  });

  test('85 and no password either end with the user, after three passwords', async () => {
    const { alfresco, world } = await firstMeeting((server) => (server.takesTickets = false));
    await world.ask('a');
    await world.until(() => world.connectionStates.at(-1)?.is === 'needsSignIn');
    await world.pass(3_600_000);
    expect(world.connectionStates.at(-1)).toMatchObject({ failure: { kind: 'sign-in-needed' } });
    expect(passwordsIn(alfresco)).toBe(3);
    // The downloads wait at their gate; whoever looks around passes it, and is answered by what is known.
    for (let looks = 0; looks < 3; looks += 1)
      await expect(world.lookAround()).rejects.toMatchObject({ failure: { kind: 'sign-in-needed' } });
    expect(passwordsIn(alfresco)).toBe(3);
  });

  test('85 once, after a good one expired, is nothing but that', async () => {
    const { alfresco, world } = await oneDocument();
    await world.reach(await world.ask('a'), 'saved');
    alfresco.expireTickets();
    await world.reach(await world.ask('a'), 'saved');
    expect(passwordsIn(alfresco)).toBe(2);
  });
});
