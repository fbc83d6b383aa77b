import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { ask, createDownload } from './asking.ts';
import type { Answer } from './asking.ts';

let server: DemoAlfresco;
let letter: Buffer;

beforeAll(async () => {
  server = await startDemoAlfresco();
  letter = server.repository.read(server.tree.examples.letter, 0, Infinity);
});
afterEach(() => server.control.releaseContent());
afterAll(() => server.close());

const content = (
  headers: Record<string, string> = {},
  id = server.tree.examples.letter.id,
): Promise<Answer> => ask(server, { path: `/nodes/${id}/content`, headers });

test('a whole content comes with a Content-Range on its 200, an ETag of the modified time and both names', async () => {
  const answer = await content();
  expect(answer.status).toBe(200);
  expect(answer.bytes.equals(letter)).toBe(true);
  const { modifiedAt } = server.tree.examples.letter;
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'content-length': '5120',
    'content-range': 'bytes 0-5119/5120',
    etag: `"${modifiedAt}"`,
    'last-modified': new Date(modifiedAt).toUTCString(),
    'cache-control': 'max-age=0, must-revalidate',
    'content-disposition': `attachment; filename="Letter to the harbour master.txt"; filename*=UTF-8''Letter%20to%20the%20harbour%20master.txt`,
  });
});

test('a zip is an octet stream, and its quoted name has spaces for what Latin-1 lacks', async () => {
  const { id } = await createDownload(server, server.tree.examples.oddNames.id);
  await server.control.preparationEnded(id);
  const answer = await content({}, id);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream;charset=UTF-8');
  const disposition = answer.headers.get('content-disposition') ?? '';
  expect(disposition).toContain('filename="Odd names   Ünïcödé   .zip"');
  expect(disposition).toContain("filename*=UTF-8''Odd%20names%20%E2%80%93");
});

test('attachment=false leaves the name out', async () => {
  const answer = await ask(server, `/nodes/${server.tree.examples.letter.id}/content?attachment=false`);
  expect(answer.headers.has('content-disposition')).toBe(false);
});

test('an empty file has a Content-Range that ends before it begins', async () => {
  const answer = await content({}, server.tree.examples.emptyFile.id);
  expect(answer.status).toBe(200);
  expect(answer.bytes).toHaveLength(0);
  expect(answer.headers.get('content-range')).toBe('bytes 0--1/0');
});

test('a range is a 206 with the total and without ETag and Last-Modified', async () => {
  const answer = await content({ Range: 'bytes=100-299' });
  expect(answer.status).toBe(206);
  expect(answer.headers.get('content-range')).toBe('bytes 100-299/5120');
  expect(answer.headers.has('etag')).toBe(false);
  expect(answer.headers.has('last-modified')).toBe(false);
  expect(answer.bytes.equals(letter.subarray(100, 300))).toBe(true);
  const rest = await content({ Range: 'bytes=5000-' });
  expect(rest.headers.get('content-range')).toBe('bytes 5000-5119/5120');
  expect(rest.bytes.equals(letter.subarray(5000))).toBe(true);
});

test('an end behind the last byte is promised and not kept', async () => {
  const response = await fetch(
    `${server.url}/api/-default-/public/alfresco/versions/1/nodes/${server.tree.examples.letter.id}/content`,
    {
      headers: { Authorization: 'Basic ZGVtbzpkZW1v', Range: 'bytes=5000-9999' },
    },
  );
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe('bytes 5000-9999/5120');
  expect(response.headers.get('content-length')).toBe('5000');
  const received: Uint8Array[] = [];
  const reading = (async () => {
    for await (const chunk of response.body ?? []) received.push(chunk as Uint8Array);
  })();
  await expect(reading).rejects.toThrow();
  expect(Buffer.concat(received).equals(letter.subarray(5000))).toBe(true);
});

test('a suffix range is misread as a range from the start', async () => {
  const answer = await content({ Range: 'bytes=-500' });
  expect(answer.headers.get('content-range')).toBe('bytes 0-500/5120');
  expect(answer.bytes.equals(letter.subarray(0, 501))).toBe(true);
});

test.each(['bytes=5120-', 'bytes=9-3', 'bytes=abc-', 'bytes=nonsense'])(
  '%s is a 416 with a quoted star, without the size and without a body',
  async (Range) => {
    const answer = await content({ Range });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe('"*"');
    expect(answer.bytes).toHaveLength(0);
  },
);

