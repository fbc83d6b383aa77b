import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PreparedId, Source } from '../../src-shared/job/job.ts';
import type { JobRequest } from '../../src-shared/kinds/kind-table.ts';
import type { CallOptions, RemoteStatus, ResumeFrom } from '../../src-main/core/ports.ts';
import { harnesses, keepingSink } from './server-api-harness.ts';
import type { Harness } from './server-api-harness.ts';

const options: CallOptions = { signal: new AbortController().signal };
const wanting = (...nodeIds: string[]): JobRequest => ({ kind: 'alfresco', nodeIds });
const fromPrepared = (prepared: PreparedId): Source => ({ from: 'prepared', prepared });

describe.each(harnesses)('A server as the core sees it: $name', ({ make }) => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await make();
  });
  afterEach(() => harness.close());

  async function prepare(...nodeIds: string[]): Promise<PreparedId> {
    const created = await harness.api.create(
      wanting(...(nodeIds.length > 0 ? nodeIds : [harness.folder.id])),
      options,
    );
    if (!('prepared' in created)) throw new Error('It should have been prepared');
    return created.prepared;
  }

  async function settled(id: PreparedId): Promise<RemoteStatus> {
    for (;;) {
      const status = await harness.api.poll(id, options);
      if (status.is !== 'waiting') return status;
    }
  }

  const documentSource = (): Source => ({
    from: 'content',
    content: { documentId: harness.document.id, name: harness.document.name },
  });

  async function fetchAll(source: Source, resume: ResumeFrom | null = null) {
    const sink = keepingSink();
    const end = await harness.api.fetchInto(sink, source, resume, options);
    return { sink, end };
  }

  test('a probe tells the account', async () => {
    expect(await harness.api.probe(options)).toMatchObject({ account: harness.account });
  });

  test('a single document needs no preparation and comes as it is', async () => {
    const created = await harness.api.create(wanting(harness.document.id), options);
    expect(created).toMatchObject({
      content: { documentId: harness.document.id, name: harness.document.name },
    });
    const { sink, end } = await fetchAll(documentSource());
    expect(end).toEqual({ is: 'complete' });
    expect(sink.heads).toHaveLength(1);
    expect(sink.heads[0]).toMatchObject({
      offset: 0,
      total: harness.document.bytes.length,
      name: harness.document.name,
    });
    expect(sink.heads[0]!.proof).not.toBeNull();
    expect(sink.bytes.equals(harness.document.bytes)).toBe(true);
  });

  test('the same document asked for twice is asked for once', async () => {
    const { id } = harness.document;
    expect(await harness.api.create(wanting(id, id), options)).toHaveProperty('content');
  });

  test('a folder is prepared, becomes ready and is fetched whole', async () => {
    const id = await prepare();
    const status = await settled(id);
    if (status.is !== 'ready') throw new Error(`It should be ready, not ${status.is}`);
    expect(status.counters.filesDone).toBe(status.counters.filesTotal);
    const { sink, end } = await fetchAll(fromPrepared(id));
    expect(end).toEqual({ is: 'complete' });
    expect(sink.bytes.length).toBe(sink.heads[0]!.total);
    expect(sink.heads[0]!.name).toBe(status.name);
  });

  test('several items become one file', async () => {
    const status = await settled(await prepare(harness.folder.id, harness.document.id));
    expect(status.is).toBe('ready');
  });

  test('what the server doesn’t know can’t be asked for, and the refusal names it', async () => {
    for (const request of [wanting(harness.unknownId), wanting(harness.document.id, harness.unknownId)]) {
      await expect(harness.api.create(request, options)).rejects.toMatchObject({
        answerLost: false,
        failure: { kind: 'not-found', detail: expect.stringContaining(harness.unknownId) as string },
      });
    }
  });

  test('a create whose answer didn’t come says so', async () => {
    harness.loseNextAnswer();
    await expect(harness.api.create(wanting(harness.folder.id), options)).rejects.toMatchObject({
      answerLost: true,
    });
  });

  test('a transfer that is cut off keeps what came, and continues with the rest', async () => {
    const half = Math.floor(harness.document.bytes.length / 2);
    harness.cutNextAfter(half);
    const first = keepingSink();
    const failed = harness.api.fetchInto(first, documentSource(), null, options);
    await expect(failed).rejects.toMatchObject({ failure: { kind: 'cut' } });
    const offset = first.bytes.length;
    expect(offset).toBe(half);
    const { total, proof } = first.heads[0]!;
    const { sink, end } = await fetchAll(documentSource(), { offset, total: total!, proof: proof! });
    expect(end).toEqual({ is: 'complete' });
    expect(sink.heads[0]!.offset).toBe(offset);
    expect(Buffer.concat([first.bytes, sink.bytes]).equals(harness.document.bytes)).toBe(true);
  });

  test('a file that is complete already needs no more bytes', async () => {
    const { sink } = await fetchAll(documentSource());
    const { total, proof } = sink.heads[0]!;
    const again = await fetchAll(documentSource(), { offset: total!, total: total!, proof: proof! });
    expect(again.end).toEqual({ is: 'complete' });
    expect(again.sink.chunks).toEqual([]);
  });

  test('a file that changed meanwhile starts over, and nothing of it is written', async () => {
    const { sink } = await fetchAll(documentSource());
    const { total, proof } = sink.heads[0]!;
    harness.changeDocument();
    const again = await fetchAll(documentSource(), { offset: 10, total: total!, proof: proof! });
    expect(again.end).toMatchObject({ is: 'startOver' });
    expect(again.sink.heads).toEqual([]);
    expect(again.sink.chunks).toEqual([]);
  });

  test('what the server doesn’t have anymore is gone, for polling and for fetching', async () => {
    const id = await prepare();
    await settled(id);
    harness.lose(id);
    expect(await harness.api.poll(id, options)).toEqual({ is: 'gone' });
    expect((await fetchAll(fromPrepared(id))).end).toEqual({ is: 'gone' });
    const never: Source = { from: 'content', content: { documentId: harness.unknownId, name: 'x' } };
    expect((await fetchAll(never)).end).toEqual({ is: 'gone' });
  });

  test('a cancel may come too late or twice, and harms nothing', async () => {
    const id = await prepare();
    await harness.api.cancel!(id, options);
    await harness.api.cancel!(id, options);
    expect(['cancelled', 'ready']).toContain((await settled(id)).is);
    harness.lose(id);
    await harness.api.cancel!(id, options);
  });

  test('cleaning up takes away what was prepared, and a second time does nothing', async () => {
    const id = await prepare();
    await settled(id);
    await harness.api.cleanUp!(id, options);
    expect(await harness.api.poll(id, options)).toEqual({ is: 'gone' });
    await harness.api.cleanUp!(id, options);
  });

  test('a document is never cleaned up, whoever takes it for something prepared', async () => {
    const mistaken = harness.document.id as PreparedId;
    await expect(harness.api.cleanUp!(mistaken, options)).rejects.toMatchObject({
      failure: { kind: 'bad-request' },
    });
    expect(harness.hasDocument()).toBe(true);
  });

  test('the size of each requested item can be measured', async () => {
    const { document, folder } = harness;
    expect(await harness.api.measure!(wanting(folder.id, document.id), options)).toEqual([
      folder,
      { id: document.id, name: document.name, bytes: document.bytes.length },
    ]);
  });

  test('an aborted call rejects with the signal’s reason', async () => {
    const reason = new Error('paused');
    const aborted = { signal: AbortSignal.abort(reason) };
    const id = await prepare();
    await expect(harness.api.probe(aborted)).rejects.toBe(reason);
    await expect(harness.api.create(wanting(harness.folder.id), aborted)).rejects.toBe(reason);
    await expect(harness.api.poll(id, aborted)).rejects.toBe(reason);
    await expect(harness.api.fetchInto(keepingSink(), documentSource(), null, aborted)).rejects.toBe(reason);
    await expect(harness.api.cleanUp!(id, aborted)).rejects.toBe(reason);
  });

  test('a transfer that is aborted in the middle rejects with the signal’s reason', async () => {
    const reason = new Error('paused');
    const controller = new AbortController();
    const sink = keepingSink();
    const fetching = harness.api.fetchInto(
      { ...sink, write: async () => controller.abort(reason) },
      documentSource(),
      null,
      { signal: controller.signal },
    );
    await expect(fetching).rejects.toBe(reason);
  });

  test('the sink’s own rejection is passed on unchanged', async () => {
    const full = new Error('disk full');
    const fetching = harness.api.fetchInto(
      { ...keepingSink(), write: () => Promise.reject(full) },
      documentSource(),
      null,
      options,
    );
    await expect(fetching).rejects.toBe(full);
  });
});
