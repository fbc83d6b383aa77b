import { saying } from '../fakes/saying.ts';
import { expect, test } from 'vitest';
import type { PreparedId } from '../../src-shared/job/job.ts';
import { sendJson } from '../fakes/local-server.ts';
import { core, download, node, scriptAlfresco, sendError } from './alfresco-harness.ts';
import { failureOf, signal } from './http-harness.ts';

const id = 'zip-1' as PreparedId;
const options = { signal };
const path = `${core}/downloads/${id}`;
const said = (body: unknown) =>
  scriptAlfresco({ [`GET ${path}`]: (response) => sendJson(response, 200, body) });

test('totals of zero are not known yet', async () => {
  const { api } = await said(download(id, 'PENDING'));
  expect(await api.poll(id, options)).toEqual({
    is: 'waiting',
    word: 'PENDING',
    counters: { filesDone: 0, filesTotal: null, bytesDone: 0, bytesTotal: null },
  });
});

test('work that goes on is waited for, with the server’s counters', async () => {
  const { api } = await said(download(id, 'IN_PROGRESS', [3, 9, 6_000_000_000, 9_000_000_000]));
  expect(await api.poll(id, options)).toEqual({
    is: 'waiting',
    word: 'IN_PROGRESS',
    counters: { filesDone: 3, filesTotal: 9, bytesDone: 6_000_000_000, bytesTotal: 9_000_000_000 },
  });
});

test('a status that nobody knows is waited for under its own word', async () => {
  const { api } = await said(download(id, 'QUEUED\u0007_BY_ADMIN'));
  expect(await api.poll(id, options)).toMatchObject({ is: 'waiting', word: 'QUEUED _BY_ADMIN' });
});

test('a wish to be asked later is handed on', async () => {
  const { api } = await scriptAlfresco({
    [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'PENDING'), { 'retry-after': '17' }),
  });
  expect(await api.poll(id, options)).toMatchObject({ is: 'waiting', retryAfter: 17 });
});

test('what is ready has its name, and a time that the server’s cleaner will take it, in our clock’s terms', async () => {
  const served = Date.UTC(2026, 10, 21, 12, 0, 0);
  const ours = served - 5 * 60_000;
  const { api } = await scriptAlfresco(
    {
      [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'DONE', [2, 2, 26, 26])),
      [`GET ${core}/nodes/${id}`]: (response) =>
        sendJson(
          response,
          200,
          node(id, { name: 'Papers.zip', modifiedAt: new Date(served - 60_000).toISOString() }),
          {
            date: new Date(served).toUTCString(),
          },
        ),
    },
    { now: () => ours },
  );
  expect(await api.poll(id, options)).toEqual({
    is: 'ready',
    name: 'Papers.zip',
    counters: { filesDone: 2, filesTotal: 2, bytesDone: 26, bytesTotal: 26 },
    expiresAt: ours + 59 * 60_000,
  });
});

test('a selection over the limit says how large it is and how large it may be', async () => {
  const { api } = await said(download(id, 'MAX_CONTENT_SIZE_EXCEEDED', [0, 7, 2_152_852_358, 3_000_000_000]));
  expect(await api.poll(id, options)).toEqual({ is: 'tooLarge', limit: 2_152_852_358, size: 3_000_000_000 });
});

test('a preparation that was cancelled keeps its counters', async () => {
  const { api } = await said(download(id, 'CANCELLED', [1, 4, 10, 40]));
  expect(await api.poll(id, options)).toEqual({
    is: 'cancelled',
    counters: { filesDone: 1, filesTotal: 4, bytesDone: 10, bytesTotal: 40 },
  });
});

test('ready, and taken away a moment later, is gone', async () => {
  const { api } = await said(download(id, 'DONE', [1, 1, 1, 1]));
  expect(await api.poll(id, options)).toEqual({ is: 'gone' });
});

test.each([
  [400, 'bad-request'],
  [403, 'refused'],
  [500, 'server-error'],
  [502, 'server-error'],
  [503, 'busy'],
] as const)('status %i is a failure of its own and not the end of the download', async (status, kind) => {
  const { api } = await scriptAlfresco({
    'GET *': (response) => sendError(response, status, 'The server’s words'),
  });
  expect(await failureOf(api.poll(id, options))).toMatchObject({
    kind,
    status,
    detail: 'The server’s words',
  });
});

test('a 404 that is a web page comes from something in front of Alfresco: the download isn’t gone for that', async () => {
  const { api } = await scriptAlfresco({
    'GET *': (response) =>
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html>No such application</html>'),
  });
  expect(await failureOf(api.poll(id, options))).toMatchObject({ kind: 'gateway', status: 404 });
});

test.each([
  ['<html>Sign in to the hotel</html>', 'web-page'],
  ['', 'protocol'],
  ['{}', 'protocol'],
  ['[]', 'protocol'],
  ['{"entry":{"id":"zip-1","status":"DONE"}}', 'protocol'],
  [
    '{"entry":{"id":"zip-1","status":"DONE","filesAdded":-1,"totalFiles":0,"bytesAdded":0,"totalBytes":0}}',
    'protocol',
  ],
] as const)('a success of %j is none', async (text, kind) => {
  const { api } = await scriptAlfresco({ 'GET *': (response) => response.end(text) });
  expect(await failureOf(api.poll(id, options))).toMatchObject({ kind });
});

test('a status is not asked for elsewhere, and where the server points to is named without its secrets', async () => {
  const { api, server } = await scriptAlfresco({
    'GET *': (response) =>
      response.writeHead(302, { location: 'https://login.example.com/?token=canary' }).end(),
  });
  expect(await failureOf(api.poll(id, options))).toEqual({
    kind: 'gateway',
    status: 302,
    detail: saying('it points to a sign-in page at https://login.example.com'),
    answerLost: false,
  });
  expect(server.requests).toHaveLength(2);
});

test('cleaning up asks first, deletes once, and never for good', async () => {
  const { api, server, routes } = await scriptAlfresco({
    [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'DONE', [1, 1, 1, 1])),
    [`DELETE ${core}/nodes/${id}`]: (response) => response.writeHead(204).end(),
  });
  await api.cleanUp!(id, options);
  expect(server.requests.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET ${path}`,
    `DELETE ${core}/nodes/${id}`,
  ]);
  routes[`DELETE ${core}/nodes/${id}`] = (response) => sendError(response, 404, 'gone');
  await api.cleanUp!(id, options);
});

test.each([
  ['is no download', 400, { error: {} }, 'bad-request'],
  ['is somebody else’s', 403, { error: {} }, 'refused'],
  ['is answered for by another id', 200, download('zip-2', 'DONE'), 'protocol'],
  ['is answered for by nonsense', 200, {}, 'protocol'],
  ['can’t be asked for right now', 500, {}, 'server-error'],
] as const)('what %s is not deleted', async (_what, status, body, kind) => {
  const { api, server } = await scriptAlfresco({
    [`GET ${path}`]: (response) => sendJson(response, status, body),
  });
  expect(await failureOf(api.cleanUp!(id, options))).toMatchObject({ kind });
  expect(server.requests.some(({ method }) => method === 'DELETE')).toBe(false);
});

test('an id can’t lead to another address', async () => {
  const { api, server } = await scriptAlfresco();
  const tricky = '../nodes/x?permanent=true#' as PreparedId;
  await api.cleanUp!(tricky, options);
  await api.cancel!(tricky, options);
  const asked = `${core}/downloads/..%2Fnodes%2Fx%3Fpermanent%3Dtrue%23`;
  expect(server.requests.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET ${asked}`,
    `DELETE ${asked}`,
  ]);
});
