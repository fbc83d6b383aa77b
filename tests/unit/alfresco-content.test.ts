import { expect, test } from 'vitest';
import type { PreparedId, Source } from '../../src-shared/job/job.ts';
import type { Proof, ResumeFrom } from '../../src-main/core/ports.ts';
import { keepingSink } from '../contract/server-api-harness.ts';
import { sendJson } from '../fakes/local-server.ts';
import type { Route } from './alfresco-harness.ts';
import { core, node, scriptAlfresco, sendError, tickets } from './alfresco-harness.ts';
import { failureOf, signal } from './http-harness.ts';
import { saying } from '../fakes/saying.ts';

const options = { signal };
const bytes = '0123456789';
const modifiedAt = '2026-11-21T10:00:00.000+0000';
const proof: Proof = { by: 'unchanged', id: 'a', size: 10, modifiedAt };
const half: ResumeFrom = { offset: 5, total: 10, proof };
const document: Source = { from: 'content', content: { documentId: 'a', name: 'a.bin' } };
const prepared: Source = { from: 'prepared', prepared: 'a' as PreparedId };
const nodePath = `${core}/nodes/a`;
const contentPath = `${nodePath}/content`;

/** A server with one node of ten bytes, and an answer to whoever asks for them. */
async function serving(content: Route, nodes: object[] = [node('a')]) {
  let asked = 0;
  const alfresco = await scriptAlfresco({
    [`GET ${nodePath}`]: (response) => {
      const body = nodes[Math.min(asked, nodes.length - 1)]!;
      asked += 1;
      if ('entry' in body) sendJson(response, 200, body);
      else sendError(response, 404, 'The entity with id: a was not found');
    },
    [`GET ${contentPath}`]: content,
  });
  const sink = keepingSink();
  return {
    ...alfresco,
    sink,
    fetch: (resume: ResumeFrom | null = null, source: Source = document) =>
      alfresco.api.fetchInto(sink, source, resume, options),
    nothingWritten: () => expect([sink.heads, sink.chunks]).toEqual([[], []]),
  };
}

const sends =
  (status: number, headers: Record<string, string>, body: string): Route =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/octet-stream', ...headers }).end(body);
const whole = sends(200, { 'content-length': '10', 'content-range': 'bytes 0-9/10' }, bytes);
const rest = sends(206, { 'content-length': '5', 'content-range': 'bytes 5-9/10' }, '56789');

test('a file from its start is asked for without a range, with the name that the node has', async () => {
  const { fetch, sink, seen } = await serving(whole);
  expect(await fetch()).toEqual({ is: 'complete' });
  expect(sink.heads).toEqual([{ offset: 0, total: 10, proof, name: 'a.bin', digests: [] }]);
  expect(sink.bytes.toString()).toBe(bytes);
  const [request] = seen('GET', contentPath);
  expect(request!.path).toBe(`${contentPath}?attachment=true`);
  expect(request!.headers).not.toHaveProperty('range');
});

test('the rest of a file is asked for up to its last byte, never past it', async () => {
  const { fetch, sink, seen } = await serving(rest);
  expect(await fetch(half)).toEqual({ is: 'complete' });
  expect(sink.heads[0]!.offset).toBe(5);
  expect(sink.bytes.toString()).toBe('56789');
  expect(seen('GET', contentPath)[0]!.headers.range).toBe('bytes=5-9');
});

test('a resume at the very start asks for no range', async () => {
  const { fetch, sink } = await serving(whole);
  expect(await fetch({ ...half, offset: 0 })).toEqual({ is: 'complete' });
  expect(sink.bytes.toString()).toBe(bytes);
});

test('an empty file is complete without a byte', async () => {
  const empty = node('a', { content: { sizeInBytes: 0 } });
  const { fetch, sink } = await serving(
    sends(200, { 'content-length': '0', 'content-range': 'bytes 0--1/0' }, ''),
    [empty],
  );
  expect(await fetch()).toEqual({ is: 'complete' });
  expect(sink.heads[0]).toMatchObject({ total: 0 });
  expect(sink.chunks).toEqual([]);
});

