import { expect, test } from 'vitest';
import { giveBack, tryGivingBack } from '../../src-main/adapters/servers/chunk-memory.ts';
import { seededBytes } from '../fakes/seeded-bytes.ts';
import { sendJson, startLocalServer, startRawServer } from '../fakes/local-server.ts';
import { clientOf, failureOf, signal, textOf } from './http-harness.ts';
import { saying } from '../fakes/saying.ts';

const file = (origin: string, more: object = {}) => ({
  url: new URL('/file', origin),
  authorization: 'Basic canary',
  signal,
  ...more,
});

test('a file is asked for as it is: no compression, the range as given', async () => {
  const server = await startLocalServer((_request, response) => response.end('bytes'));
  const answer = await clientOf(server.origin).bytes(file(server.origin, { range: 'bytes=0-4' }));
  expect(answer).toMatchObject({ status: 200, own: true });
  expect(await textOf(answer.body)).toBe('bytes');
  expect(server.requests[0]!.headers).toMatchObject({
    'accept-encoding': 'identity',
    range: 'bytes=0-4',
    authorization: 'Basic canary',
  });
});

test('what comes compressed all the same is handed on as it came', async () => {
  const server = await startLocalServer((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('not really gzip'),
  );
  expect(await textOf((await clientOf(server.origin).bytes(file(server.origin))).body)).toBe(
    'not really gzip',
  );
});

test('a long file comes byte for byte to a slow reader, again over the same socket', async () => {
  expect(await tryGivingBack()).toBeNull();
  const long = Buffer.from(seededBytes(6, 3_000_001));
  const server = await startLocalServer((_request, response) => response.end(long));
  const client = clientOf(server.origin);
  for (let times = 0; times < 3; times += 1) {
    const got: Buffer[] = [];
    for await (const chunk of (await client.bytes(file(server.origin))).body) {
      await new Promise((resolve) => setImmediate(resolve));
      got.push(Buffer.from(chunk));
      giveBack(chunk);
    }
    expect(Buffer.concat(got).equals(long)).toBe(true);
  }
  expect(server.connections).toBe(1);
});

test('every hop gets its headers from nothing: a storage sees the range, and nothing that is ours', async () => {
  const storage = await startLocalServer((_request, response) => response.end('from the storage'));
  const own = await startLocalServer((request, response) => {
    const location = request.path === '/file' ? '/second' : `${storage.origin}/signed?sig=canary`;
    response.writeHead(302, { location }).end('moved');
  });
  const answer = await clientOf(own.origin).bytes(file(own.origin, { range: 'bytes=5-' }));
  expect(answer).toMatchObject({ status: 200, own: false });
  expect(await textOf(answer.body)).toBe('from the storage');
  expect(own.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ['/file', 'Basic canary'],
    ['/second', 'Basic canary'],
  ]);
  const { headers, path } = storage.requests[0]!;
  expect(path).toBe('/signed?sig=canary');
  expect(Object.keys(headers).sort()).toEqual([
    'accept-encoding',
    'connection',
    'host',
    'range',
    'user-agent',
  ]);
});

test('the way back to the own server carries the credentials again', async () => {
  const storage = await startLocalServer((_request, response) =>
    response.writeHead(307, { location: `${own.origin}/back` }).end(),
  );
  const own = await startLocalServer((request, response) => {
    if (request.path === '/back') response.end('home');
    else response.writeHead(307, { location: `${storage.origin}/` }).end();
  });
  expect(await textOf((await clientOf(own.origin).bytes(file(own.origin))).body)).toBe('home');
  expect(own.requests[1]!.headers.authorization).toBe('Basic canary');
  expect(storage.requests[0]!.headers).not.toHaveProperty('authorization');
});

test('five hops are followed, a sixth is not', async () => {
  const server = await startLocalServer((request, response) => {
    const left = Number(
      new URL(request.path, server.origin).searchParams.get('left') ?? request.headers.range!.slice(6),
    );
    if (left === 0) response.end('there');
    else response.writeHead(302, { location: `/file?left=${left - 1}` }).end();
  });
  const http = clientOf(server.origin);
  expect(await textOf((await http.bytes(file(server.origin, { range: 'bytes=5' }))).body)).toBe('there');
  expect(await failureOf(http.bytes(file(server.origin, { range: 'bytes=6' })))).toMatchObject({
    kind: 'redirect-refused',
  });
});

