/**
 * One suite for the contract's rpc, over a pair in memory and over a real WebSocket between the `ws` package and
 * Node's own client, which has the browser's interface.
 */
import fc from 'fast-check';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket as AcceptedSocket } from 'ws';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { calls } from '../../src-shared/contract.ts';
import type { Role } from '../../src-shared/contract.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { callTime } from '../../src-shared/contract/call-times.ts';
import { serve } from '../../src-shared/rpc.ts';
import { connect } from '../../src-shared/rpc-client.ts';
import type { Client } from '../../src-shared/rpc-client.ts';
import { longestCall, overSocket } from '../../src-shared/rpc-wire.ts';
import type { Transport } from '../../src-shared/rpc-wire.ts';
import { defaultSettings } from '../../src-shared/settings.ts';
import { createFakeApp } from '../fakes/fake-app.ts';
import type { FakeApp } from '../fakes/fake-app.ts';
import { fakeTimer } from '../fakes/fake-timer.ts';
import { memoryTransports } from '../fakes/memory-transport.ts';
import { saying } from '../fakes/saying.ts';

const toClean: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of toClean.splice(0).reverse()) await clean();
});

async function socketTransports(): Promise<{ near: Transport; far: Transport }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  toClean.push(() => server.close());
  const accepted = once(server, 'connection');
  const browser = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  toClean.push(() => browser.close());
  const [socket] = (await accepted) as [AcceptedSocket];
  toClean.push(() => socket.terminate());
  if (browser.readyState !== WebSocket.OPEN) await once(browser, 'open');
  return { near: overSocket(browser), far: overSocket(socket) };
}

const info = {
  version: '1.2.3',
  capabilities: {
    open: true,
    pickFolder: 'list' as const,
    demo: true,
    trash: true,
    sleep: false,
    settings: [],
  },
  defaultFolder: '/home/me/Downloads/Ferry',
  online: true,
  notices: [],
};

const never = new Promise<never>(() => {});

