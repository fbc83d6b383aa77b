import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sendJson, startLocalServer, startRawServer } from '../fakes/local-server.ts';
import { clientOf, closedOrigin, failureOf, signal } from './http-harness.ts';
import { saying } from '../fakes/saying.ts';

const get = (origin: string, path = '/', more: object = {}) => ({
  method: 'GET' as const,
  url: new URL(path, origin),
  authorization: null,
  signal,
  ...more,
});
const post = (origin: string, more: object = {}) => ({
  method: 'POST' as const,
  url: new URL('/things', origin),
  authorization: 'Basic canary',
  body: { name: 'Zoë' },
  creates: true,
  signal,
  ...more,
});

test('a request carries what is needed and nothing that gives the user away', async () => {
  const server = await startLocalServer((_request, response) => sendJson(response, 201, { id: 1 }));
  const answer = await clientOf(server.origin).json(post(server.origin));
  expect(answer).toMatchObject({ status: 201, body: { is: 'json', value: { id: 1 } } });
  const [request] = server.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/things', body: '{"name":"Zoë"}' });
  expect(request!.headers).toMatchObject({
    accept: 'application/json',
    authorization: 'Basic canary',
    'content-type': 'application/json',
    'user-agent': 'Ferry',
  });
  expect(request!.headers).not.toHaveProperty('cookie');
  expect(request!.headers).not.toHaveProperty('referer');
});

test('a DELETE ends without a body', async () => {
  const server = await startLocalServer((_request, response) => response.writeHead(204).end());
  const answer = await clientOf(server.origin).json(get(server.origin, '/x', { method: 'DELETE' }));
  expect(answer).toMatchObject({ status: 204, body: { is: 'empty' } });
  expect(server.requests[0]).toMatchObject({ method: 'DELETE', body: '' });
  expect(server.requests[0]!.headers).not.toHaveProperty('transfer-encoding');
});

test('cookies are not kept', async () => {
  const server = await startLocalServer((_request, response) =>
    sendJson(response, 200, {}, { 'set-cookie': 'JSESSIONID=1' }),
  );
  const http = clientOf(server.origin);
  await http.json(get(server.origin));
  await http.json(get(server.origin));
  expect(server.requests[1]!.headers).not.toHaveProperty('cookie');
});

test('the socket is used again, but never for a request that makes something', async () => {
  const server = await startLocalServer((_request, response) => sendJson(response, 200, {}));
  const http = clientOf(server.origin);
  await http.json(get(server.origin));
  await http.json(get(server.origin));
  await http.json(get(server.origin));
  expect(server.connections).toBe(1);
  await http.json(post(server.origin));
  expect(server.connections).toBe(2);
});

test('a client that was closed keeps no socket, and what it is asked still works', async () => {
  const server = await startLocalServer((_request, response) => sendJson(response, 200, {}));
  const http = clientOf(server.origin);
  await http.json(get(server.origin));
  http.close();
  await http.json(get(server.origin));
  await http.json(get(server.origin));
  expect(server.connections).toBe(3);
});

