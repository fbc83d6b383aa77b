import { beforeEach, expect, test } from 'vitest';
import type { ServerApi } from '../../src-main/core/ports.ts';
import type { PreparedId } from '../../src-shared/job/job.ts';
import {
  bridgeOptions as options,
  preparedSource,
  startBridge,
  wantingExport,
} from '../fakes/bridge-harness.ts';
import type { BridgeHarness } from '../fakes/bridge-harness.ts';
import { keepingSink } from './server-api-harness.ts';

/*
 * What `ServerApi` promises, over a Bridge: everything is prepared there, and nothing can be cancelled, tidied up or
 * weighed, so that those of the suite in server-api.test.ts that do it have no counterpart here.
 */

let harness: BridgeHarness;
let api: ServerApi;
beforeEach(async () => {
  harness = await startBridge();
  ({ api } = harness);
});

const contentOf = async (id: PreparedId): Promise<Buffer> =>
  harness.demo.control.exports().find((entry) => entry.id === id)!.content;

test('a probe says who we are, as far as the server can tell', async () => {
  expect((await api.probe(options)).account).not.toBe('');
});

test('an export is prepared, becomes ready and is fetched whole', async () => {
  const id = await harness.ask('learner_transcripts');
  expect(await harness.poll(id)).toMatchObject({ is: 'ready' });
  const { sink, end } = await harness.fetch(id);
  expect(end).toEqual({ is: 'complete' });
  expect(sink.heads).toHaveLength(1);
  expect(sink.bytes.equals(await contentOf(id))).toBe(true);
  expect(sink.heads[0]!.total).toBe(sink.bytes.length);
});

test('a create whose answer didn’t come says so', async () => {
  harness.demo.control.failNext({ method: 'POST', action: 'drop-after-work' });
  await expect(api.create(wantingExport(), options)).rejects.toMatchObject({ answerLost: true });
  expect(harness.demo.control.exports()).toHaveLength(1);
});

test('a create that never reached the server says so too', async () => {
  await harness.demo.stop();
  await expect(api.create(wantingExport(), options)).rejects.toMatchObject({
    answerLost: false,
    failure: { kind: 'unreachable' },
  });
});

test('a transfer that is cut keeps what came, the rest fits, and what changed meanwhile starts over', async () => {
  const id = await harness.ask();
  const content = await contentOf(id);
  const half = Math.floor(content.length / 2);
  harness.demo.control.failNext({
    pathPattern: '/bridge-exports/',
    action: 'cut-after-bytes',
    bytes: half,
  });
  const first = keepingSink();
  const failing = api.fetchInto(first, preparedSource(id), null, options);
  await expect(failing).rejects.toMatchObject({ failure: { kind: 'cut' } });
  expect(first.bytes.length).toBe(half);
  const { total, proof } = first.heads[0]!;
  const resume = { offset: half, total: total!, proof: proof! };
  const { sink, end } = await harness.fetch(id, resume);
  expect(end).toEqual({ is: 'complete' });
  expect(sink.heads[0]!.offset).toBe(half);
  expect(Buffer.concat([first.bytes, sink.bytes]).equals(content)).toBe(true);

  const whole = await harness.fetch(id, { ...resume, offset: total! });
  expect(whole.end).toEqual({ is: 'complete' });
  expect(whole.sink.chunks).toEqual([]);

  harness.demo.control.changeFile(id);
  const changed = await harness.fetch(id, resume);
  expect(changed.end).toMatchObject({ is: 'startOver' });
  expect([changed.sink.heads, changed.sink.chunks]).toEqual([[], []]);
});

test('what the server doesn’t have anymore is gone, for polling and for fetching', async () => {
  const id = await harness.ask();
  harness.demo.control.loseExport(id);
  expect(await harness.poll(id)).toEqual({ is: 'gone' });
  expect((await harness.fetch(id)).end).toEqual({ is: 'gone' });
});

test('an aborted call rejects with the signal’s reason, and nothing is sent', async () => {
  const id = await harness.ask();
  harness.demo.control.forgetRequests();
  const reason = new Error('paused');
  const aborted = { signal: AbortSignal.abort(reason) };
  await expect(api.probe(aborted)).rejects.toBe(reason);
  await expect(api.create(wantingExport(), aborted)).rejects.toBe(reason);
  await expect(api.poll(id, aborted)).rejects.toBe(reason);
  await expect(api.fetchInto(keepingSink(), preparedSource(id), null, aborted)).rejects.toBe(reason);
  expect(harness.demo.control.requests).toEqual([]);
});

test('an abort while the file store is silent rejects with the signal’s reason', async () => {
  const id = await harness.ask('all_data');
  harness.demo.control.holdContentAt(1000);
  const reason = new Error('paused');
  const controller = new AbortController();
  const fetching = api.fetchInto(keepingSink(), preparedSource(id), null, { signal: controller.signal });
  const ended = expect(fetching).rejects.toBe(reason);
  await harness.demo.control.contentHeld();
  controller.abort(reason);
  await ended;
});
