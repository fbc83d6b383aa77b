import { FailedError } from '../../src-shared/failures/failure.ts';
import type { PreparedId, Source } from '../../src-shared/job/job.ts';
import { documentsIn } from '../../src-shared/kinds/kind-alfresco.ts';
import type { JobRequest } from '../../src-shared/kinds/kind-table.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type {
  ByteSink,
  Created,
  Digest,
  Proof,
  RemoteStatus,
  ResumeFrom,
  ServerApi,
} from '../../src-main/core/ports.ts';
import type {
  FakeCall,
  FakeFile,
  FakeMethod,
  FakeServer,
  FakeServerOptions,
  Fetched,
  Outcome,
  Results,
} from './fake-server-script.ts';
import { seededBytes } from './seeded-bytes.ts';

const abortable = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

const proofOf = (file: FakeFile): Proof => ({
  by: 'unchanged',
  id: file.id,
  size: file.bytes.length,
  modifiedAt: file.modifiedAt,
});

const same = (one: Proof, other: Proof): boolean =>
  one.by === 'unchanged' &&
  other.by === 'unchanged' &&
  one.id === other.id &&
  one.size === other.size &&
  one.modifiedAt === other.modifiedAt;

/** Makes a `FakeServer`. */
export function createFakeServer(options: FakeServerOptions = {}): FakeServer {
  const { account = 'ada', knowsAll = true, without = [], size = 100_000, chunk = 16_384 } = options;
  const calls: FakeCall[] = [];
  const waiters: { method: FakeMethod; times: number; resolve: (call: FakeCall) => void }[] = [];
  const script = new Map<FakeMethod, Outcome<FakeMethod>[]>();
  const standing = new Map<FakeMethod, Outcome<FakeMethod>>();
  const documents = new Map<string, FakeFile>();
  const folders = new Map<string, { name: string; documentIds: string[] }>();
  const prepared: FakeServer['prepared'] = new Map();
  const planned: { id?: string; name?: string; bytes?: Uint8Array }[] = [];
  const denied = new Set<string>();
  const cuts: number[] = [];
  let digests: Digest[] = [];
  const stops: { position: number; arrive: () => void; released: Promise<void> }[] = [];
  let minted = 0;
  let minute = 0;
  const stamp = (): string => new Date(Date.UTC(2026, 0, 1, 0, (minute += 1))).toISOString();

  const count = (method: FakeMethod): number => calls.filter((call) => call.method === method).length;

  async function perform<Method extends FakeMethod>(
    call: FakeCall & { method: Method },
    byItself: () => Results[Method] | Promise<Results[Method]>,
  ): Promise<Results[Method]> {
    call.signal.throwIfAborted();
    calls.push(call);
    for (const waiter of waiters) {
      if (waiter.method === call.method && count(call.method) >= waiter.times) waiter.resolve(call);
    }
    const outcome = script.get(call.method)?.shift() ?? standing.get(call.method);
    // Void methods may be scripted with `undefined`, which is the same as working by itself.
    if (outcome === undefined) return byItself();
    if (outcome instanceof Error) throw outcome;
    if (typeof outcome !== 'function') return outcome as Results[Method];
    const result = await abortable(
      Promise.resolve((outcome as (call: FakeCall) => unknown)(call)),
      call.signal,
    );
    return result === unscripted ? byItself() : (result as Results[Method]);
  }
  const unscripted = Symbol('as if it had never been held');

  const missing = (id: string): FailedError =>
    new FailedError({ kind: 'not-found', status: 404, detail: `The entity with id: ${id} was not found` });

  function create(request: JobRequest): Created {
    if (request.kind === 'alfresco') {
      const ids = [...new Set(request.nodeIds)];
      const unknown = ids.find((id) => !knowsAll && !documents.has(id) && !folders.has(id));
      if (unknown !== undefined) throw missing(unknown);
      const forbidden = ids.find((id) => denied.has(id));
      if (forbidden !== undefined) throw new FailedError({ kind: 'refused', status: 403 });
      const single = ids.length === 1 ? documents.get(ids[0]!) : undefined;
      if (single) {
        const { id, name, bytes, changedAt } = single;
        const told = changedAt === undefined ? {} : { size: bytes.length, modifiedAt: changedAt };
        return { content: { documentId: id, name, ...told } };
      }
    }
    minted += 1;
    const plan = planned.shift() ?? {};
    const id = plan.id ?? `prepared-${minted}`;
    const bytes = plan.bytes ?? seededBytes(minted, size);
    const counters = { filesDone: 1, filesTotal: 1, bytesDone: bytes.length, bytesTotal: bytes.length };
    const name = plan.name ?? `prepared-${minted}.bin`;
    prepared.set(id, { id, name, bytes, modifiedAt: stamp(), cancelled: false, counters });
    return { prepared: preparedIdSchema.parse(id), name };
  }

  function poll(id: PreparedId): RemoteStatus {
    const file = prepared.get(id);
    if (!file) return { is: 'gone' };
    if (file.cancelled) return { is: 'cancelled', counters: file.counters };
    return { is: 'ready', counters: file.counters, name: file.name, expiresAt: null };
  }

  async function fetch(
    sink: ByteSink,
    source: Source,
    resume: ResumeFrom | null,
    signal: AbortSignal,
  ): Promise<Fetched> {
    const file =
      source.from === 'prepared' ? prepared.get(source.prepared) : documents.get(source.content.documentId);
    if (!file) return { is: 'gone' };
    const proof = proofOf(file);
    if (resume && (resume.total !== file.bytes.length || !same(resume.proof, proof))) {
      return { is: 'startOver', reason: phrase('failureDetails.bytes.again.changed') };
    }
    const bytes = file.bytes;
    const end = Math.min(cuts.shift() ?? Infinity, bytes.length);
    let stop = stops.shift();
    let at = resume?.offset ?? 0;
    await sink.begin({ offset: at, total: bytes.length, proof, name: file.name, digests });
    while (at < end) {
      signal.throwIfAborted();
      const limit = stop && at < stop.position ? stop.position : end;
      const next = Math.min(at + chunk, limit, end);
      await sink.write(bytes.slice(at, next));
      at = next;
      if (stop && at === stop.position) {
        stop.arrive();
        await abortable(stop.released, signal);
        stop = stops.shift();
      }
    }
    if (end < bytes.length) throw new FailedError({ kind: 'cut' });
    return { is: 'complete' };
  }

  function refusedOf(request: JobRequest): Results['refusedOf'] {
    return (documentsIn(request)?.nodeIds ?? []).flatMap((id): Results['refusedOf'] => {
      if (denied.has(id)) return [{ id, why: 'refused' }];
      return knowsAll || documents.has(id) || folders.has(id) ? [] : [{ id, why: 'not-found' }];
    });
  }

  function measure(request: JobRequest): Results['measure'] {
    if (request.kind !== 'alfresco') return [];
    return request.nodeIds.map((id) => {
      const document = documents.get(id);
      if (document) return { id, name: document.name, bytes: document.bytes.length };
      const folder = folders.get(id);
      if (!folder && !knowsAll) throw missing(id);
      const inside = (folder?.documentIds ?? []).map((inner) => documents.get(inner)?.bytes.length ?? 0);
      return { id, name: folder?.name ?? id, bytes: inside.reduce((sum, bytes) => sum + bytes, 0) };
    });
  }

  const api: ServerApi = {
    probe: ({ signal, priority }) =>
      perform({ method: 'probe', signal, priority }, () => ({ account, version: 'Fake 1.0' })),
    create: (request, { signal, priority }) =>
      perform({ method: 'create', signal, priority, request }, () => create(request)),
    poll: (id, { signal, priority }) => perform({ method: 'poll', signal, priority, id }, () => poll(id)),
    fetchInto: (sink, source, resume, { signal, priority }) =>
      perform({ method: 'fetchInto', signal, priority, source, resume }, () =>
        fetch(sink, source, resume, signal),
      ),
  };
  if (!without.includes('cancel')) {
    api.cancel = (id, { signal, priority }) =>
      perform({ method: 'cancel', signal, priority, id }, () => {
        const file = prepared.get(id);
        if (file) file.cancelled = true;
      });
  }
  if (!without.includes('cleanUp')) {
    api.cleanUp = (id, { signal, priority }) =>
      perform({ method: 'cleanUp', signal, priority, id }, () => {
        if (documents.has(id) || folders.has(id)) {
          throw new FailedError({ kind: 'bad-request', status: 400, detail: 'That was never prepared' });
        }
        prepared.delete(id);
      });
  }
  api.refusedOf = (request, { signal, priority }) =>
    perform({ method: 'refusedOf', signal, priority, request }, () => refusedOf(request));
  if (options.lists) {
    api.listing = (request, { signal, priority }) =>
      perform({ method: 'listing', signal, priority, request }, () => ({ files: [] }));
  }
  if (!without.includes('measure')) {
    api.measure = (request, { signal, priority }) =>
      perform({ method: 'measure', signal, priority, request }, () => measure(request));
  }

  const add = (method: FakeMethod, outcome: Outcome<FakeMethod>): void => {
    script.set(method, [...(script.get(method) ?? []), outcome]);
  };

  return {
    api,
    calls,
    documents,
    prepared,
    denied,
    count,
    called: (method, times) =>
      new Promise((resolve) => {
        const already = calls.filter((call) => call.method === method);
        if (already.length >= times) resolve(already[times - 1]!);
        else waiters.push({ method, times, resolve });
      }),
    next: (method, ...outcomes) => {
      for (const outcome of outcomes) add(method, outcome);
    },
    always: (method, outcome) => {
      if (outcome === null) standing.delete(method);
      else standing.set(method, outcome);
    },
    hold: (method) => {
      const came = Promise.withResolvers<FakeCall>();
      const go = Promise.withResolvers<unknown>();
      add(method, (async (call: FakeCall) => {
        came.resolve(call);
        const outcome = await go.promise;
        if (outcome instanceof Error) throw outcome;
        return typeof outcome === 'function' ? (outcome as (call: FakeCall) => unknown)(call) : outcome;
      }) as Outcome<FakeMethod>);
      return {
        arrived: came.promise,
        release: (outcome) => go.resolve(outcome === undefined ? unscripted : outcome),
      };
    },
    document: (id, file = {}) => {
      const bytes = file.bytes ?? seededBytes(documents.size + 1000, size);
      const document = { id, name: file.name ?? `${id}.bin`, bytes, modifiedAt: stamp() };
      documents.set(id, document);
      return document;
    },
    dated: (id, modifiedAt) => {
      documents.get(id)!.changedAt = modifiedAt;
    },
    folder: (id, documentIds, name = id) => {
      folders.set(id, { name, documentIds });
    },
    prepares: (file) => {
      planned.push(file);
    },
    replace: (id, bytes) => {
      const file = prepared.get(id) ?? documents.get(id);
      if (!file) throw new Error(`Nothing is there under ${id}`);
      file.bytes = bytes;
      file.modifiedAt = stamp();
    },
    tells: (told) => {
      digests = told;
    },
    cutAt: (...positions) => {
      cuts.push(...positions);
    },
    loseNextAnswer: () => {
      add('create', (call: FakeCall) => {
        create(call.request!);
        throw new FailedError({ kind: 'cut' }, { answerLost: true });
      });
    },
    holdAt: (position) => {
      const came = Promise.withResolvers<void>();
      const go = Promise.withResolvers<void>();
      stops.push({ position, arrive: came.resolve, released: go.promise });
      return { arrived: came.promise, release: go.resolve };
    },
  };
}