test.each([
  ['\uFEFF{"a":1}', { is: 'json', value: { a: 1 } }],
  ['', { is: 'empty' }],
  [' \n', { is: 'empty' }],
  ['<!DOCTYPE html><p>Sign in</p>', { is: 'page', text: '<!DOCTYPE html><p>Sign in</p>' }],
  ['\n  <html>', { is: 'page', text: '<html>' }],
  ['{"a":', { is: 'other', text: '{"a":' }],
  ['Service temporarily', { is: 'other', text: 'Service temporarily' }],
  [
    '{"a":1,"__proto__":{"polluted":true},"b":{"__proto__":{"polluted":true}}}',
    { is: 'json', value: { a: 1, b: {} } },
  ],
  [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, { is: 'other', text: '['.repeat(1000) }],
])('a body of %j is read without trusting it', async (text, body) => {
  const server = await startLocalServer((_request, response) => response.end(text));
  const answer = await clientOf(server.origin).json(get(server.origin));
  expect(answer.body).toEqual(body);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('an answer without an end is not read for ever', async () => {
  const server = await startLocalServer((_request, response) => {
    const more = (): void => {
      while (response.write('x'.repeat(65_536))) if (response.destroyed) return;
      response.once('drain', more);
    };
    more();
  });
  expect(await failureOf(clientOf(server.origin).json(get(server.origin)))).toMatchObject({
    kind: 'protocol',
    detail: saying(/too long/),
  });
});

test('a small answer that unpacks into a huge one is not read either', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  const server = await startLocalServer((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  );
  expect(await failureOf(clientOf(server.origin).json(get(server.origin)))).toMatchObject({
    kind: 'protocol',
  });
});

test('redirects are not followed', async () => {
  const server = await startLocalServer((_request, response) =>
    response.writeHead(302, { location: '/elsewhere' }).end(),
  );
  expect(await clientOf(server.origin).json(get(server.origin))).toMatchObject({ status: 302 });
  expect(server.requests).toHaveLength(1);
});

test('credentials go to the connection’s own scheme, host and port only', async () => {
  const own = await startLocalServer((_request, response) => sendJson(response, 200, {}));
  const other = await startLocalServer((_request, response) => sendJson(response, 200, {}));
  await clientOf(own.origin).json(get(other.origin, '/', { authorization: 'Basic canary' }));
  expect(other.requests[0]!.headers).not.toHaveProperty('authorization');
});

test('an answer was not lost when no connection stood', async () => {
  expect(await failureOf(clientOf(closedOrigin).json(post(closedOrigin)))).toEqual({
    kind: 'unreachable',
    detail: saying('nothing answers on that port'),
    answerLost: false,
  });
  const unknown = 'http://name.invalid';
  expect(await failureOf(clientOf(unknown).json(post(unknown)))).toMatchObject({
    kind: 'unreachable',
    answerLost: false,
  });
});

test('an answer was not lost when the server could not prove who it is', async () => {
  const server = await startLocalServer((_request, response) => sendJson(response, 200, {}), { tls: true });
  expect(await failureOf(clientOf(server.origin).json(post(server.origin)))).toMatchObject({
    kind: 'untrusted',
    detail: saying('the server signed it itself'),
    answerLost: false,
  });
  expect(server.requests).toEqual([]);
});

test('a server that speaks no TLS is not trusted', async () => {
  const server = await startLocalServer((_request, response) => sendJson(response, 200, {}));
  const origin = server.origin.replace('http:', 'https:');
  expect(await failureOf(clientOf(origin).json(post(origin)))).toMatchObject({
    kind: 'untrusted',
    detail: saying(/TLS/),
    answerLost: false,
  });
});

test('an answer is lost when the connection breaks after the request', async () => {
  const server = await startRawServer((socket) => socket.destroy());
  const lost = await failureOf(clientOf(server.origin).json(post(server.origin)));
  expect(lost).toEqual({ kind: 'cut', answerLost: true });
  const { answerLost } = await failureOf(
    clientOf(server.origin).json(post(server.origin, { creates: false })),
  );
  expect(answerLost).toBe(false);
  expect(server.heads).toHaveLength(2);
});

test('an answer is lost when none comes in time', async () => {
  const server = await startRawServer(() => undefined);
  const http = clientOf(server.origin, { timeouts: { response: 50 } });
  expect(await failureOf(http.json(post(server.origin)))).toEqual({
    kind: 'unreachable',
    detail: saying('no answer in time'),
    answerLost: true,
  });
});

test('an answer is lost when a success breaks off, but a refusal is one whatever its words', async () => {
  const brokenOff = (status: string) =>
    startRawServer((socket) => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 100\r\n\r\n{"entry":`));
  const success = await brokenOff('202 Accepted');
  expect(await failureOf(clientOf(success.origin).json(post(success.origin)))).toEqual({
    kind: 'cut',
    answerLost: true,
  });
  const refusal = await brokenOff('403 Forbidden');
  expect(await clientOf(refusal.origin).json(post(refusal.origin))).toMatchObject({
    status: 403,
    body: { is: 'other' },
  });
});

test('an answer that is no HTTP makes no sense', async () => {
  const server = await startRawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n\r\n'));
  expect(await failureOf(clientOf(server.origin).json(get(server.origin)))).toMatchObject({
    kind: 'protocol',
  });
});

test('an aborted request rejects with the signal’s reason, before, in the queue and in the middle', async () => {
  const arrived = Promise.withResolvers<void>();
  const server = await startLocalServer(() => arrived.resolve());
  const http = clientOf(server.origin, { limit: 1 });
  const reason = new Error('paused');
  await expect(http.json(get(server.origin, '/', { signal: AbortSignal.abort(reason) }))).rejects.toBe(
    reason,
  );
  const middle = new AbortController();
  const waiting = new AbortController();
  const hanging = http.json(get(server.origin, '/', { signal: middle.signal }));
  const queued = http.json(get(server.origin, '/', { signal: waiting.signal }));
  await arrived.promise;
  waiting.abort(reason);
  await expect(queued).rejects.toBe(reason);
  middle.abort(reason);
  await expect(hanging).rejects.toBe(reason);
});

test('all requests go through the gate', async () => {
  let open = 0;
  let most = 0;
  const held: (() => void)[] = [];
  const full = Promise.withResolvers<void>();
  const server = await startLocalServer((_request, response) => {
    open += 1;
    most = Math.max(most, open);
    held.push(() => {
      open -= 1;
      sendJson(response, 200, {});
    });
    if (held.length === 2) full.resolve();
    if (server.requests.length > 2) held.pop()!();
  });
  const http = clientOf(server.origin, { limit: 2 });
  const all = Array.from({ length: 10 }, () => http.json(get(server.origin)));
  await full.promise;
  expect(server.requests).toHaveLength(2);
  held.splice(0).forEach((release) => release());
  await Promise.all(all);
  expect(most).toBe(2);
});