test('the request goes to the address that was checked, wherever the name leads by then', async () => {
  const storage = await startLocalServer((_request, response) => response.end('pinned'));
  const own = await startLocalServer((_request, response) =>
    response.writeHead(302, { location: `http://storage.invalid:${new URL(storage.origin).port}/x` }).end(),
  );
  const http = clientOf(own.origin, { names: { 'storage.invalid': ['127.0.0.1'] } });
  expect(await textOf((await http.bytes(file(own.origin))).body)).toBe('pinned');
  expect(storage.requests[0]!.headers.host).toBe(`storage.invalid:${new URL(storage.origin).port}`);
});

test('a forbidden place is not even connected to', async () => {
  const own = await startLocalServer((_request, response) =>
    response.writeHead(302, { location: 'http://metadata.invalid/latest?token=canary' }).end(),
  );
  const http = clientOf(own.origin, { names: { 'metadata.invalid': ['169.254.169.254'] } });
  const failure = await failureOf(http.bytes(file(own.origin)));
  expect(failure).toMatchObject({
    kind: 'redirect-refused',
    detail: saying(/http:\/\/metadata\.invalid/),
  });
  expect(JSON.stringify(failure)).not.toContain('canary');
});

test('a redirect to nowhere is refused', async () => {
  const own = await startLocalServer((_request, response) => response.writeHead(302).end());
  expect(await failureOf(clientOf(own.origin).bytes(file(own.origin)))).toMatchObject({
    kind: 'redirect-refused',
    status: 302,
  });
});

test('a transfer leaves the limiter when its headers are there', async () => {
  const server = await startLocalServer((request, response) => {
    if (request.path === '/file') response.writeHead(200, { 'content-length': '10' }).write('12345');
    else sendJson(response, 200, {});
  });
  const http = clientOf(server.origin, { limit: 1 });
  const first = await http.bytes(file(server.origin));
  const second = await http.bytes(file(server.origin));
  const url = new URL('/status', server.origin);
  expect(await http.json({ method: 'GET', url, authorization: null, signal })).toMatchObject({ status: 200 });
  first.dismiss();
  second.dismiss();
});

test.each([
  ['before its announced length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345', 'cut'],
  ['before its last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n', 'cut'],
  [
    'with a chunk that is none',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\nzz\r\n',
    'protocol',
  ],
  ['after more than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345678', null],
  ['by being closed, where nothing was announced', 'HTTP/1.1 200 OK\r\n\r\n12345', null],
])(
  'a body that ends %s is told apart from a whole one, where that is possible',
  async (_how, reply, kind) => {
    const server = await startRawServer((socket) => socket.end(reply));
    const answer = await clientOf(server.origin).bytes(file(server.origin));
    const chunks: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of answer.body) chunks.push(chunk);
    })();
    if (kind === null) await reading.catch(() => undefined);
    else expect(await failureOf(reading)).toMatchObject({ kind });
    // What is in flight when the connection turns out broken may be lost; nothing that wasn't sent may come.
    expect('12345').toContain(Buffer.concat(chunks).toString());
  },
);

test('two lengths that differ are no proper HTTP', async () => {
  const server = await startRawServer((socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345'),
  );
  expect(await failureOf(clientOf(server.origin).bytes(file(server.origin)))).toMatchObject({
    kind: 'protocol',
  });
});

test('a body that falls silent is cut', async () => {
  const server = await startRawServer((socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345'),
  );
  const answer = await clientOf(server.origin, { timeouts: { socket: 50 } }).bytes(file(server.origin));
  expect(await failureOf(textOf(answer.body))).toMatchObject({ kind: 'cut' });
});

test('headers that never come are waited for only so long', async () => {
  const server = await startRawServer(() => undefined);
  const http = clientOf(server.origin, { timeouts: { firstByte: 50 } });
  expect(await failureOf(http.bytes(file(server.origin)))).toMatchObject({
    kind: 'unreachable',
    detail: saying('no answer in time'),
  });
});

test('an abort in the middle of a body rejects with the signal’s reason and closes the connection', async () => {
  const closed = Promise.withResolvers<void>();
  const server = await startRawServer((socket) => {
    socket.once('close', () => closed.resolve());
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345');
  });
  const controller = new AbortController();
  const answer = await clientOf(server.origin).bytes(file(server.origin, { signal: controller.signal }));
  const body = answer.body[Symbol.asyncIterator]();
  await body.next();
  const reason = new Error('paused');
  const rest = body.next();
  controller.abort(reason);
  await expect(rest).rejects.toBe(reason);
  await closed.promise;
});

test('dismissing an answer closes the connection', async () => {
  const closed = Promise.withResolvers<void>();
  const server = await startRawServer((socket) => {
    socket.once('close', () => closed.resolve());
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345');
  });
  (await clientOf(server.origin).bytes(file(server.origin))).dismiss();
  await closed.promise;
});
