/*
 * Company networks as the whole app meets them: conditions that a single request can't show. The numbers are those of the
 * conditions that were staged for proxies, certificates and sign-in; the other ones are in the files beside.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src-shared/connection.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { saying } from '../fakes/saying.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { content, oneDocument, size, trustTestAuthority } from '../faults/connection-harness.ts';
import { createFaultWorld } from '../faults/fault-world.ts';
import type { FaultWorld, FaultWorldOptions } from '../faults/fault-world.ts';
import { startRawAlfresco } from '../faults/raw-alfresco.ts';
import type { AlfrescoRequest, RawAlfresco } from '../faults/raw-alfresco.ts';
import { startRawBridge } from '../faults/raw-bridge.ts';
import type { RawServerOptions } from '../faults/raw-server.ts';
import { certificate, startRawServer } from '../faults/raw-server.ts';
import { json, page, redirect } from '../faults/wire.ts';
import type { Step } from '../faults/wire.ts';
import { startProxy } from './proxies.ts';
import type { LocalProxy } from './proxies.ts';

beforeAll(trustTestAuthority);

const half = size / 2;
const rest = [undefined, `bytes=${half}-${size - 1}`];
const hour = 3_600_000;

const over = (connection: Connection, proxy: LocalProxy, user = ''): Connection => ({
  ...connection,
  proxy: { use: 'own', url: proxy.url, user },
});

/** An Alfresco with the document `a` behind a proxy, whose first answer with bytes is cut in their middle. */
async function cutBehind(proxy: LocalProxy, user = '') {
  const alfresco = await startRawAlfresco({ tls: certificate('trusted') });
  alfresco.put('a', { content });
  alfresco.scripts.next('content', (request) =>
    alfresco.serve('a', request, { cut: { before: half, by: 'fin' } }),
  );
  const { secret, secrets, contents } = alfresco;
  const connection = over(alfresco.connection, proxy, user);
  return { alfresco, world: await createFaultWorld({ connection, secret, secrets, contents }) };
}

const giveProxyPassword = async (world: FaultWorld, secret: string): Promise<void> => {
  await world.app.handlers['connections.setSecret']({ id: 'alfresco-1', secret, role: 'proxy' });
};

const states = (world: FaultWorld): string[] => world.connectionStates.map(({ is }) => is);

test('12 another account never asks for what the first one’s downloads prepared; the first one’s go on when it is back', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.put('b', { content });
  alfresco.prepares = { content: { bytes: await smallZip(2) }, files: 2 };
  alfresco.scripts.always('poll', ({ path }) => alfresco.status(path.split('/').at(-1)!, 'IN_PROGRESS'));
  const id = await world.ask('a', 'b');
  await world.until(() => alfresco.seen('poll').length > 0);
  alfresco.scripts.always('person', json('200 OK', { entry: { id: 'bob' } }));
  await world.signIn(alfresco.password);
  await world.testConnection();
  const asked = alfresco.server.requests.length;
  await world.pass(hour);
  expect(alfresco.server.requests.length).toBe(asked);
  expect((await world.row(id)).waitingFor).toMatchObject({
    for: 'connection',
    failure: { kind: 'other-account', detail: 'ada' },
  });
  for (const kind of ['person', 'poll'] as const) alfresco.scripts.always(kind, null);
  await world.testConnection();
  await world.reach(id, 'saved');
});

describe('a proxy in the middle of a file', () => {
  test('15 whose password is changed asks for it, not for the server’s, and the file goes on at its byte', async () => {
    const proxy = await startProxy({ user: 'alice', password: 'canary-first' });
    const { alfresco, world } = await cutBehind(proxy, 'alice');
    await giveProxyPassword(world, 'canary-first');
    const id = await world.ask('a');
    await world.until(() => world.durable(id) === half);
    proxy.account = { user: 'alice', password: 'canary-second' };
    proxy.drop();
    await world.until(() => states(world).at(-1) === 'needsSignIn');
    expect(world.connectionStates.at(-1)).toMatchObject({
      failure: { kind: 'proxy-sign-in', at: proxy.host },
    });
    const before = proxy.signIns.length;
    await world.pass(24 * hour);
    expect(proxy.signIns).toHaveLength(before);
    await giveProxyPassword(world, 'canary-second');
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual(rest);
  });

  test('18 that dies is waited for by its name, and the file goes on at its byte', async () => {
    const proxy = await startProxy();
    const { alfresco, world } = await cutBehind(proxy);
    const id = await world.ask('a');
    await world.until(() => world.durable(id) === half);
    await proxy.stop();
    await world.until(() => states(world).at(-1) === 'unreachable');
    expect(world.connectionStates.at(-1)).toMatchObject({
      failure: { kind: 'proxy-failed', at: proxy.host },
    });
    await startProxy(null, proxy.port);
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual(rest);
    expect(states(world)).not.toContain('needsSignIn');
  });
});

