import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { ask, basic, createDownload, entryOf, readDownload, summaryOf } from './asking.ts';

const tickets = '/alfresco/api/-default-/public/authentication/versions/1/tickets';
let server: DemoAlfresco;

beforeEach(async () => {
  server = await startDemoAlfresco();
});
afterEach(() => server.close());

const login = (userId: string, password: string) =>
  ask(server, { method: 'POST', path: tickets, user: null, json: { userId, password } });

const whoAmI = (Authorization: string) =>
  ask(server, { path: '/people/-me-', user: null, headers: { Authorization } });

test('a wrong password is 403 at the tickets and 401 elsewhere, with the scheme that no browser asks for', async () => {
  const refused = await login('demo', 'wrong');
  expect(refused.status).toBe(403);
  expect(summaryOf(refused)).toBe('Login failed');
  const elsewhere = await whoAmI(basic('demo:wrong'));
  expect(elsewhere.status).toBe(401);
  expect(elsewhere.headers.get('www-authenticate')).toBe('AlfTicket realm="Alfresco -default- tenant"');
  expect(summaryOf(elsewhere)).toBe(
    'Authentication failed for Web Script org/alfresco/api/ResourceWebScript.get',
  );
});

test('a ticket signs in bare, as the password of ROLE_TICKET, and in the query; a second login gives the same', async () => {
  const ticket = entryOf<{ id: string }>(await login('demo', 'demo')).id;
  expect(ticket).toMatch(/^TICKET_[0-9a-f]{40}$/);
  expect(entryOf(await login('demo', 'demo')).id).toBe(ticket);
  for (const text of [ticket, `ROLE_TICKET:${ticket}`, `:${ticket}`]) {
    expect(entryOf(await whoAmI(basic(text))).id).toBe('demo');
  }
  expect((await ask(server, { path: `/people/-me-?alf_ticket=${ticket}`, user: null })).status).toBe(200);
  await ask(server, {
    method: 'DELETE',
    path: `${tickets}/-me-`,
    user: null,
    headers: { Authorization: basic(ticket) },
  });
  expect((await whoAmI(basic(ticket))).status).toBe(401);
});

test('a ticket lives for an hour after its last use', async () => {
  const ticket = entryOf<{ id: string }>(await login('demo', 'demo')).id;
  for (let use = 0; use < 3; use += 1) {
    server.control.clock.advance(59 * 60 * 1000);
    expect((await whoAmI(basic(ticket))).status).toBe(200);
  }
  server.control.clock.advance(60 * 60 * 1000);
  expect((await whoAmI(basic(ticket))).status).toBe(401);
});

test('a password can be changed under way, and ten wrong ones lock the name for six seconds', async () => {
  server.control.setPassword('demo', 'new');
  expect((await whoAmI(basic('demo:demo'))).status).toBe(401);
  expect((await whoAmI(basic('demo:new'))).status).toBe(200);
  for (let attempt = 0; attempt < 10; attempt += 1) await whoAmI(basic('demo:wrong'));
  expect((await whoAmI(basic('demo:new'))).status).toBe(401);
  server.control.clock.advance(6_000);
  expect((await whoAmI(basic('demo:new'))).status).toBe(200);
});

test('Bearer, another tenant, and nobody are refused', async () => {
  expect(summaryOf(await whoAmI('Bearer abc'))).toBe("Authorization 'Bearer' not supported.");
  const other = await ask(server, '/alfresco/api/other.example/public/alfresco/versions/1/people/-me-');
  expect(other.status).toBe(401);
  expect(other.headers.get('www-authenticate')).toBe('AlfTicket realm="Alfresco other.example tenant"');
  expect((await ask(server, { path: '/nodes/-root-', user: null })).status).toBe(401);
});