test.each([
  ['another modified time', { ...half, proof: { ...proof, modifiedAt: '2026-11-21T09:59:59.000+0000' } }],
  ['another id', { ...half, proof: { ...proof, id: 'b' } }],
  ['another size', { ...half, proof: { ...proof, size: 11 } }],
  ['another total', { ...half, total: 11 }],
  ['a proof of another kind', { ...half, proof: { by: 'etag' as const, etag: '"x"' } }],
  ['more than there is', { ...half, offset: 11 }],
])('%s on the disk starts over before any byte is asked for', async (_what, resume) => {
  const { fetch, nothingWritten, seen } = await serving(rest);
  expect(await fetch(resume)).toMatchObject({ is: 'startOver' });
  nothingWritten();
  expect(seen('GET', contentPath)).toEqual([]);
});

test.each([
  ['the whole file', whole],
  ['another start', sends(206, { 'content-length': '6', 'content-range': 'bytes 4-9/10' }, '456789')],
  ['another total', sends(206, { 'content-length': '5', 'content-range': 'bytes 5-9/11' }, '56789')],
  ['an unknown total', sends(206, { 'content-length': '5', 'content-range': 'bytes 5-9/*' }, '56789')],
  ['no range', sends(206, { 'content-length': '5' }, '56789')],
  ['a range backwards', sends(206, { 'content-length': '5', 'content-range': 'bytes 9-5/10' }, '56789')],
  ['items instead of bytes', sends(206, { 'content-length': '5', 'content-range': 'items 5-9/10' }, '56789')],
  ['several parts', sends(206, { 'content-type': 'multipart/byteranges; boundary=x' }, '--x')],
  ['another length', sends(206, { 'content-length': '4', 'content-range': 'bytes 5-9/10' }, '5678')],
  [
    'something compressed',
    sends(206, { 'content-range': 'bytes 5-9/10', 'content-encoding': 'gzip' }, '56789'),
  ],
  ['a 416', sends(416, { 'content-range': '"*"' }, '')],
  ['a 412', sends(412, {}, '')],
])('%s instead of the rest starts over, and nothing is written', async (_what, content) => {
  const { fetch, nothingWritten } = await serving(content);
  expect(await fetch(half)).toMatchObject({
    is: 'startOver',
    reason: saying(/^The .*\.$/),
  });
  nothingWritten();
});

test('a part that is shorter than asked for is kept, and the transfer is cut', async () => {
  const { fetch, sink } = await serving(
    sends(206, { 'content-length': '2', 'content-range': 'bytes 5-6/10' }, '56'),
  );
  expect(await failureOf(fetch(half))).toMatchObject({ kind: 'cut' });
  expect(sink.bytes.toString()).toBe('56');
});

test.each([
  ['a part that nobody asked for', rest, 'protocol'],
  ['another length', sends(200, { 'content-length': '9' }, '012345678'), 'protocol'],
  ['something compressed', sends(200, { 'content-encoding': 'gzip' }, 'xx'), 'protocol'],
  ['no content', sends(204, {}, ''), 'protocol'],
  ['not modified', sends(304, {}, ''), 'protocol'],
  [
    'a web page',
    sends(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': '10' }, bytes),
    'web-page',
  ],
  [
    'a web page, by its other name',
    sends(200, { 'content-type': 'Application/XHTML+xml' }, bytes),
    'web-page',
  ],
  ['a 404 of a gateway', sends(404, { 'content-type': 'text/html' }, '<html>'), 'gateway'],
  ['a refusal', sends(403, {}, '{"error":{"statusCode":403}}'), 'refused'],
  ['a refusal without a word', sends(403, {}, ''), 'gateway'],
  ['an archive', sends(412, {}, ''), 'archived'],
  ['a busy server', sends(503, { 'retry-after': '5' }, ''), 'busy'],
  ['a broken server', sends(500, {}, ''), 'server-error'],
] as const)('%s instead of the file is a failure, and nothing is written', async (_what, content, kind) => {
  const { fetch, nothingWritten } = await serving(content);
  expect(await failureOf(fetch())).toMatchObject({ kind });
  nothingWritten();
});

test('a web page that is the user’s own document is one', async () => {
  const page = node('a', { content: { sizeInBytes: 10, mimeType: 'text/html' } });
  const { fetch } = await serving(sends(200, { 'content-type': 'text/html;charset=UTF-8' }, bytes), [page]);
  expect(await fetch()).toEqual({ is: 'complete' });
});

test('a file without an announced length must still have the node’s', async () => {
  const chunked =
    (text: string): Route =>
    (response) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' });
      response.end(text);
    };
  expect(await (await serving(chunked(bytes))).fetch()).toEqual({ is: 'complete' });
  expect(await failureOf((await serving(chunked('01234'))).fetch())).toMatchObject({ kind: 'cut' });
  const over = await serving(chunked('0123456789abc'));
  expect(await failureOf(over.fetch())).toMatchObject({ kind: 'protocol' });
  expect(over.sink.bytes.length).toBeLessThanOrEqual(10);
});

