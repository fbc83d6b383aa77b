import { describe, expect, test, vi } from 'vitest';
import {
  bridgeOptions as options,
  composeBridge,
  startBridge,
  wantingExport,
} from '../fakes/bridge-harness.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { failureOf } from './http-harness.ts';

const [ada, ben, lee] = ['demo-token-ada', 'demo-token-ben', 'demo-token-lee'] as const;
const waiting = (word: string) => ({
  is: 'waiting',
  word,
  counters: { filesDone: null, filesTotal: null, bytesDone: null, bytesTotal: null },
});

describe('looking at a Bridge', () => {
  test('a token that is known is all that a look can prove', async () => {
    const { api, demo } = await startBridge();
    expect(await api.probe(options)).toEqual({ account: 'token', version: null });
    expect(demo.control.requests).toMatchObject([
      { method: 'GET', path: '/api/downloads/0', authorization: 'absent' },
      { method: 'GET', path: '/api/downloads/0', authorization: 'Bearer' },
    ]);
    expect(await api.probe(options)).toEqual({ account: 'token', version: null });
    expect(demo.control.requests).toHaveLength(3);
  });

  test('a key with its secret goes as Basic, and the key names the account', async () => {
    const { apiOf, demo } = await startBridge();
    const api = apiOf('demo-secret-ada', 'demo-key-ada');
    expect(await api.probe(options)).toEqual({ account: 'demo-key-ada', version: null });
    expect(demo.control.requests[1]!.authorization).toBe('Basic');
  });

  test('a refused token is sent once, however often the server is asked', async () => {
    const { apiOf, demo } = await startBridge();
    const wrong = apiOf('no-such-token');
    for (let attempt = 0; attempt < 4; attempt += 1)
      expect(await failureOf(wrong.probe(options))).toMatchObject({ kind: 'sign-in-refused' });
    expect(await failureOf(wrong.create(wantingExport(), options))).toMatchObject({
      kind: 'sign-in-refused',
      answerLost: false,
    });
    const sent = demo.control.requests.filter(({ authorization }) => authorization !== 'absent');
    expect(sent).toHaveLength(1);
  });

  test('a token that was revoked in the middle closes the connection’s gate', async () => {
    const { ask, poll, demo } = await startBridge();
    const id = await ask();
    demo.control.revoke('7');
    expect(await failureOf(poll(id))).toMatchObject({ kind: 'sign-in-refused' });
  });

  test('a text that can’t be a token is refused without being sent', async () => {
    const { apiOf, demo } = await startBridge();
    expect(await failureOf(apiOf('two words').probe(options))).toMatchObject({ kind: 'sign-in-refused' });
    expect(demo.control.requests.every(({ authorization }) => authorization === 'absent')).toBe(true);
  });

  test('a web page where the API should be is somebody else’s', async () => {
    const { api, demo } = await startBridge();
    demo.control.failNext({ action: 200, isHtml: true });
    expect(await failureOf(api.probe(options))).toMatchObject({ kind: 'unreachable' });
  });

  test('a server that points elsewhere or knows no such request can’t be worked with', async () => {
    const { api, demo } = await startBridge();
    for (const action of [302, 405]) {
      demo.control.failNext({ action });
      expect(await failureOf(api.probe(options))).toMatchObject({ kind: 'unsupported' });
    }
  });
});