test("another user can't see, cancel, read or delete a download; an administrator can", async () => {
  const { id } = await createDownload(server, server.tree.examples.letter.id);
  await server.control.preparationEnded(id);
  for (const [method, path] of [
    ['GET', `/downloads/${id}`],
    ['DELETE', `/downloads/${id}`],
    ['GET', `/nodes/${id}`],
    ['GET', `/nodes/${id}/content`],
    ['DELETE', `/nodes/${id}`],
  ] as const) {
    expect((await ask(server, { method, path, user: 'eve' })).status, `${method} ${path}`).toBe(403);
  }
  expect((await ask(server, { path: `/downloads/${id}`, user: 'admin' })).status).toBe(200);
});

test('a document goes to the trashcan, or for good if its owner says so; others may do neither', async () => {
  const { letter, scan } = server.tree.examples;
  const remove = (id: string, user: string, more = '') =>
    ask(server, { method: 'DELETE', path: `/nodes/${id}${more}`, user });
  expect((await remove(scan.id, 'eve', '?permanent=true')).status).toBe(403);
  expect((await remove(letter.id, 'demo')).status).toBe(204);
  expect((await remove(scan.id, 'demo', '?permanent=true')).status).toBe(204);
  const documents = server.control.userDocuments();
  expect(documents.get(letter.id)).toBe('trashcan');
  expect(documents.get(scan.id)).toBe('deleted');
  expect([...documents.values()].filter((where) => where !== 'present')).toHaveLength(2);
});

test('every page of a folder together is the folder, without what the user may not see', async () => {
  const seen: string[] = [];
  for (let more = true; more;) {
    const page = await ask(
      server,
      `/nodes/${server.tree.examples.tender.id}/children?maxItems=7&skipCount=${seen.length}`,
    );
    const { list } = page.json as {
      list: { pagination: { hasMoreItems: boolean }; entries: { entry: { name: string } }[] };
    };
    seen.push(...list.entries.map(({ entry }) => entry.name));
    more = list.pagination.hasMoreItems;
  }
  expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => `Lot ${String(index + 1).padStart(2, '0')}`));
  const personnel = await ask(server, `/nodes/${server.tree.examples.personnel.id}/children`);
  expect(personnel.bytes.toString()).not.toContain('Salaries');
});

test('a read-only repository makes no downloads and says what it is', async () => {
  server.control.knobs.readOnly = true;
  const refused = await ask(server, {
    method: 'POST',
    path: '/downloads',
    json: { nodeIds: [server.tree.examples.letter.id] },
  });
  expect(refused.status).toBe(500);
  expect(JSON.stringify((await ask(server, '/alfresco/api/discovery')).json)).toContain('"isReadOnly":true');
});

test('POST with X-HTTP-Method-Override counts as the other method', async () => {
  const { id } = await createDownload(server, server.tree.examples.letter.id);
  await server.control.preparationEnded(id);
  const path = `/nodes/${id}`;
  expect(
    (await ask(server, { method: 'POST', path, headers: { 'X-HTTP-Method-Override': 'DELETE' } })).status,
  ).toBe(204);
  expect(server.control.count('DELETE', path)).toBe(1);
});

test('planned faults come in order, to matching requests only, as often as planned', async () => {
  server.control.failNext({ method: 'GET', pathPattern: /\/people\//, action: 503, retryAfter: 7, times: 2 });
  server.control.failNext({ pathPattern: '/people/', action: 502, isHtml: true });
  expect((await ask(server, '/sites')).status).toBe(200);
  for (let time = 0; time < 2; time += 1) {
    const busy = await ask(server, '/people/-me-');
    expect(busy.status).toBe(503);
    expect(busy.headers.get('retry-after')).toBe('7');
  }
  const gateway = await ask(server, '/people/-me-');
  expect(gateway.status).toBe(502);
  expect(gateway.headers.get('content-type')).toContain('text/html');
  expect((await ask(server, '/people/-me-')).status).toBe(200);
});

test('a dropped connection has done its work or not, as planned', async () => {
  const create = () => createDownload(server, server.tree.examples.letter.id);
  server.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'drop-before-answer' });
  await expect(create()).rejects.toThrow();
  expect(server.control.downloads()).toHaveLength(0);
  server.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'drop-after-work' });
  await expect(create()).rejects.toThrow();
  expect(server.control.downloads()).toHaveLength(1);
  expect(server.control.count('POST', '/downloads')).toBe(2);
});