describe.each([
  ['memory', async () => memoryTransports()],
  ['a WebSocket', socketTransports],
])('rpc over %s', (_name, makeTransports) => {
  let near: Transport;
  let far: Transport;
  let app: FakeApp;
  let client: Client;
  let timer: ReturnType<typeof fakeTimer>;
  let faults: string[];

  const begin = async (handlers: Parameters<typeof createFakeApp>[0] = {}, role: Role = 'web') => {
    ({ near, far } = await makeTransports());
    app = createFakeApp({ 'app.info': () => info, ...handlers });
    timer = fakeTimer();
    faults = [];
    serve(far, app, role, (where) => faults.push(where));
    client = connect(near, timer, (where) => faults.push(where));
  };

  /** Sends a text as it is and brings the app's next message. */
  const raw = (text: string): Promise<unknown> =>
    new Promise((resolve) => {
      near.onMessage((answer) => resolve(JSON.parse(answer)));
      near.send(text);
    });

  test('a call brings the value that its handler returned', async () => {
    await begin();
    expect(await client.call('app.info', {})).toEqual({ ok: true, value: info });
    expect(timer.armed).toBe(0);
  });

  test('a handler gets who asks and parsed input: trimmed, and without fields that the contract does not know', async () => {
    const save = vi.fn(() => {
      throw new FailedError({ kind: 'bad-request' });
    });
    await begin({ 'connections.save': save });
    const input = {
      kind: 'alfresco',
      name: '  A  ',
      address: 'http://x',
      user: ' me ',
      isAdmin: true,
    } as const;
    expect(await client.call('connections.save', input)).toEqual({
      ok: false,
      failure: { kind: 'bad-request' },
    });
    const parsed = { kind: 'alfresco', name: 'A', address: 'http://x', user: 'me' };
    expect(save).toHaveBeenCalledWith(parsed, 'web');
  });

  test('answers find their calls, whatever the order in which they come', async () => {
    const gates = new Map<string, (free: number) => void>();
    await begin({
      'folders.space': ({ path }) => new Promise((resolve) => gates.set(path, (free) => resolve({ free }))),
    });
    const first = client.call('folders.space', { path: '/first' });
    const second = client.call('folders.space', { path: '/second' });
    await vi.waitUntil(() => gates.size === 2);
    gates.get('/second')?.(2);
    expect(await second).toEqual({ ok: true, value: { free: 2 } });
    gates.get('/first')?.(1);
    expect(await first).toEqual({ ok: true, value: { free: 1 } });
  });

  test('input against the schema is refused, names the field and never repeats what was sent', async () => {
    const setSecret = vi.fn(() => ({ kept: 'run' as const }));
    await begin({ 'connections.setSecret': setSecret });
    const result = await client.call('connections.setSecret', { id: 'a', secret: 'canary'.repeat(2000) });
    expect(result).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    expect(JSON.stringify(result)).toContain('secret');
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(setSecret).not.toHaveBeenCalled();
  });

  test('a call that a role may not make is refused before its handler', async () => {
    const list = vi.fn(() => ({ path: null, parent: null, folders: [] }));
    await begin({ 'folders.list': list }, 'window');
    expect(await client.call('folders.list', { path: null })).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input' },
    });
    expect(list).not.toHaveBeenCalled();
  });

  test.each(['jobs.destroy', '__proto__', 'constructor', 'toString', ''])(
    'the unknown call %o is refused on both sides',
    async (name) => {
      await begin();
      const failure = { kind: 'invalid-input', detail: saying('There is no such call.') };
      expect(await client.call(name as 'app.info', {})).toEqual({ ok: false, failure });
      expect(await raw(JSON.stringify({ id: 7, call: name, input: {} }))).toEqual({
        id: 7,
        ok: false,
        failure,
      });
    },
  );

  test('an unexpected exception reaches the screen without its message, and is logged', async () => {
    await begin({
      'app.info': () => {
        throw new Error('ENOENT /home/me/secret');
      },
    });
    expect(await client.call('app.info', {})).toEqual({ ok: false, failure: { kind: 'internal' } });
    expect(faults).toEqual(['call of app.info']);
  });

  test('a foreseen failure crosses with its detail cut to what the schema takes', async () => {
    await begin({
      'app.info': () => {
        throw new FailedError({ kind: 'server-error', status: 500, detail: 'x'.repeat(5000) });
      },
    });
    const result = await client.call('app.info', {});
    expect(result).toEqual({
      ok: false,
      failure: { kind: 'server-error', status: 500, detail: 'x'.repeat(300) },
    });
  });

  test('an output against the schema does not cross', async () => {
    await begin({ 'app.info': () => ({ ...info, version: 7 }) as never });
    expect(await client.call('app.info', {})).toMatchObject({ ok: false, failure: { kind: 'internal' } });
    expect(faults).toEqual(['answer of app.info']);
  });

  test('fields that the contract does not know are left behind, in answers and in events', async () => {
    await begin({ 'app.info': () => ({ ...info, password: 'canary' }) });
    expect(await client.call('app.info', {})).toEqual({ ok: true, value: info });
    const seen = new Promise((resolve) => client.on('settings.changed', resolve));
    app.emit('settings.changed', { settings: { ...defaultSettings, password: 'canary' } as never });
    expect(await seen).toEqual({ settings: defaultSettings });
  });

  test('an answer with a cycle becomes a failure and the connection lives on', async () => {
    const detail: Record<string, unknown> = {};
    detail.self = detail;
    await begin({
      'jobs.timeline': () => ({ entries: [{ at: 1, event: 'a', from: 'b', to: 'c', detail }] }),
    });
    expect(await client.call('jobs.timeline', { jobId: 'a' })).toMatchObject({
      ok: false,
      failure: { kind: 'internal' },
    });
    expect(await client.call('app.info', {})).toMatchObject({ ok: true });
  });

  test('an event against the schema does not cross', async () => {
    await begin();
    const seen = vi.fn();
    client.on('queue.changed', seen);
    await client.call('app.info', {});
    app.emit('queue.changed', { seq: 'one' } as never);
    expect(faults).toEqual(['event queue.changed']);
    await client.call('app.info', {});
    expect(seen).not.toHaveBeenCalled();
  });

  test('the screen drops what is neither an event that it listens to nor an answer to it', async () => {
    ({ near, far } = await makeTransports());
    const screen = connect(near, fakeTimer());
    const say = (message: unknown): void => far.send(JSON.stringify(message));
    far.onMessage((text) => {
      const { id } = JSON.parse(text) as { id?: number };
      if (id === undefined) return;
      far.send('{');
      for (const odd of [
        null,
        [],
        'text',
        {},
        { event: 7, data: {} },
        { event: 'queue.removedAll', data: {} },
      ])
        say(odd);
      say({ id: id + 1, ok: true, value: 'another’s' });
      say({ id, ok: 'yes', value: 'no answer' });
      say({ id, ok: true, value: info });
    });
    expect(await screen.call('app.info', {})).toEqual({ ok: true, value: info });
  });

  test('events come to all listeners in the order in which they happened, until they stop listening', async () => {
    await begin();
    const seen: number[] = [];
    const stop = client.on('queue.changed', ({ seq }) => seen.push(seq));
    client.on('queue.changed', () => {
      throw new Error('a broken view');
    });
    const last = new Promise((resolve) =>
      client.on('queue.changed', ({ seq }) => seq === 100 && resolve(seq)),
    );
    for (let seq = 1; seq <= 100; seq += 1) app.emit('queue.changed', { seq, jobs: [], removed: [] });
    await last;
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    stop();
    app.emit('queue.changed', { seq: 101, jobs: [], removed: [] });
    await client.call('app.info', {});
    expect(seen).toHaveLength(100);
    expect(faults).toContain('listener of queue.changed');
  });

  test('an event that nobody listens to isn’t sent, and comes again as soon as somebody does', async () => {
    await begin();
    const events: unknown[] = [];
    const heard = vi.fn();
    const send = far.send.bind(far);
    far.send = (text) => {
      const message = JSON.parse(text) as { event?: string };
      if (message.event) events.push(message.event);
      send(text);
    };
    const change = (seq: number): void => app.emit('queue.changed', { seq, jobs: [], removed: [] });
    const stop = client.on('queue.changed', heard);
    client.on('history.changed', () => {});
    await client.call('app.info', {});
    change(1);
    await client.call('app.info', {});
    stop();
    await client.call('app.info', {});
    change(2);
    app.emit('history.changed', {});
    app.emit('network.changed', { online: false });
    client.on('queue.changed', heard);
    // What a call after that brings is built on by all that happens from then on.
    await client.call('app.info', {});
    change(3);
    await client.call('app.info', {});
    expect(events).toEqual(['queue.changed', 'history.changed', 'queue.changed']);
    expect(heard.mock.calls.map(([data]) => (data as { seq: number }).seq)).toEqual([1, 3]);
  });

  test('a screen that never says which events it listens to gets all of them', async () => {
    await begin();
    const told = raw('{"id":7,"call":"app.info","input":{}}');
    await told;
    const next = new Promise((resolve) => near.onMessage((text) => resolve(JSON.parse(text))));
    app.emit('history.changed', {});
    expect(await next).toEqual({ event: 'history.changed', data: {} });
  });

  test('a call that takes too long fails after its time, and its late answer changes nothing', async () => {
    let finish: (value: typeof info) => void = () => {};
    const slowInfo = vi.fn(() => new Promise<typeof info>((resolve) => (finish = resolve)));
    await begin({ 'app.info': slowInfo, 'connections.test': () => never });
    const result = client.call('app.info', {});
    const slow = client.call('connections.test', { id: 'a' });
    await vi.waitUntil(() => slowInfo.mock.calls.length === 1);
    timer.advance(callTime('app.info') - 1);
    expect(timer.armed).toBe(2);
    timer.advance(1);
    expect(await result).toEqual({
      ok: false,
      failure: { kind: 'internal', detail: saying('no answer within 15 seconds') },
    });
    finish(info);
    expect(timer.armed).toBe(1);
    timer.advance(60_000 - callTime('app.info'));
    expect(await slow).toEqual({
      ok: false,
      failure: { kind: 'internal', detail: saying('no answer within 60 seconds') },
    });
  });

  test.each(['screen', 'app'])(
    'when the %s closes, pending calls are disconnected and events stop',
    async (who) => {
      await begin({ 'app.info': () => never });
      const closed = new Promise<void>((resolve) => client.onClose(resolve));
      const pending = [client.call('app.info', {}), client.call('app.info', {})];
      if (who === 'screen') client.close();
      else far.close();
      for (const result of await Promise.all(pending))
        expect(result).toEqual({ ok: false, failure: { kind: 'disconnected' } });
      await closed;
      expect(await client.call('app.info', {})).toEqual({ ok: false, failure: { kind: 'disconnected' } });
      await new Promise<void>((resolve) => client.onClose(resolve));
      await vi.waitUntil(() => app.listening === 0);
      expect(timer.armed).toBe(0);
    },
  );

  test('a call that is too long for one message is refused on both sides', async () => {
    const create = vi.fn(() => ({ jobId: 'a', notes: [] }));
    await begin({ 'jobs.create': create });
    // Short in characters, too long in bytes.
    const items = Array.from({ length: 100 }, () => '\u{20ac}'.repeat(3900));
    expect(await client.call('jobs.create', { connectionId: 'a', items, folder: '/' })).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input' },
    });
    near.send(
      JSON.stringify({ id: 900, call: 'jobs.create', input: { connectionId: 'a', items, folder: '/' } }),
    );
    near.send(JSON.stringify({ id: 901, call: 'app.info', input: { fill: 'x'.repeat(longestCall) } }));
    expect(await client.call('app.info', {})).toMatchObject({ ok: true });
    expect(create).not.toHaveBeenCalled();
  });

  test('a screen with too many open calls is refused, and served again once they are answered', async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    await begin({ 'folders.space': () => gate.then(() => ({ free: 1 })) });
    const results = Array.from({ length: 1000 }, () => client.call('folders.space', { path: '/' }));
    expect(await results[999]).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    release();
    const answered = (await Promise.all(results)).filter((result) => result.ok);
    expect(answered).toHaveLength(200);
    expect(await client.call('folders.space', { path: '/' })).toMatchObject({ ok: true });
  });

  test('a prototype in a message reaches nobody', async () => {
    const similar = vi.fn(() => ({ job: null, count: 0 }));
    await begin({ 'jobs.similar': similar });
    const text =
      '{"id":1,"call":"jobs.similar","input":{"connectionId":"a","items":[],"__proto__":{"evil":1}}}';
    expect(await raw(text)).toEqual({ id: 1, ok: true, value: { job: null, count: 0 } });
    expect(similar).toHaveBeenCalledWith({ connectionId: 'a', items: [] }, 'web');
    expect(({} as { evil?: number }).evil).toBeUndefined();
  });

  test('whatever comes in, the app answers the next call', async () => {
    const touched = vi.fn();
    await begin({
      'jobs.act': () => {
        touched();
        return {};
      },
    });
    // The client counts from 1: a message with an id of its own calls would be answered in their place.
    const isOfClient = (id: unknown) => Number.isInteger(id) && Number(id) > 0 && Number(id) < 1_000_000;
    const foreignId = fc.anything().filter((id) => !isOfClient(id));
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom(
        'null',
        '[]',
        '"x"',
        '{',
        '\ufeff{}',
        '{"id":NaN}',
        '['.repeat(100_000),
        '<html>',
        '\0',
      ),
      fc.record({ id: foreignId, call: fc.constant('jobs.act'), input: fc.jsonValue() }).map((message) => {
        try {
          return JSON.stringify(message);
        } catch {
          return '';
        }
      }),
      fc
        .record({ id: fc.nat(), call: fc.constantFrom(...Object.keys(calls)), input: fc.jsonValue() })
        .map((message) => JSON.stringify({ ...message, id: message.id + 1_000_000 })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (messages) => {
        for (const message of messages) near.send(message);
        expect(await client.call('app.info', {})).toEqual({ ok: true, value: info });
      }),
      { numRuns: 50 },
    );
    expect(touched).not.toHaveBeenCalled();
  });

  test('whatever comes out of a broken app, the screen gets a result', async () => {
    await begin();
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.boolean(), async (value, thrown) => {
        app.handlers['settings.get'] = () => {
          if (thrown) throw value;
          return value as never;
        };
        const result = await client.call('settings.get', {});
        expect(result).toMatchObject({ ok: false, failure: { kind: 'internal' } });
      }),
      { numRuns: 100 },
    );
  });
});
