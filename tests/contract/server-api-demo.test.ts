import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import { saying } from '../fakes/saying.ts';
import type { ServerApi } from '../../src-main/core/ports.ts';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { PreparedId } from '../../src-shared/job/job.ts';
import { composeConnection, keepingSink, passwordOnly } from './server-api-harness.ts';

const options = { signal: new AbortController().signal };
let demo: DemoAlfresco;
let api: ServerApi;

beforeEach(async () => {
  demo = await startDemoAlfresco();
  api = apiFor('demo', 'demo');
});
afterEach(() => demo.close());

const apiFor = (user: string, password: string): ServerApi =>
  createServers({ secrets: passwordOnly(password) }).api(composeConnection(demo.url, user));

async function prepare(...nodeIds: string[]): Promise<PreparedId> {
  const created = await api.create({ kind: 'alfresco', nodeIds }, options);
  if (!('prepared' in created)) throw new Error('It should have been prepared');
  return created.prepared;
}

test('a wrong password is sent once, however often the server is asked', async () => {
  const wrong = apiFor('demo', 'wrong');
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await expect(wrong.probe(options)).rejects.toMatchObject({ failure: { kind: 'sign-in-refused' } });
  }
  expect(demo.control.count('POST', '/tickets')).toBe(1);
  expect(await api.probe(options)).toEqual({
    account: 'demo',
    version: expect.stringContaining('23.4.0') as string,
  });
});

test('an expired ticket is renewed without a failure', async () => {
  const { letter } = demo.tree.examples;
  await api.probe(options);
  demo.control.expireTickets();
  const sink = keepingSink();
  const source = { from: 'content', content: { documentId: letter.id, name: letter.name } } as const;
  expect(await api.fetchInto(sink, source, null, options)).toEqual({ is: 'complete' });
  expect(sink.bytes.equals(demo.repository.read(letter, 0, Infinity))).toBe(true);
  expect(demo.control.count('POST', '/tickets')).toBe(2);
});

test('a selection that is too large fails with its size and the limit', async () => {
  demo.control.knobs.maxContentSize = 1000;
  const id = await prepare(demo.tree.examples.personnel.id);
  await demo.control.preparationEnded(id);
  expect(await api.poll(id, options)).toMatchObject({ is: 'tooLarge', limit: 1000, size: 13_000 });
});

test('a preparation can be cancelled, and its counters say how far it was', async () => {
  demo.control.holdPreparation('pending');
  const id = await prepare(demo.tree.examples.personnel.id);
  await demo.control.preparationHeld(id);
  expect(await api.poll(id, options)).toMatchObject({ is: 'waiting', word: 'PENDING' });
  await api.cancel!(id, options);
  demo.control.releasePreparation();
  await demo.control.preparationEnded(id);
  expect(await api.poll(id, options)).toMatchObject({ is: 'cancelled' });
});

test('a document that only others may read is refused by name, and in a folder of readable ones as well', async () => {
  const { boardMinutes, letter } = demo.tree.examples;
  const request = { kind: 'alfresco' as const, nodeIds: [letter.id, boardMinutes.id] };
  await expect(api.create(request, options)).rejects.toMatchObject({
    failure: { kind: 'refused', detail: saying(new RegExp(boardMinutes.id)) },
  });
});

test('somebody else’s preparation is refused for polling and for cleaning up', async () => {
  const id = await prepare(demo.tree.examples.personnel.id);
  await demo.control.preparationEnded(id);
  const eve = apiFor('eve', 'eve');
  await expect(eve.poll(id, options)).rejects.toMatchObject({ failure: { kind: 'refused' } });
  await expect(eve.cleanUp!(id, options)).rejects.toMatchObject({ failure: { kind: 'refused' } });
  expect(demo.control.downloads()).toHaveLength(1);
});

test('after a save, a cancel and clean-ups every document of the users is where it was', async () => {
  const before = demo.control.userDocuments();
  const { personnel, letter } = demo.tree.examples;
  const id = await prepare(personnel.id, letter.id);
  await demo.control.preparationEnded(id);
  await api.fetchInto(keepingSink(), { from: 'prepared', prepared: id }, null, options);
  await api.cancel!(id, options);
  await api.cleanUp!(id, options);
  for (const mistaken of [letter.id, personnel.id]) {
    await expect(api.cleanUp!(mistaken as PreparedId, options)).rejects.toMatchObject({
      failure: { kind: 'bad-request' },
    });
    await expect(api.cancel!(mistaken as PreparedId, options)).rejects.toMatchObject({
      failure: { kind: 'bad-request' },
    });
  }
  expect(demo.control.downloads()).toEqual([]);
  expect(demo.control.userDocuments()).toEqual(before);
  expect(demo.control.trashcan()).toEqual([]);
  expect(demo.control.requests.some(({ query }) => 'permanent' in query)).toBe(false);
});

test('a restart of the server in the middle leaves something to go on from', async () => {
  const { scan } = demo.tree.examples;
  const source = { from: 'content', content: { documentId: scan.id, name: scan.name } } as const;
  demo.control.holdContentAt(20 * 1024 * 1024);
  const first = keepingSink();
  const fetching = api.fetchInto(first, source, null, options);
  await demo.control.contentHeld();
  await Promise.all([expect(fetching).rejects.toMatchObject({ failure: { kind: 'cut' } }), demo.stop()]);
  await expect(api.probe(options)).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
  demo.control.releaseContent();
  await demo.start();
  const { total, proof } = first.heads[0]!;
  const rest = keepingSink();
  const resume = { offset: first.bytes.length, total: total!, proof: proof! };
  expect(await api.fetchInto(rest, source, resume, options)).toEqual({ is: 'complete' });
  expect(Buffer.concat([first.bytes, rest.bytes]).equals(demo.repository.read(scan, 0, Infinity))).toBe(true);
  expect(resume.offset).toBeGreaterThan(0);
});
