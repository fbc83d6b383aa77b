import { expect, test } from 'vitest';
import { sendJson } from '../fakes/local-server.ts';
import type { Route } from './alfresco-harness.ts';
import { core, folder, node, scriptAlfresco, sendError } from './alfresco-harness.ts';
import { closedOrigin, failureOf, signal } from './http-harness.ts';
import { saying } from '../fakes/saying.ts';

const options = { signal };
const discovery = 'GET /alfresco/api/discovery';
const me = `GET ${core}/people/-me-`;
const isAda: Route = (response) => sendJson(response, 200, { entry: { id: 'ada' } });

const repository =
  (version: string, more: object = {}): Route =>
  (response) => {
    const [major, minor, patch] = version.split('.');
    sendJson(response, 200, {
      entry: {
        repository: {
          edition: 'Community',
          version: { major, minor, patch },
          status: { isReadOnly: false },
          ...more,
        },
      },
    });
  };

test('a probe tells the account as the server writes it, and the version', async () => {
  const { api } = await scriptAlfresco({ [discovery]: repository('23.4.0'), [me]: isAda }, { user: 'ADA' });
  expect(await api.probe(options)).toEqual({ account: 'ada', version: 'Alfresco 23.4.0 (Community)' });
});

test.each(['5.2.1', '5.2.10', '5.3.0', '6.0.0', '23.1.0'])('version %s is new enough', async (version) => {
  const { api } = await scriptAlfresco({ [discovery]: repository(version), [me]: isAda });
  expect(await api.probe(options)).toMatchObject({ version: `Alfresco ${version} (Community)` });
});

test.each(['5.2.0', '5.1.9', '4.2.8'])('version %s is too old, and that is said', async (version) => {
  const { api } = await scriptAlfresco({ [discovery]: repository(version), [me]: isAda });
  expect(await failureOf(api.probe(options))).toMatchObject({
    kind: 'unsupported',
    detail: saying(new RegExp(version)),
  });
});

test('a read-only repository can’t prepare anything', async () => {
  const { api } = await scriptAlfresco({
    [discovery]: repository('7.4.0', { status: { isReadOnly: true } }),
    [me]: isAda,
  });
  expect(await failureOf(api.probe(options))).toMatchObject({
    kind: 'unsupported',
    detail: saying(/read-only/),
  });
});

test.each([
  ['switched off', (response) => sendError(response, 501, 'Discovery is disabled')],
  ['not there', (response) => sendError(response, 404, 'No')],
  ['for administrators only', (response) => sendError(response, 403, 'No')],
  ['in another form', (response) => sendJson(response, 200, { entry: { repository: { version: 'seven' } } })],
] as [string, Route][])('a discovery that is %s doesn’t matter', async (_how, route) => {
  const { api } = await scriptAlfresco({ [discovery]: route, [me]: isAda });
  expect(await api.probe(options)).toEqual({ account: 'ada', version: null });
});

test('a server that is no Alfresco is told so', async () => {
  const { api } = await scriptAlfresco({
    'GET *': (response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>'),
    'POST *': (response) => response.writeHead(404).end(),
  });
  expect(await failureOf(api.probe(options))).toMatchObject({ kind: 'unsupported' });
});

test('an Alfresco that was there a moment ago is only out of reach: its server may be starting again', async () => {
  const { api, routes } = await scriptAlfresco({ [discovery]: repository('23.4.0'), [me]: isAda });
  await api.probe(options);
  const away: Route = (response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>');
  Object.assign(routes, { [discovery]: away, [me]: away });
  expect(await failureOf(api.probe(options))).toMatchObject({ kind: 'unreachable' });
});

test('a web page in the way makes the server unreachable: the network wants to be signed in to', async () => {
  const { api } = await scriptAlfresco({
    'GET *': (response) => response.end('<html>Welcome to the hotel</html>'),
  });
  expect(await failureOf(api.probe(options))).toMatchObject({
    kind: 'unreachable',
    detail: saying(/web page/),
  });
});

test('a server that points to another address is not followed, and the address is named', async () => {
  const { api } = await scriptAlfresco({
    'GET *': (response) =>
      response.writeHead(301, { location: 'https://new.example.com/alfresco?t=canary' }).end(),
  });
  const failure = await failureOf(api.probe(options));
  expect(failure).toMatchObject({
    kind: 'unsupported',
    detail: saying(/https:\/\/new\.example\.com/),
  });
  expect(JSON.stringify(failure)).not.toContain('canary');
});

test('a server that nobody reaches is unreachable', async () => {
  const { api, servers, connection } = await scriptAlfresco();
  expect(api).toBe(servers.api(connection));
  const away = servers.api({ ...connection, baseUrl: `${closedOrigin}/alfresco` });
  expect(await failureOf(away.probe(options))).toMatchObject({ kind: 'unreachable' });
});

const pages =
  (ids: string[], size: number): Route =>
  (response, request) => {
    const query = new URL(request.path, 'http://x').searchParams;
    const skip = Number(query.get('skipCount'));
    const entries = ids.slice(skip, skip + size).map((id) => (id.startsWith('f') ? folder(id) : node(id)));
    sendJson(response, 200, { list: { pagination: { hasMoreItems: skip + size < ids.length }, entries } });
  };
const weigh = (...nodeIds: string[]) => ({ kind: 'alfresco' as const, nodeIds });

test('folders are weighed page by page, all the way down', async () => {
  const { api } = await scriptAlfresco({
    [`GET ${core}/nodes/f1`]: (response) => sendJson(response, 200, folder('f1')),
    [`GET ${core}/nodes/a`]: (response) => sendJson(response, 200, node('a')),
    [`GET ${core}/nodes/f1/children`]: pages(['b', 'c', 'f2', 'd', 'e'], 2),
    [`GET ${core}/nodes/f2/children`]: pages(['g', 'f3'], 2),
    [`GET ${core}/nodes/f3/children`]: pages([], 2),
  });
  expect(await api.measure!(weigh('f1', 'a'), options)).toEqual([
    { id: 'f1', name: 'f1', bytes: 50 },
    { id: 'a', name: 'a.bin', bytes: 10 },
  ]);
});

test('a folder that is too large to be walked through is given up', async () => {
  const thousand = Array.from({ length: 1000 }, (_, index) => node(`n${index}`));
  const { api, seen } = await scriptAlfresco({
    [`GET ${core}/nodes/f1`]: (response) => sendJson(response, 200, folder('f1')),
    [`GET ${core}/nodes/f1/children`]: (response) =>
      sendJson(response, 200, { list: { pagination: { hasMoreItems: true }, entries: thousand } }),
  });
  expect(await failureOf(api.measure!(weigh('f1'), options))).toMatchObject({ kind: 'too-large' });
  expect(seen('GET', `${core}/nodes/f1/children`)).toHaveLength(21);
});

test('a server that promises more and sends nothing doesn’t hold us for ever', async () => {
  const { api } = await scriptAlfresco({
    [`GET ${core}/nodes/f1`]: (response) => sendJson(response, 200, folder('f1')),
    [`GET ${core}/nodes/f1/children`]: (response) =>
      sendJson(response, 200, { list: { pagination: { hasMoreItems: true }, entries: [] } }),
  });
  expect(await api.measure!(weigh('f1'), options)).toEqual([{ id: 'f1', name: 'f1', bytes: 0 }]);
});