test('several ranges come as parts whose lengths add up', async () => {
  const answer = await content({ Range: 'bytes=0-9,20-29' });
  expect(answer.status).toBe(206);
  expect(answer.headers.get('content-type')).toMatch(/^multipart\/byteranges; boundary=/);
  const text = answer.bytes.toString('latin1');
  expect(text).toContain(`Content-Range: bytes 0-9/5120\r\n\r\n${letter.toString('latin1', 0, 10)}\r\n`);
  expect(text).toContain(`Content-Range: bytes 20-29/5120\r\n\r\n${letter.toString('latin1', 20, 30)}\r\n`);
});

test('If-Range and If-None-Match are ignored, If-Modified-Since comes before Range', async () => {
  const { modifiedAt } = server.tree.examples.letter;
  expect((await content({ 'If-Range': '"other"', Range: 'bytes=0-9' })).status).toBe(206);
  expect((await content({ 'If-None-Match': `"${modifiedAt}"` })).status).toBe(200);
  const since = new Date(modifiedAt).toUTCString();
  expect((await content({ 'If-Modified-Since': since, Range: 'bytes=0-9' })).status).toBe(304);
  expect((await content({ 'If-Modified-Since': new Date(modifiedAt - 1000).toUTCString() })).status).toBe(
    200,
  );
});

test('HEAD is refused with 405 before anybody signs in', async () => {
  const path = `/nodes/${server.tree.examples.letter.id}/content`;
  expect((await ask(server, { method: 'HEAD', path, user: null })).status).toBe(405);
});

test('content can be held after a number of bytes and goes on from there', async () => {
  server.control.holdContentAt(1000);
  const response = await fetch(
    `${server.url}/api/-default-/public/alfresco/versions/1/nodes/${server.tree.examples.letter.id}/content`,
    {
      headers: { Authorization: 'Basic ZGVtbzpkZW1v' },
    },
  );
  await server.control.contentHeld();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const first = await reader.read();
  expect(first.value).toHaveLength(1000);
  expect(server.control.requests.at(-1)?.bytesSent).toBe(1000);
  server.control.releaseContent();
  let length = 1000;
  for (let next = await reader.read(); !next.done; next = await reader.read()) length += next.value.length;
  expect(length).toBe(5120);
});

test('a body can be cut and can be corrupted at a byte of choice', async () => {
  server.control.failNext({ pathPattern: '/content', action: 'cut-after-bytes', bytes: 700 });
  await expect(content()).rejects.toThrow();
  expect(server.control.requests.at(-1)?.bytesSent).toBe(700);
  server.control.failNext({ pathPattern: '/content', action: 'corrupt', bytes: 4000 });
  const { bytes } = await content();
  expect(bytes.findIndex((byte, index) => byte !== letter[index])).toBe(4000);
  expect(bytes.subarray(4001).equals(letter.subarray(4001))).toBe(true);
});

test('a document replaced while it is read stays the old one to the end, and is new for the next reader', async () => {
  const other = server.repository.addFile(server.tree.examples.mine, 'Changing.txt', 4_000_000);
  const old = server.repository.read(other, 0, Infinity);
  server.control.holdContentAt(1000);
  const reading = content({}, other.id);
  await server.control.contentHeld();
  server.control.changeDocument(other.id, 3_000);
  server.control.releaseContent();
  const first = await reading;
  expect(first.bytes.equals(old)).toBe(true);
  const second = await content({}, other.id);
  expect(second.bytes).toHaveLength(3_000);
  expect(second.bytes.equals(old.subarray(0, 3_000))).toBe(false);
  expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
});

test('any part of a document equals that part of the whole, across every inner border', () => {
  for (const node of [server.tree.examples.letter, server.tree.examples.scan]) {
    const whole = server.repository.read(node, 0, 3_000_000);
    for (const [start, length] of [
      [0, 1],
      [15, 2],
      [16, 16],
      [63, 66],
      [4095, 3],
      [1_048_570, 40],
      [1_048_577, 1_100_000],
    ] as const) {
      const part = server.repository.read(node, start, length);
      expect(part.equals(whole.subarray(start, start + length)), `${node.name} ${start}+${length}`).toBe(
        true,
      );
    }
  }
});

test('the same seed grows the same repository, another one does not', async () => {
  const twin = await startDemoAlfresco();
  const stranger = await startDemoAlfresco({ seed: 'other' });
  try {
    expect([...twin.repository.nodes.keys()].slice(0, 50)).toEqual(
      [...server.repository.nodes.keys()].slice(0, 50),
    );
    expect(twin.repository.read(twin.tree.examples.letter, 0, 99).equals(letter.subarray(0, 99))).toBe(true);
    expect(stranger.tree.examples.letter.id).not.toBe(server.tree.examples.letter.id);
  } finally {
    await twin.close();
    await stranger.close();
  }
});
