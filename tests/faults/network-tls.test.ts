import { beforeAll, expect, test } from 'vitest';
import { oneDocument, oneExport, trustTestAuthority } from './connection-harness.ts';
import { certificate, startRawServer } from './raw-server.ts';
import { redirect } from './wire.ts';
import { saying } from '../fakes/saying.ts';

beforeAll(trustTestAuthority);

test('8 a silent handshake and headers that never come are waited for only so long', async () => {
  const { alfresco, world } = await oneDocument({
    tls: certificate('trusted'),
    timeouts: { secureConnect: 300, response: 300, firstByte: 300 },
  });
  alfresco.server.greeting = 'stall';
  const id = await world.ask('a');
  await world.until(() => world.connectionStates.at(-1)?.is === 'unreachable');
  expect(world.connectionStates.at(-1)).toMatchObject({ failure: { detail: saying('no answer in time') } });
  alfresco.server.greeting = 'speak';
  alfresco.scripts.next('person', [{ stall: true }]);
  alfresco.scripts.next('content', [{ stall: true }]);
  await world.reach(id, 'saved');
  expect(world.job(id).attempt).toBe(0);
});

test('13 the certificate of an authority that the system trusts is taken', async () => {
  const { world } = await oneDocument({ tls: certificate('trusted') });
  await world.reach(await world.ask('a'), 'saved');
});

test.each([
  ['expired', 'expired', 'it has expired'],
  ['of another host', 'other-name', 'it belongs to another name'],
  ['of an unknown authority', 'unknown-authority', 'the server sends it without the authority’s own'],
  ['signed by itself', 'self-signed', 'the server signed it itself'],
])('13 a certificate that is %s blocks a job in its middle, and nothing is sent', async (_how, name, why) => {
  const { alfresco, world } = await oneDocument({ tls: certificate('trusted') });
  alfresco.scripts.next('content', (request) =>
    alfresco.serve('a', request, { cut: { before: 150_000, by: 'fin' } }),
  );
  const id = await world.ask('a');
  await world.failureOf(id);
  alfresco.server.present(certificate(name));
  const before = alfresco.server.requests.length;
  await world.until(() => world.connectionStates.at(-1)?.is === 'untrusted');
  expect(world.connectionStates.at(-1)).toMatchObject({
    failure: { kind: 'untrusted', detail: saying(why) },
  });
  await world.pass(24 * 3_600_000);
  expect(alfresco.server.requests).toHaveLength(before);
  expect(world.durable(id)).toBe(150_000);
  alfresco.server.present(certificate('trusted'));
  await world.testConnection();
  await world.reach(id, 'saved');
  expect(alfresco.ranges()).toEqual([undefined, 'bytes=150000-299999']);
});

test('13 a storage’s certificate that can’t be trusted blocks as well, and its address is told', async () => {
  const { bridge, world } = await oneExport({ tls: certificate('trusted') });
  bridge.storage.present(certificate('expired'));
  const id = await world.askExport();
  await world.until(() => world.connectionStates.at(-1)?.is === 'untrusted');
  expect(world.connectionStates.at(-1)).toMatchObject({
    failure: {
      detail: saying(`${new URL(bridge.storage.origin).host}, where the server sent Ferry: it has expired`),
    },
  });
  expect(bridge.storage.requests).toEqual([]);
  bridge.storage.present(certificate('trusted'));
  await world.testConnection();
  await world.reach(id, 'saved');
});

test('14 a redirect from https to http is refused before anything is sent', async () => {
  const canary = await startRawServer(() => []);
  const { bridge, world } = await oneExport({ tls: certificate('trusted'), elsewhere: [canary] });
  bridge.linksTo = canary.origin;
  const id = await world.askExport();
  await world.reach(id, 'failed');
  expect(await world.failureOf(id)).toMatchObject({
    kind: 'redirect-refused',
    detail: saying(`unencrypted: ${canary.origin}`),
  });
  expect(canary.connections).toBe(0);
  bridge.linksTo = null;
  await world.act(id, 'retry');
  await world.reach(id, 'saved');
});

test('14 a redirect to another port takes no credentials along', async () => {
  const canary = await startRawServer((request) => other.serve('a', request));
  const { alfresco: other, world } = await oneDocument({ elsewhere: [canary] });
  other.scripts.next('content', redirect(`${canary.origin}/bytes`));
  await world.reach(await world.ask('a'), 'saved');
  expect(canary.requests.map(({ headers }) => headers.map(([name]) => name).sort())).toEqual([
    ['accept-encoding', 'connection', 'host', 'user-agent'],
  ]);
});
