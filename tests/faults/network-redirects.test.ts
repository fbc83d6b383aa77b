import { describe, expect, test } from 'vitest';
import { openBlackHole } from './black-hole.ts';
import { createFaultWorld } from './fault-world.ts';
import { answerNames, content, oneDocument, oneExport } from './connection-harness.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { startRawServer } from './raw-server.ts';
import { head, redirect } from './wire.ts';
import type { Step } from './wire.ts';
import { saying } from '../fakes/saying.ts';

const never = (): Promise<never> => Promise.reject(new Error('no name should be looked up'));

test('11 an address of which no packet comes back is passed over for the next', async () => {
  const { bridge, world } = await oneExport({ resolve: async () => ['::1', '127.0.0.1'] });
  const { port } = bridge.storage;
  await openBlackHole('::1', port);
  bridge.linksTo = `http://storage.invalid:${port}`;
  await world.reach(await world.askExport(), 'saved');
  expect(bridge.storage.requests).toHaveLength(1);
});

test('12 a proxy that wants a sign-in of its own is no refusal of ours, and gets none', async () => {
  const { alfresco, world } = await oneDocument();
  const wants = head('407 Proxy Authentication Required', [
    'Proxy-Authenticate: Basic realm="proxy"',
    'Content-Length: 0',
  ]);
  alfresco.scripts.always('content', [wants]);
  alfresco.scripts.always('person', [wants]);
  const id = await world.ask('a');
  await world.until(() => world.connectionStates.at(-1)?.is === 'unreachable');
  expect(world.connectionStates.at(-1)).toMatchObject({
    failure: { detail: saying('it asks for a sign-in, and no server of yours names this proxy') },
  });
  for (const kind of ['content', 'person'] as const) alfresco.scripts.always(kind, null);
  await world.reach(id, 'saved');
  expect(alfresco.server.requests.some((request) => request.header('proxy-authorization'))).toBe(false);
  expect(alfresco.seen('signIn')).toHaveLength(1);
});

test.each([
  ['UTF-8', 'utf8', '/bucket/Pr%C3%BCfung 1.csv?sig=%C3%BC'],
  ['Latin-1', 'latin1', '/bucket/Pr%FCfung 1.csv?sig=%FC'],
] as const)(
  '15 an address with letters in %s as they are is asked for as browsers do',
  async (_how, coding, asked) => {
    const { bridge, world } = await oneExport();
    const location = Buffer.from(`${bridge.storage.origin}/bucket/Prüfung 1.csv?sig=ü`, coding);
    bridge.scripts.next('file', redirect(location.toString('latin1')));
    bridge.scripts.next('object', (request) => bridge.serve('1', request));
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.storage.requests.map(({ target }) => target)).toEqual([asked.replace(' ', '%20')]);
  },
);

describe('15 redirects', () => {
  const bare = (...lines: string[]): Step[] => [head('302 Found', [...lines, 'Content-Length: 0'])];

  test.each([
    ['in a circle', redirect('/api/downloads/1/file'), /without end/],
    ['with an empty address', bare('Location: '), /no address/],
    ['without an address', bare(), /no address/],
    ['to a file', redirect('file:///etc/passwd'), /file: address/],
    ['to data', redirect('data:text/plain,canary'), /data: address/],
    ['to a script', redirect('javascript:alert(1)'), /javascript: address/],
    ['to another protocol', redirect('ftp://127.0.0.1/x'), /ftp: address/],
    ['with a password', redirect('http://ada:word@127.0.0.1/x'), /a password in the address/],
    ['to an address that is none', redirect('http://[::1/x'), /makes no sense/],
  ])('15 one %s ends the job with its reason, and a good one lets it go on', async (_where, steps, why) => {
    const { bridge, world } = await oneExport({ resolve: never });
    bridge.scripts.always('file', steps);
    const id = await world.askExport();
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({
      kind: 'redirect-refused',
      detail: saying(why),
    });
    expect(bridge.seen('file').length).toBeLessThanOrEqual(6);
    bridge.scripts.always('file', null);
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
  });

  test('15 six hops are one too many, five aren’t', async () => {
    const { bridge, world } = await oneExport();
    const hop = redirect('/api/downloads/1/file');
    bridge.scripts.next('file', hop, hop, hop, hop, hop, hop);
    const id = await world.askExport();
    await world.reach(id, 'failed');
    bridge.scripts.next('file', hop, hop, hop, hop);
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
  });

  test('15 one to another host without a scheme is followed, and takes nothing along', async () => {
    const canary = await startRawServer((request) => alfresco.serve('a', request));
    const { alfresco, world } = await oneDocument({ elsewhere: [canary] });
    alfresco.scripts.next('content', redirect(`//127.0.0.1:${canary.port}/bytes`));
    await world.reach(await world.ask('a'), 'saved');
    expect(canary.requests[0]!.header('authorization')).toBeUndefined();
  });

  test('15 one in answer to a request for words is not followed at all', async () => {
    const canary = await startRawServer(() => []);
    const { alfresco, world } = await oneDocument({ elsewhere: [canary] });
    alfresco.scripts.next('node', redirect(`${canary.origin}/node`));
    const id = await world.ask('a');
    await world.failureOf(id);
    expect(canary.connections).toBe(0);
    await world.reach(id, 'saved');
    expect(canary.connections).toBe(0);
  });

  test('15 the host of one is told no longer than the list can hold', async () => {
    const { bridge, world } = await oneExport();
    const host = 'x'.repeat(5_000);
    bridge.scripts.always('file', redirect(`http://ada:word@${host}/`));
    const id = await world.askExport();
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'redirect-refused' });
    await world.act(id, 'cancel');
    await world.reach(id, 'cancelled');
  });
});

describe('16 redirects into a network that isn’t the server’s', () => {
  const names: Record<string, string[]> = {
    'records.invalid': ['93.184.216.34'],
    'metadata.invalid': ['169.254.169.254'],
    'inside.invalid': ['10.0.0.5'],
    'both.invalid': ['93.184.216.99', '192.168.0.1'],
    'mapped.invalid': ['::ffff:169.254.169.254'],
  };

  test.each([
    'http://127.0.0.1:9/x',
    'http://[::1]:9/x',
    'http://169.254.169.254/latest/meta-data',
    'http://metadata.invalid/latest/meta-data',
    'http://inside.invalid/x',
    'http://both.invalid/x',
    'http://mapped.invalid/x',
    '//metadata.invalid/x',
  ])('16 %s is refused before anything is sent', async (target) => {
    const canary = await startRawServer(() => []);
    const alfresco = await startRawAlfresco();
    alfresco.host = 'records.invalid';
    alfresco.put('a', { content });
    // The server's own name leads here for whoever connects, and to the open network for whoever asks where it is.
    answerNames(['127.0.0.1']);
    const world = await createFaultWorld(alfresco, {
      elsewhere: [canary],
      resolve: async (host) => names[host] ?? [],
    });
    alfresco.scripts.next('content', redirect(target.replace(':9/', `:${canary.port}/`)));
    const id = await world.ask('a');
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({
      kind: 'redirect-refused',
      detail: saying(/an address inside this network/),
    });
    expect(canary.connections).toBe(0);
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
  });
});