test('stopped and started again, the server has the same port and still knows everything', async () => {
  const { control, tree } = server;
  control.holdPreparation();
  const { id } = await createDownload(server, tree.examples.letter.id);
  await server.stop();
  await expect(ask(server, '/sites')).rejects.toThrow();
  control.releasePreparation();
  expect(await control.preparationEnded(id)).toBe('DONE');
  await server.start();
  expect((await readDownload(server, id)).status).toBe('DONE');
});

test('nothing that the server keeps of requests or answers to them holds a password or a ticket', async () => {
  const planted = 'p1anted-s3cret';
  server.control.setPassword('demo', planted);
  const ticket = entryOf<{ id: string }>(await login('demo', planted)).id;
  await login('demo', `${planted}-wrong`);
  await whoAmI(basic(`demo:${planted}`));
  await whoAmI(basic(ticket));
  await ask(server, { path: `/people/-me-?alf_ticket=${ticket}`, user: null, headers: { Cookie: planted } });
  await whoAmI(planted);
  const kept = JSON.stringify(server.control.requests);
  for (const secret of [planted, ticket, basic(`demo:${planted}`), basic(ticket)])
    expect(kept).not.toContain(secret);
  expect(server.control.requests.map(({ authorization }) => authorization)).toEqual([
    'absent',
    'absent',
    'Basic',
    'Basic',
    'alf_ticket',
    'other',
  ]);
});

test('broken requests and clients that hang up leave the server well', async () => {
  const send = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = createConnection(server.port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  expect(await send('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
  const core = '/alfresco/api/-default-/public/alfresco/versions/1';
  expect(await send(`GET ${core}/nodes/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 400/,
  );
  const half = createConnection(server.port, '127.0.0.1', () => {
    half.write(`POST ${core}/downloads HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"nodeIds"`, () =>
      half.destroy(),
    );
  });
  await new Promise((resolve) => half.once('close', resolve));
  server.control.holdContentAt(10);
  const gone = new AbortController();
  const reading = fetch(
    `${server.url}${core.slice('/alfresco'.length)}/nodes/${server.tree.examples.scan.id}/content`,
    {
      headers: { Authorization: basic('demo:demo') },
      signal: gone.signal,
    },
  ).then((response) => response.arrayBuffer());
  await server.control.contentHeld();
  gone.abort();
  await expect(reading).rejects.toThrow();
  server.control.releaseContent();
  expect((await ask(server, '/sites')).status).toBe(200);
});

test('closing removes the temporary folder with all zips in it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-demo-test-'));
  const other = await startDemoAlfresco({ temporaryFolder: folder });
  const { id } = await createDownload(other, other.tree.examples.letter.id);
  await other.control.preparationEnded(id);
  expect(await readdir(folder)).toHaveLength(1);
  await other.close();
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

test('a taken port is an error, and leaves no folder behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-demo-test-'));
  await expect(startDemoAlfresco({ port: server.port, temporaryFolder: folder })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

test('a folder’s size counts what whoever asks may read, and nothing else', async () => {
  const { personnel } = server.tree.examples;
  const path = `/nodes/${personnel.id}/size-details`;
  const sizeFor = async (user: string) => {
    const { jobId } = entryOf<{ jobId: string }>(await ask(server, { method: 'POST', path, user }));
    server.control.clock.advance(60_000);
    return entryOf<{ numberOfFiles: number; sizeInBytes: string }>(
      await ask(server, { path: `${path}/${jobId}`, user }),
    );
  };
  expect(await sizeFor('demo')).toMatchObject({ numberOfFiles: 2, sizeInBytes: '13000' });
  expect(await sizeFor('eve')).toMatchObject({ numberOfFiles: 3, sizeInBytes: '25000' });
});
