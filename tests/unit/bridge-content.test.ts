import { describe, expect, test } from 'vitest';
import type { ByteSink, ResumeFrom } from '../../src-main/core/ports.ts';
import { keepingSink } from '../contract/server-api-harness.ts';
import {
  bridgeOptions as options,
  composeBridge,
  preparedSource,
  startBridge,
  wantingExport,
} from '../fakes/bridge-harness.ts';
import type { BridgeHarness } from '../fakes/bridge-harness.ts';
import { sendJson, startLocalServer } from '../fakes/local-server.ts';
import { failureOf } from './http-harness.ts';
import { saying } from '../fakes/saying.ts';

const anyReason = { is: 'startOver', reason: saying(/^[A-Z].*\.$/) };
/** The file store's requests. */
const stored = ({ demo }: BridgeHarness) => demo.control.requestsAt('store');
const contentOf = async ({ demo }: BridgeHarness, id: string): Promise<Buffer> =>
  await demo.control.exports().find((entry) => entry.id === id)!.content;

/** An export that was fetched up to so many bytes, and what a resume needs. */
async function cutAfter(bytes: number, options_: Parameters<typeof startBridge>[0] = {}) {
  const harness = await startBridge(options_);
  const id = await harness.ask();
  const whole = await contentOf(harness, id);
  harness.demo.control.failNext({ pathPattern: '/bridge-exports/', action: 'cut-after-bytes', bytes });
  const sink = keepingSink();
  const failure = await failureOf(harness.api.fetchInto(sink, preparedSource(id), null, options));
  const { total, proof } = sink.heads[0]!;
  const resume = { offset: sink.bytes.length, total, proof } as ResumeFrom;
  return { harness, id, whole, first: sink.bytes, failure, resume };
}

describe('a whole file', () => {
  test('comes through a link that Bridge gives, with the file store’s name, length and tag', async () => {
    const harness = await startBridge();
    const id = await harness.ask('course_enrollments');
    const { end, sink } = await harness.fetch(id);
    const content = await contentOf(harness, id);
    expect(end).toEqual({ is: 'complete' });
    expect(sink.heads).toEqual([
      {
        offset: 0,
        total: content.length,
        proof: { by: 'etag', etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string },
        name: 'Enrolments – spring “2026”.csv',
        digests: [],
      },
    ]);
    expect(sink.bytes.equals(content)).toBe(true);
    expect(stored(harness)).toMatchObject([{ method: 'GET', status: 200 }]);
    expect(stored(harness)[0]!.headers).not.toHaveProperty('range');
  });

  test('without a name is called after its kind', async () => {
    const harness = await startBridge({ tellsName: false });
    expect((await harness.fetch(await harness.ask())).sink.heads[0]!.name).toBe('user_export.csv');
    expect((await harness.fetch(await harness.ask('learner_transcripts'))).sink.heads[0]!.name).toBe(
      'learner_transcripts.zip',
    );
  });

  test.each([
    ['none', { etag: 'none' }],
    ['a weak one', { etag: 'weak' }],
    ['no length', { tellsLength: false }],
  ] as const)('with %s for a proof can’t be resumed, and says so', async (_what, knobs) => {
    const harness = await startBridge(knobs);
    const { end, sink } = await harness.fetch(await harness.ask());
    expect(end.is).toBe('complete');
    expect(sink.heads[0]!.proof).toBeNull();
  });

  test('of which the length isn’t told is handed on as it comes', async () => {
    const harness = await startBridge({ tellsLength: false });
    const { sink } = await harness.fetch(await harness.ask());
    expect(sink.heads[0]!.total).toBeNull();
    expect(sink.bytes.length).toBeGreaterThan(1000);
  });

  test('that Bridge sends itself is taken as well, but words aren’t', async () => {
    const answers: Record<string, [string, Record<string, string>]> = {
      file: ['text/csv', { etag: '"x"' }],
      words: ['application/json', {}],
    };
    for (const [what, [type, headers]] of Object.entries(answers)) {
      const server = await startLocalServer((_request, response) =>
        response.writeHead(200, { 'content-type': type, 'content-length': '3', ...headers }).end('a,b'),
      );
      const { servers } = await startBridge();
      const api = servers.api(composeBridge(server.origin));
      const sink = keepingSink();
      const fetching = api.fetchInto(sink, preparedSource('42' as never), null, options);
      if (what === 'file') expect(await fetching).toEqual({ is: 'complete' });
      else expect(await failureOf(fetching)).toMatchObject({ kind: 'protocol' });
    }
  });
});