test('21 behind a proxy names are looked up by it alone, a second host’s too, and private addresses are refused as ever', async () => {
  const [bridge, proxy] = [await startRawBridge(), await startProxy()];
  bridge.prepares = { content, name: 'users.csv', etag: '"one"' };
  bridge.linksTo = `http://files.invalid:${bridge.storage.port}`;
  const baseUrl = `http://bridge.invalid:${bridge.server.port}`;
  const connection = over({ ...bridge.connection, baseUrl }, proxy);
  const { secret, secrets, contents } = bridge;
  const world = await createFaultWorld(
    { connection, secret, secrets, contents },
    { resolve: () => Promise.reject(new Error('no name should be looked up here')) },
  );
  await world.reach(await world.askExport(), 'saved');
  expect(new Set(proxy.asked)).toEqual(
    new Set([`bridge.invalid:${bridge.server.port}`, `files.invalid:${bridge.storage.port}`]),
  );
  for (const address of ['http://10.0.0.5', 'http://169.254.169.254', 'http://[::1]']) {
    bridge.linksTo = address;
    const id = await world.askExport();
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'redirect-refused' });
  }
  expect(proxy.asked.some((asked) => /^(10\.|169\.|\[?::1)/.test(asked))).toBe(false);
});

/** Everything that an Alfresco is asked for. */
const all: AlfrescoRequest[] = ['greeting', 'signIn', 'discovery', 'person', 'node', 'content'];

/** An Alfresco that worked, in the middle of whose second file the network becomes another one. */
async function midway(options: RawServerOptions & FaultWorldOptions = {}) {
  const { alfresco, world } = await oneDocument(options);
  await world.reach(await world.ask('a'), 'saved');
  alfresco.scripts.next('content', (request) =>
    alfresco.serve('a', request, { cut: { before: half, by: 'fin' } }),
  );
  const id = await world.ask('a');
  await world.until(() => world.durable(id) === half);
  return { alfresco, world, id };
}

const insteadOf = (alfresco: RawAlfresco, steps: Step[] | null): void => {
  for (const kind of all) alfresco.scripts.always(kind, steps);
};

describe('25 a network that wants a sign-in of its own first', () => {
  test.each([
    ['sends everybody to its page', (at: string) => redirect(`${at}/hotspot/login`), /sign-in page/],
    ['answers with its page', () => page(), /a web page answers/],
  ])('25 and %s is named, keeps nobody’s sign-in, and is waited out', async (_how, answer, words) => {
    const portal = await startRawServer(() => page());
    const { alfresco, world, id } = await midway({ elsewhere: [portal] });
    insteadOf(alfresco, answer(portal.origin));
    await world.until(() => states(world).at(-1) === 'unreachable');
    expect(world.connectionStates.at(-1)).toMatchObject({ failure: { detail: saying(words) } });
    await world.pass(hour);
    expect(portal.requests).toEqual([]);
    insteadOf(alfresco, null);
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual([undefined, ...rest]);
    expect(states(world)).not.toContain('needsSignIn');
  });

  test('25 with a certificate of its own hears nothing, and once the network is another one it goes on by itself', async () => {
    const { alfresco, world, id } = await midway({ tls: certificate('trusted') });
    const before = alfresco.server.requests.length;
    alfresco.server.present(certificate('self-signed'));
    await world.until(() => states(world).at(-1) === 'untrusted');
    const state = world.connectionStates.at(-1)!;
    expect(sentence('failure' in state ? state.failure : { kind: 'internal' })).toContain('sign-in page');
    expect(alfresco.server.requests).toHaveLength(before);
    alfresco.server.present(certificate('trusted'));
    world.network.set(false);
    world.network.set(true);
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual([undefined, ...rest]);
  });
});

describe('26 a server that only the company’s network leads to', () => {
  test('26 is waited for from the start on, and nobody is signed out', async () => {
    const alfresco = await startRawAlfresco();
    alfresco.put('a', { content });
    await alfresco.server.goAway();
    const world = await createFaultWorld(alfresco);
    world.network.set(false);
    const id = await world.ask('a');
    await world.pass(hour);
    expect(states(world)).not.toContain('needsSignIn');
    world.network.set(true);
    await world.until(() => states(world).at(-1) === 'unreachable');
    await alfresco.server.comeBack();
    await world.reach(id, 'saved');
    expect(alfresco.seen('signIn')).toHaveLength(1);
  });

  test('26 goes and comes back in the middle of a file, which goes on at its byte', async () => {
    const { alfresco, world, id } = await midway();
    await alfresco.server.goAway();
    await world.until(() => states(world).at(-1) === 'unreachable');
    await world.pass(8 * hour);
    await alfresco.server.comeBack();
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual([undefined, ...rest]);
    expect(states(world)).not.toContain('needsSignIn');
  });
});

describe('27 a gateway’s sign-in page in front of the API', () => {
  const toPage = redirect('https://gateway.example.invalid/saml/login?from=alfresco');

  test('27 at the first contact is named with what to ask for, and nothing of the user’s is sent', async () => {
    const alfresco = await startRawAlfresco();
    alfresco.scripts.always('greeting', toPage);
    const world = await createFaultWorld(alfresco);
    await world.ask('a');
    await world.until(() => states(world).at(-1) === 'unsupported');
    expect(world.connectionStates.at(-1)).toMatchObject({
      failure: { detail: saying(/gateway\.example\.invalid.*(Basic|Bearer|password or a token)/s) },
    });
    expect(alfresco.seen('signIn')).toEqual([]);
  });

  test('27 later is waited out', async () => {
    const { alfresco, world, id } = await midway();
    insteadOf(alfresco, toPage);
    await world.until(() => states(world).at(-1) === 'unreachable');
    insteadOf(alfresco, null);
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual([undefined, ...rest]);
  });
});