describe('asking for an export', () => {
  test('the kind and the parameters go out as documented, and an id comes back', async () => {
    const { api, demo } = await startBridge();
    const created = await api.create(wantingExport('user_export', { group: 3 }), options);
    expect(created).toEqual({ prepared: '42', name: null });
    expect(demo.control.requests[0]).toMatchObject({ method: 'POST', path: '/api/downloads', status: 201 });
  });

  test('each request makes an export of its own', async () => {
    const { ask } = await startBridge();
    expect(await ask()).not.toBe(await ask());
  });

  test('an id that comes as a number is one all the same', async () => {
    const { ask, poll } = await startBridge({ numericIds: true });
    expect(await poll(await ask())).toMatchObject({ is: 'ready' });
  });

  test('a 422 with words says them, one without says what happened', async () => {
    const { api } = await startBridge();
    expect(await failureOf(api.create(wantingExport('no_such_kind'), options))).toEqual({
      kind: 'bad-request',
      status: 422,
      detail: 'Invalid download type: “no_such_kind” is not a kind of download.',
      answerLost: false,
    });
    expect(await failureOf(api.create(wantingExport(' '), options))).toEqual({
      kind: 'bad-request',
      status: 422,
      answerLost: false,
    });
  });

  test('a kind that the account may not have is refused', async () => {
    const { apiOf } = await startBridge();
    for (const [token, kind] of [
      [ben, 'audit_log'],
      [lee, 'user_export'],
    ] as const) {
      expect(await failureOf(apiOf(token).create(wantingExport(kind), options))).toMatchObject({
        kind: 'refused',
        status: 403,
        detail: 'Forbidden: You may not do that.',
        answerLost: false,
      });
    }
  });

  test('an answer that doesn’t come, or tells no id, is a lost one; a refusal isn’t', async () => {
    const { api, demo } = await startBridge();
    demo.control.failNext({ method: 'POST', action: 'drop-after-work' });
    expect(await failureOf(api.create(wantingExport(), options))).toMatchObject({ answerLost: true });
    for (const action of [408, 500, 502, 504, 520, 201]) {
      demo.control.failNext({ method: 'POST', action });
      expect(await failureOf(api.create(wantingExport(), options))).toMatchObject({ answerLost: true });
    }
    for (const action of [503, 403]) {
      demo.control.failNext({ method: 'POST', action });
      expect(await failureOf(api.create(wantingExport(), options))).toMatchObject({ answerLost: false });
    }
    for (const id of [null, '', '..', 'x'.repeat(300), { a: 1 }]) {
      demo.control.knobs.distort = (body) => ({ download: { ...body.download, id } });
      expect(await failureOf(api.create(wantingExport(), options))).toMatchObject({
        kind: 'protocol',
        answerLost: true,
      });
    }
  });

  test('too many requests say how long to wait, where the server tells', async () => {
    const { api, demo } = await startBridge();
    demo.control.failNext({ method: 'POST', action: 429, retryAfter: 7 });
    expect(await failureOf(api.create(wantingExport(), options))).toMatchObject({
      kind: 'busy',
      retryAfter: 7,
      answerLost: false,
    });
    demo.control.failNext({ method: 'POST', action: 429 });
    const without = await failureOf(api.create(wantingExport(), options));
    expect(without.kind).toBe('busy');
    expect(without).not.toHaveProperty('retryAfter');
  });
});