describe('a file that was cut', () => {
  test('goes on where it stopped: from Bridge, by a fresh link, with Range and If-Range', async () => {
    const { harness, id, whole, first, failure, resume } = await cutAfter(5000);
    expect(failure.kind).toBe('cut');
    const before = harness.demo.control.count('GET', /file$/);
    const { end, sink } = await harness.fetch(id, resume);
    expect(end).toEqual({ is: 'complete' });
    expect(sink.heads[0]).toMatchObject({ offset: first.length, total: whole.length, proof: resume.proof });
    expect(Buffer.concat([first, sink.bytes]).equals(whole)).toBe(true);
    expect(harness.demo.control.count('GET', /file$/)).toBe(before + 1);
    const etag = (resume.proof as { etag: string }).etag;
    expect(stored(harness).at(-1)).toMatchObject({
      status: 206,
      headers: { range: `bytes=5000-${whole.length - 1}`, 'if-range': etag, 'accept-encoding': 'identity' },
    });
  });

  test('whose link expired meanwhile gets another one, and goes on', async () => {
    const { harness, id, whole, first, resume } = await cutAfter(5000, { linkSeconds: 60 });
    harness.demo.control.clock.advance(61_000);
    harness.demo.control.handOutExpiredLinks(2);
    const { end, sink } = await harness.fetch(id, resume);
    expect(end).toEqual({ is: 'complete' });
    expect(Buffer.concat([first, sink.bytes]).equals(whole)).toBe(true);
    expect(stored(harness).map((request) => request.status)).toEqual([200, 403, 403, 206]);
  });

  test('that changed at the server starts over, and nothing is appended', async () => {
    const { harness, id, resume } = await cutAfter(5000);
    harness.demo.control.changeFile(id);
    const { end, sink } = await harness.fetch(id, resume);
    expect(end).toEqual(anyReason);
    expect([sink.heads, sink.chunks]).toEqual([[], []]);
  });

  test.each([
    ['another proof', { proof: { by: 'unchanged', id: '42', size: 1, modifiedAt: 'x' } }],
    ['more than there is', { offset: 99_999_999 }],
    ['another total', { total: 6000 }],
    ['another tag', { proof: { by: 'etag', etag: '"other"' } }],
  ] as const)('and stands on the disk with %s starts over', async (_what, more) => {
    const { harness, id, resume } = await cutAfter(5000);
    const { end, sink } = await harness.fetch(id, { ...resume, ...more });
    expect(end).toEqual(anyReason);
    expect(sink.heads).toEqual([]);
  });

  test('starts over when the store doesn’t prove the rest anymore', async () => {
    const { harness, id, resume } = await cutAfter(5000);
    for (const etag of ['none', 'weak'] as const) {
      harness.demo.control.knobs.etag = etag;
      expect((await harness.fetch(id, resume)).end).toEqual(anyReason);
    }
  });

  test('but was whole already is complete without another request', async () => {
    const harness = await startBridge();
    const id = await harness.ask();
    const { sink } = await harness.fetch(id);
    const { total, proof } = sink.heads[0]!;
    harness.demo.control.forgetRequests();
    const again = await harness.fetch(id, { offset: total!, total: total!, proof: proof! });
    expect(again.end).toEqual({ is: 'complete' });
    expect(again.sink.heads).toEqual([{ offset: total, total, proof, name: null }]);
    expect(harness.demo.control.requests).toEqual([]);
  });
});