test('what came before a cut is written', async () => {
  const { fetch, sink } = await serving((response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('0123');
    // Ends only after the bytes are out.
    setImmediate(() => response.socket!.end());
  });
  expect(await failureOf(fetch())).toMatchObject({ kind: 'cut' });
  expect(sink.bytes.toString()).toBe('0123');
});

test('many small pieces become few large writes', async () => {
  const large = 3 * 1024 * 1024 + 17;
  const { fetch, sink } = await serving(
    (response) => response.writeHead(200, { 'content-length': String(large) }).end(Buffer.alloc(large, 7)),
    [node('a', { content: { sizeInBytes: large } })],
  );
  expect(await fetch()).toEqual({ is: 'complete' });
  expect(sink.bytes.length).toBe(large);
  expect(sink.chunks.length).toBeLessThanOrEqual(Math.ceil(large / (256 * 1024)));
});

test('a document that changed while it came is not believed', async () => {
  const later = node('a', { modifiedAt: '2026-11-21T10:00:01.000+0000' });
  const { fetch } = await serving(whole, [node('a'), later]);
  expect(await failureOf(fetch())).toMatchObject({
    kind: 'corrupt',
    detail: saying(/changed/),
  });
});

test('a document that went away while it came can’t be proven; a zip can, as it never changes', async () => {
  const { fetch } = await serving(whole, [node('a'), {}]);
  expect(await failureOf(fetch())).toMatchObject({ kind: 'corrupt' });
  const zip = await serving(sends(200, { 'content-length': '10' }, 'PK23456789'), [node('a'), {}]);
  expect(await zip.fetch(null, prepared)).toEqual({ is: 'complete' });
});

test('a document without content is not fetched, and that is for good', async () => {
  const { fetch, nothingWritten } = await serving(whole, [node('a', { content: undefined })]);
  expect(await failureOf(fetch())).toMatchObject({ kind: 'bad-request' });
  nothingWritten();
});

test('gone is told apart by Alfresco’s own word', async () => {
  const { fetch, nothingWritten } = await serving(whole, [{}]);
  expect(await fetch()).toEqual({ is: 'gone' });
  const lost = await serving((response) => sendError(response, 404, 'Unable to locate content'));
  expect(await lost.fetch()).toEqual({ is: 'gone' });
  nothingWritten();
});

test.each([400, 401, 403, 404])(
  'a storage that the server points to and that says %i is asked anew through the server, later',
  async (status) => {
    const storage = await scriptAlfresco({
      'GET *': (response) => sendError(response, status, 'Request has expired'),
    });
    const { fetch, nothingWritten, seen } = await serving((response) =>
      response.writeHead(302, { location: `${storage.server.origin}/bucket?sig=1` }).end(),
    );
    expect(await failureOf(fetch())).toMatchObject({ kind: 'server-error', status });
    nothingWritten();
    // Our credentials are not what the storage refused, so that nobody signs in anew.
    expect(seen('POST', tickets)).toHaveLength(1);
  },
);