describe('asking how far it is', () => {
  test('every word is shown as it is until it is done', async () => {
    const { ask, poll, demo } = await startBridge({ words: ['pending', 'Crunching numbers', '🙂'] });
    demo.control.holdExports();
    const id = await ask();
    for (const word of ['pending', 'Crunching numbers', '🙂']) {
      expect(await poll(id)).toEqual(waiting(word));
      demo.control.stepExports();
    }
    expect(await poll(id)).toMatchObject({ is: 'ready', name: null, expiresAt: null });
    expect(demo.control.count('GET', /file$/)).toBe(0);
  });

  test('done without an address waits, and asks for the file once each time', async () => {
    const { ask, poll, demo } = await startBridge({ words: [], doneWithoutUrl: 'beforeFile' });
    demo.control.holdExports();
    const id = await ask();
    expect(await poll(id)).toEqual(waiting('done'));
    expect(await poll(id)).toEqual(waiting('done'));
    expect(demo.control.count('GET', /file$/)).toBe(2);
    demo.control.stepExports();
    expect(await poll(id)).toMatchObject({ is: 'ready' });
    expect(demo.control.requestsAt('store')).toEqual([]);
  });

  test('done without an address is ready when the file is there, and nothing of it is fetched yet', async () => {
    const { ask, poll, demo } = await startBridge({ words: [], doneWithoutUrl: 'withFile' });
    demo.control.holdExports();
    expect(await poll(await ask())).toMatchObject({ is: 'ready' });
    expect(demo.control.requestsAt('store')).toEqual([]);
  });

  test.each(['complete', 'COMPLETED', 'Finished', 'succeeded'])(
    '“%s” is the end only when the file is there',
    async (state) => {
      const { ask, poll, demo } = await startBridge();
      demo.control.holdExports();
      const id = await ask();
      demo.control.knobs.distort = ({ download }) => ({ download: { ...download, state } });
      expect(await poll(id)).toEqual(waiting(state));
      demo.control.releaseExports();
      expect(await poll(id)).toMatchObject({ is: 'ready' });
    },
  );

  test.each(['failed', 'FAIL', 'error', 'Errored', 'aborted', 'expired', 'deleted'])(
    '“%s” is a failure in the server’s word',
    async (word) => {
      const { ask, poll, demo } = await startBridge();
      demo.control.failExport(word);
      expect(await poll(await ask())).toEqual({
        is: 'failed',
        failure: { kind: 'failed-on-server', detail: word },
      });
    },
  );

  test.each(['cancelled', 'Canceled'])('“%s” was cancelled there', async (word) => {
    const { ask, poll, demo } = await startBridge();
    demo.control.failExport(word);
    expect(await poll(await ask())).toEqual({ is: 'failed', failure: { kind: 'cancelled-on-server' } });
  });

  test.each([
    [{ state: null }, ''],
    [{ state: undefined, url: undefined }, ''],
    [{ state: 17 }, '17'],
    [{ state: true }, 'true'],
    [{ state: { deep: 1 } }, ''],
    [{ state: 'a\u202eb\nc' }, 'a b c'],
    [{ state: 'x'.repeat(5000) }, 'x'.repeat(100)],
    [{ id: null, state: 'unheard-of' }, 'unheard-of'],
    [{ url: 'https://elsewhere.example/file', state: 'pending' }, 'pending'],
  ])('%j is waited out, not stumbled over', async (fields, word) => {
    const { ask, poll, demo } = await startBridge();
    const id = await ask();
    demo.control.knobs.distort = ({ download }) => ({ download: { ...download, ...fields } });
    expect(await poll(id)).toEqual(waiting(word));
  });

  test.each([[null], [[]], [{}], [{ download: null }], [{ download: 'x' }], ['text']])(
    'an answer of %j makes no sense',
    async (body) => {
      const { ask, poll, demo } = await startBridge();
      const id = await ask();
      demo.control.knobs.distort = () => body;
      expect(await failureOf(poll(id))).toMatchObject({ kind: 'protocol' });
    },
  );

  test('an answer for another download is not believed', async () => {
    const { ask, poll, demo } = await startBridge();
    const id = await ask();
    demo.control.knobs.distort = ({ download }) => ({ download: { ...download, id: '4711' } });
    expect(await failureOf(poll(id))).toMatchObject({ kind: 'protocol' });
  });

  test('another account may not look at it, not even for its file', async () => {
    const { ask, apiOf } = await startBridge();
    const id = await ask();
    expect(await failureOf(apiOf(ben).poll(id, options))).toMatchObject({
      kind: 'other-account',
      status: 403,
    });
    expect(await apiOf(ada).poll(id, options)).toMatchObject({ is: 'ready' });
  });

  test('what Bridge doesn’t know anymore is gone; a page that says the same comes from something in front', async () => {
    const { ask, poll, demo } = await startBridge();
    const id = await ask();
    demo.control.failNext({ action: 404, isHtml: true });
    expect(await failureOf(poll(id))).toMatchObject({ kind: 'gateway', status: 404 });
    demo.control.loseExport(id);
    expect(await poll(id)).toEqual({ is: 'gone' });
  });

  test('the server’s wish to be left alone for a while is heard', async () => {
    const { ask, poll, demo } = await startBridge();
    demo.control.holdExports();
    const id = await ask();
    demo.control.failNext({ action: 'corrupt', bytes: -1, retryAfter: 30 });
    expect(await poll(id)).toEqual({ ...waiting('pending'), retryAfter: 30 });
  });
});

describe('five requests a second', () => {
  test('all jobs of a token together never ask more often, and nobody is refused', async () => {
    const clock = new FakeClock();
    const { api, demo } = await startBridge({}, clock);
    const { control } = demo;
    const all = Promise.all(
      Array.from({ length: 20 }, async () => {
        const created = await api.create(wantingExport(), options);
        if ('prepared' in created) await api.poll(created.prepared, options);
      }),
    );
    for (let second = 1; second <= 8; second += 1) {
      await vi.waitUntil(() => control.requests.filter((request) => request.status).length === 5 * second);
      await clock.advance(1_100);
    }
    await all;
    expect(control.requests).toHaveLength(40);
    expect(new Set(control.requests.map((request) => request.status))).toEqual(new Set([201, 200]));
  });

  test('a server that is stricter than it says is waited for', async () => {
    const { api, demo } = await startBridge({ requestsPerSecond: 1, retryAfter: 3 });
    await api.probe(options);
    expect(await failureOf(api.probe(options))).toMatchObject({ kind: 'busy', retryAfter: 3 });
    expect(demo.control.requests.at(-1)!.status).toBe(429);
  });
});

test('a Bridge can neither cancel nor tidy up nor weigh', async () => {
  const { api } = await startBridge();
  expect(api).not.toHaveProperty('cancel');
  expect(api).not.toHaveProperty('cleanUp');
  expect(api).not.toHaveProperty('measure');
});

test('a changed connection is another adapter, an unchanged one the same', async () => {
  const { servers, demo, api } = await startBridge();
  expect(servers.api(composeBridge(demo.url))).toBe(api);
  expect(servers.api(composeBridge(demo.url, 'demo-key-ada'))).not.toBe(api);
});