describe('a rest that doesn’t fit', () => {
  const resume: ResumeFrom = { offset: 5, total: 10, proof: { by: 'etag', etag: '"x"' } };
  const fits = { etag: '"x"', 'content-range': 'bytes 5-9/10', 'content-length': '5' };

  async function answering(status: number, headers: Record<string, string>, body = '56789') {
    const server = await startLocalServer((_request, response) =>
      response.writeHead(status, { 'content-type': 'text/csv', ...headers }).end(body),
    );
    const { servers } = await startBridge();
    const sink = keepingSink();
    const api = servers.api(composeBridge(server.origin));
    const end = await api.fetchInto(sink, preparedSource('42' as never), resume, options);
    return { end, sink };
  }

  test('is known by that the one that does is taken', async () => {
    const { end, sink } = await answering(206, fits);
    expect(end).toEqual({ is: 'complete' });
    expect(sink.bytes.toString()).toBe('56789');
  });

  test.each([
    ['another start', 206, { ...fits, 'content-range': 'bytes 4-8/10' }],
    ['another total', 206, { ...fits, 'content-range': 'bytes 5-9/11' }],
    ['an unknown total', 206, { ...fits, 'content-range': 'bytes 5-9/*' }],
    ['items instead of bytes', 206, { ...fits, 'content-range': 'items 5-9/10' }],
    ['no range', 206, { etag: '"x"', 'content-length': '5' }],
    ['another length', 206, { ...fits, 'content-range': 'bytes 5-8/10' }],
    ['another tag', 206, { ...fits, etag: '"y"' }],
    ['no tag', 206, { 'content-range': 'bytes 5-9/10', 'content-length': '5' }],
    ['a weak tag', 206, { ...fits, etag: 'W/"x"' }],
    ['something compressed', 206, { ...fits, 'content-encoding': 'gzip' }],
    ['the whole file', 200, { etag: '"x"', 'content-length': '5' }],
    ['a 412', 412, {}],
    ['a 416', 416, { 'content-range': 'bytes */10' }],
  ])('%s: starts over, and nothing is written', async (_what, status, headers) => {
    const { end, sink } = await answering(status, headers);
    expect(end).toEqual(anyReason);
    expect([sink.heads, sink.chunks]).toEqual([[], []]);
  });
});

describe('a way that ends early', () => {
  test('links that are always refused are given up, without a word of them', async () => {
    const harness = await startBridge();
    const id = await harness.ask();
    harness.demo.control.handOutExpiredLinks(100);
    const failure = await failureOf(harness.fetch(id));
    expect(failure).toMatchObject({
      kind: 'server-error',
      status: 403,
      detail: saying('the file store refuses the link: AccessDenied'),
    });
    expect(stored(harness)).toHaveLength(4);
    expect(JSON.stringify(failure)).not.toMatch(/amz|signature/i);
  });

  test('a 400 of the file store with XML is a link that isn’t good either', async () => {
    const store = await startLocalServer((_request, response) =>
      response
        .writeHead(400, { 'content-type': 'application/xml' })
        .end('<Error><Code>ExpiredToken</Code><Message>canary</Message></Error>'),
    );
    const bridge = await startLocalServer((_request, response) =>
      response.writeHead(302, { location: `${store.origin}/x?sig=canary` }).end(),
    );
    const { servers } = await startBridge();
    const api = servers.api(composeBridge(bridge.origin));
    const failure = await failureOf(
      api.fetchInto(keepingSink(), preparedSource('42' as never), null, options),
    );
    expect(failure).toMatchObject({ kind: 'server-error', status: 400 });
    expect(failure.detail).toEqual(saying(/ExpiredToken/));
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(bridge.requests).toHaveLength(4);
  });

  test('another account is refused by Bridge, and the file store hears nothing', async () => {
    const harness = await startBridge();
    const id = await harness.ask();
    const other = harness.apiOf('demo-token-ben');
    const failing = other.fetchInto(keepingSink(), preparedSource(id), null, options);
    expect(await failureOf(failing)).toMatchObject({ kind: 'other-account', status: 403 });
    expect(stored(harness)).toEqual([]);
  });

  test('what Bridge forgot or the store lost is gone', async () => {
    const harness = await startBridge();
    const [forgotten, lost] = [await harness.ask(), await harness.ask()];
    harness.demo.control.loseExport(forgotten);
    harness.demo.control.loseFile(lost);
    expect((await harness.fetch(forgotten)).end).toEqual({ is: 'gone' });
    expect((await harness.fetch(lost)).end).toEqual({ is: 'gone' });
  });

  test('a 404 for the file of an export that is there asks Bridge what it means', async () => {
    const harness = await startBridge();
    harness.demo.control.holdExports();
    const waiting = await harness.ask();
    expect(await failureOf(harness.fetch(waiting))).toMatchObject({
      kind: 'server-error',
      detail: saying('pending, but there is no file'),
    });
    harness.demo.control.failExport('failed', 0);
    const failed = await harness.ask();
    expect(await failureOf(harness.fetch(failed))).toMatchObject({ kind: 'failed-on-server' });
  });

  test('a web page is no file, from whomever it comes', async () => {
    const harness = await startBridge();
    const id = await harness.ask();
    for (const [pathPattern, kind] of [
      [/file$/, 'gateway'],
      ['/bridge-exports/', 'server-error'],
    ] as const) {
      harness.demo.control.failNext({ pathPattern, action: 200, isHtml: true });
      expect(await failureOf(harness.fetch(id))).toMatchObject({ kind: 'web-page' });
      harness.demo.control.failNext({ pathPattern, action: 404, isHtml: true });
      expect(await failureOf(harness.fetch(id))).toMatchObject({ kind, status: 404 });
    }
  });

  test('a file store that is too busy, broken or strange is met as such', async () => {
    const harness = await startBridge();
    const id = await harness.ask();
    for (const [action, kind] of [
      [503, 'busy'],
      [429, 'busy'],
      [500, 'server-error'],
      [405, 'server-error'],
      [204, 'server-error'],
      [206, 'protocol'],
    ] as const) {
      harness.demo.control.failNext({ pathPattern: '/bridge-exports/', action, retryAfter: 9 });
      expect(await failureOf(harness.fetch(id))).toMatchObject({
        kind,
        ...(kind === 'busy' && { retryAfter: 9 }),
      });
    }
  });

  test('a document of another kind of server can’t be fetched here', async () => {
    const { api } = await startBridge();
    const content = { documentId: 'a', name: 'a' };
    const fetching = api.fetchInto(keepingSink(), { from: 'content', content }, null, options);
    expect(await failureOf(fetching)).toMatchObject({ kind: 'bad-request' });
  });

  test('a pause in the middle rejects with its reason, and so does what the disk says', async () => {
    const harness = await startBridge();
    const id = await harness.ask();
    const reason = new Error('paused');
    const controller = new AbortController();
    const sink = keepingSink();
    const paused = harness.api.fetchInto(
      { ...sink, write: async () => controller.abort(reason) },
      preparedSource(id),
      null,
      { signal: controller.signal },
    );
    await expect(paused).rejects.toBe(reason);
    const full = new Error('disk full');
    const failing: ByteSink = { ...sink, write: () => Promise.reject(full) };
    await expect(harness.api.fetchInto(failing, preparedSource(id), null, options)).rejects.toBe(full);
  });
});

test('what goes out for an export is what the API documents, parameters and all', async () => {
  const server = await startLocalServer((_request, response) =>
    sendJson(response, 201, { download: { id: '1', state: 'pending', url: null } }),
  );
  const { servers } = await startBridge();
  const api = servers.api(composeBridge(server.origin));
  await api.create(wantingExport('any kind', { group: 3 }), options);
  await api.create(wantingExport('any kind'), options);
  expect(server.requests.map((request) => [request.path, JSON.parse(request.body) as unknown])).toEqual([
    ['/api/downloads', { download: { download_type: 'any kind', info: { group: 3 } } }],
    ['/api/downloads', { download: { download_type: 'any kind' } }],
  ]);
});
