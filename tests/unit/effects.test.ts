import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Effects } from '../../src-main/core/effects.ts';
import type { EffectParts } from '../../src-main/core/effects.ts';
import { Jobs } from '../../src-main/core/jobs.ts';
import type { Ports } from '../../src-main/core/ports.ts';
import { RefusedRowError } from '../../src-main/core/ports/store.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import { said } from '../../src-shared/language/index.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createFakeServers } from '../fakes/fake-server.ts';

const prepared = preparedIdSchema.parse('prepared-1');
const folder = '/downloads/ferry';
const sha256 = createHash('sha256').update('abc').digest('hex');
const file = { folders: [], name: 'a.zip', size: 3, sha256, inode: '1', warnings: [] };
const source = { source: { from: 'prepared', prepared }, counters: null, expiresAt: null } as const;

/** Effects over real jobs; the parts around them do what `world` says. */
function createEffects(server: Connection | null = silentServer) {
  const clock = new FakeClock();
  const store = new FakeJobStore();
  const files = new FakeFileStore();
  const config = new FakeConfig();
  if (server) config.saveConnection(server);
  const servers = createFakeServers();
  const told: [string, string, Failure][] = [];
  const logged: unknown[] = [];
  const cleared: string[] = [];
  const world = {
    hasNetwork: true,
    waitsAlone: false,
    watch: null as (() => Promise<JobEvent>) | null,
    wakes: 0,
    breaks: false,
    state: { is: 'unknown' } as object,
  };
  const log = { event: (event: string, fields?: object) => void logged.push({ event, ...fields }) };
  const random = { next: () => 0.5, id: () => 'child' };
  const ports = { clock, store, files, config, servers, log, random, say: said } as unknown as Ports;
  const parts = {
    connections: {
      find: (id: string) => config.connections().find((one) => one.id === id) ?? null,
      state: () => world.state,
      api: () => servers.server('any').api,
      opened: async () => undefined,
      hasNetwork: () => world.hasNetwork,
      nameOf: () => 'Records',
      removedFailure: () => ({ kind: 'server-removed' }),
      report: (id: string, failure: Failure) => {
        if (world.breaks) throw new Error('no gate');
        told.push(['connection', id, failure]);
      },
    },
    folders: {
      opened: async () => undefined,
      report: (at: string, failure: Failure) => void told.push(['folder', at, failure]),
    },
    space: { closed: () => (world.waitsAlone ? {} : null), forget: () => undefined },
    poller: { watch: () => world.watch!() },
    progress: { clear: (id: string) => void cleared.push(id), set: () => undefined },
    cleanUps: { wake: () => void (world.wakes += 1) },
  } as unknown as EffectParts;
  const effects: Effects = new Effects(ports, parts, () => jobs);
  const jobs: Jobs = new Jobs(
    { store, clock, config, random, log },
    { changed: () => undefined, removed: () => undefined, run: () => undefined },
  );
  const begin = (
    state: JobState,
    type: 'ask' | 'poll' | 'plan' | 'publish',
    more: Partial<Job> = {},
  ): void => {
    const job = composeJob({ run: 4, state, ...more });
    jobs.add(job);
    effects.run([{ type, jobId: job.id, run: job.run }]);
  };
  const now = (): Job => jobs.get('job-1')!;
  return {
    ...{ effects, jobs, begin, now, clock, store, files, config, world, told, logged, cleared },
    server: servers.server('any'),
  };
}

const asking: JobState = { is: 'asking', wish: 'go' };
const failsWith =
  (failure: Failure, options = {}) =>
  async () => {
    throw new FailedError(failure, options);
  };

describe('a request', () => {
  test('goes out once, and the timeline says as whom and which server was asked', async () => {
    const { begin, now, store, world } = createEffects();
    world.state = { is: 'ok', info: { account: 'ada', version: '7.4' } };
    begin(asking, 'ask');
    await settle();
    expect(now()).toMatchObject({ account: 'ada', state: { is: 'preparing', prepared } });
    const server = { name: 'Records', address: silentServer.baseUrl, version: '7.4' };
    expect(store.log('job-1').at(-1)).toMatchObject({ event: 'accepted', detail: { prepared, server } });
  });

  test('of a server that was removed isn’t made, and the job says why', async () => {
    const { begin, now } = createEffects(null);
    begin(asking, 'ask');
    await settle();
    expect(now()).toMatchObject({
      state: { is: 'queued' },
      lastFailure: { kind: 'server-removed' },
    });
  });

  test('whose answer was lost is not made again by itself', async () => {
    const { begin, now, server } = createEffects();
    server.always('create', failsWith({ kind: 'cut' }, { answerLost: true }));
    begin(asking, 'ask');
    await settle();
    expect(now()).toMatchObject({ state: { is: 'unsure' }, lastFailure: { kind: 'cut' } });
  });

  test('waits for the time of its next try', async () => {
    const { begin, clock, server } = createEffects();
    begin(asking, 'ask', { retryAt: clock.now() + 3_000, lastFailure: { kind: 'busy' }, attempt: 1 });
    await clock.advance(2_999);
    expect(server.count('create')).toBe(0);
    await clock.advance(1);
    expect(server.count('create')).toBe(1);
  });

  test('that the job has left behind isn’t made', async () => {
    const { effects, jobs, server } = createEffects();
    jobs.add(composeJob({ run: 4, state: asking }));
    effects.run([
      { type: 'ask', jobId: 'job-1', run: 3 },
      { type: 'poll', jobId: 'job-1', run: 4 },
      { type: 'ask', jobId: 'unknown', run: 0 },
    ]);
    await settle();
    expect(server.calls).toEqual([]);
  });
});

describe('what fails', () => {
  const failing = async (
    failure: Failure,
    set: (world: ReturnType<typeof createEffects>['world']) => void,
  ) => {
    const all = createEffects();
    set(all.world);
    all.server.always('create', failsWith(failure));
    all.begin(asking, 'ask');
    await settle();
    return all;
  };
  const nothing = (): void => undefined;

  test('at a server closes the gate of that server, at a folder that of the folder, and at one job none', async () => {
    const away = await failing({ kind: 'unreachable' }, nothing);
    expect(away.told).toEqual([['connection', silentServer.id, { kind: 'unreachable' }]]);
    const gone = await failing({ kind: 'folder-unavailable' }, nothing);
    expect(gone.told).toEqual([['folder', folder, { kind: 'folder-unavailable' }]]);
    expect((await failing({ kind: 'refused' }, nothing)).told).toEqual([]);
  });

  test('for lack of space closes no folder where that one job alone doesn’t fit', async () => {
    const alone = await failing({ kind: 'no-space' }, (world) => (world.waitsAlone = true));
    expect(alone.told).toEqual([]);
    expect((await failing({ kind: 'no-space' }, nothing)).told).toHaveLength(1);
  });

  test('on the line while there is no network says nothing of the server, and burns no try', async () => {
    for (const kind of ['unreachable', 'cut'] as const) {
      const { told, now } = await failing({ kind }, (world) => (world.hasNetwork = false));
      expect([told, now().attempt, now().lastFailure]).toEqual([[], 0, { kind: 'offline' }]);
    }
    const { now } = await failing({ kind: 'server-error' }, (world) => (world.hasNetwork = false));
    expect(now().lastFailure).toEqual({ kind: 'server-error' });
  });

  test('gets to the job although its gate can’t be closed, and both are logged', async () => {
    const { now, logged } = await failing({ kind: 'unreachable' }, (world) => (world.breaks = true));
    expect(now()).toMatchObject({ lastFailure: { kind: 'unreachable' }, state: { is: 'queued' } });
    expect(logged).toMatchObject([
      { event: 'work failed', jobId: 'job-1', kind: 'unreachable' },
      { event: 'closing a gate failed', jobId: 'job-1', kind: 'internal', detail: 'no gate' },
    ]);
  });

  test('before it began is logged, and what else is to be done is done', () => {
    const { effects, cleared, world, logged } = createEffects();
    const stop = { type: 'stop', jobId: 'a' } as const;
    cleared.push = () => {
      throw new Error('broken');
    };
    effects.run([stop, { type: 'tidy', jobId: 'a', connectionId: 'c', prepared, how: 'delete' }]);
    expect(logged).toMatchObject([{ event: 'work did not begin', jobId: 'a', detail: 'broken' }]);
    expect(world.wakes).toBe(1);
  });
});

describe('news that the list can’t keep', () => {
  const refusing = async (thrown: Error, times = Infinity) => {
    const all = createEffects();
    const save = all.store.save.bind(all.store);
    let left = times;
    all.store.save = (changes, entries, cleanUps) => {
      const isNews = entries.some(({ event }) => event === 'accepted');
      if (isNews && left > 0) {
        left -= 1;
        throw thrown;
      }
      save(changes, entries, cleanUps);
    };
    all.begin(asking, 'ask');
    await settle();
    return all;
  };

  test('today or any other day fails the job, and what was prepared is removed', async () => {
    for (const thrown of [new RefusedRowError({ kind: 'internal' }), new TypeError('odd')]) {
      const { now, store } = await refusing(thrown);
      expect(now().state).toMatchObject({ is: 'failed', failure: { kind: 'internal' } });
      expect(store.cleanUps()).toMatchObject([{ prepared, how: 'cancel' }]);
    }
  });

  test('today is tried again every five seconds until it can', async () => {
    const { clock, now } = await refusing(new FailedError({ kind: 'list-unsaved' }), 2);
    await clock.advance(9_999);
    expect(now().state.is).toBe('asking');
    await clock.advance(1);
    expect(now().state).toEqual({ is: 'preparing', prepared });
  });
});

describe('a limit that a server tells', () => {
  const limitOf = async (event: JobEvent, before?: number): Promise<unknown> => {
    const { begin, config, world } = createEffects({
      ...silentServer,
      ...(before !== undefined && { packLimit: before }),
    });
    world.watch = async () => event;
    begin({ is: 'preparing', prepared }, 'poll');
    await settle();
    return config.connections()[0]?.packLimit;
  };

  test('is kept with the server, for whoever chooses again', async () => {
    expect(await limitOf({ type: 'tooLarge', run: 4, limit: 10, size: 30 })).toBe(10);
    expect(await limitOf({ type: 'tooLarge', run: 4, limit: 10, size: 30 }, 7)).toBe(10);
  });

  test('that is none is not, nor is one told by anything else', async () => {
    expect(await limitOf({ type: 'tooLarge', run: 4, limit: 0, size: 30 }, 7)).toBe(7);
    expect(await limitOf({ type: 'gone', run: 4 }, 7)).toBe(7);
  });
});

describe('a file that gets its name', () => {
  const publishing = { is: 'publishing', ...source, ...file } as const;

  const publish = async (server: Connection | null, marked: boolean | null) => {
    const all = createEffects(server);
    await all.files.makeFolder(folder);
    all.files.put(folder, '.ferry-job-1.part', Buffer.from('abc'));
    all.files.marked = marked;
    const { inode } = (await all.files.lookAtPart({ folder, part: '.ferry-job-1.part' }))!;
    all.begin({ ...publishing, inode }, 'publish');
    await settle();
    return all;
  };

  test('is marked with where it came from, and the timeline says where that couldn’t be', async () => {
    const { files, now, store } = await publish(silentServer, true);
    expect(now().state).toMatchObject({ is: 'saved', fileName: 'a.zip', folder });
    expect([...files.origins.values()]).toEqual(['http://127.0.0.1:9']);
    expect(store.log('job-1').map(({ event }) => event)).not.toContain('unmarked');
    const unmarked = await publish(silentServer, false);
    expect(unmarked.store.log('job-1').map(({ event }) => event)).toContain('unmarked');
  });

  test('of a server that is gone is saved without a mark', async () => {
    const { files, now } = await publish(null, null);
    expect(now().state.is).toBe('saved');
    expect([...files.origins.values()]).toEqual([]);
  });
});

describe('the end of the program', () => {
  test('ends work at once, and lets a request that is out have its answer', async () => {
    const { effects, begin, clock, now, server } = createEffects();
    const answer = Promise.withResolvers<void>();
    server.always('create', async () => {
      await answer.promise;
      return { prepared, name: null };
    });
    begin(asking, 'ask');
    await settle();
    let ended = false;
    const end = effects.stop().then(() => (ended = true));
    await clock.advance(9_000);
    expect(ended).toBe(false);
    expect(server.calls[0]?.signal.aborted).toBe(false);
    answer.resolve();
    await end;
    expect(now().state).toEqual({ is: 'preparing', prepared });
  });

  test('waits ten seconds for such an answer, not longer', async () => {
    const { effects, begin, clock, server } = createEffects();
    server.always('create', () => new Promise<never>(() => undefined));
    begin(asking, 'ask');
    await settle();
    const end = effects.stop();
    await clock.advance(9_999);
    expect(server.calls[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    await end;
    expect(server.calls[0]?.signal.aborted).toBe(true);
  });

  test('begins nothing new', async () => {
    const { effects, begin, server, world } = createEffects();
    world.watch = () => new Promise(() => undefined);
    await effects.stop();
    begin(asking, 'ask');
    await settle();
    expect(server.calls).toEqual([]);
  });
});

describe('an unfinished file', () => {
  const output = (jobId: string) => ({
    ...{ jobId, folder, part: `.ferry-${jobId}.part`, volume: null, sourceId: 's', total: 10, name: null },
    ...{ proof: { by: 'etag', etag: '"x"' } as const, durable: 5, digests: [], sha256: null, whole: false },
    ...{ pieces: [], tail: null },
  });

  test('of a job that ended while nobody could remove it is removed at the next start, of others it isn’t', async () => {
    const { effects, jobs, store, files } = createEffects();
    store.save([composeJob({ id: 'over', state: { is: 'cancelled' } })], [], []);
    // One that was saved lately is in the lists of the next run as well, killed just before its row was gone.
    const saved = { folder, fileName: 'a.zip', size: 1, sha256: 'a'.repeat(64), warnings: [] };
    const listed = composeJob({ id: 'listed', state: { is: 'saved', ...saved } });
    store.save([listed], [], []);
    jobs.takeUp([listed]);
    jobs.add(composeJob({ id: 'open' }));
    await files.makeFolder(folder);
    for (const id of ['over', 'listed', 'open']) {
      store.saveOutput(output(id));
      files.put(folder, `.ferry-${id}.part`, Buffer.alloc(5));
    }
    effects.start();
    await effects.settled(['over', 'listed', 'open']);
    expect(files.names(folder)).toEqual(['.ferry-open.part']);
    expect(store.outputs().map(({ jobId }) => jobId)).toEqual(['open']);
  });

  test('that can’t be removed is never taken for anything again, and its row stays for the next start', async () => {
    const { effects, jobs, store, files, logged } = createEffects();
    jobs.add(composeJob());
    store.saveOutput(output('job-1'));
    files.before = failsWith({ kind: 'folder-unavailable' });
    effects.run([{ type: 'discardPart', jobId: 'job-1' }]);
    await effects.settled(['job-1']);
    expect(store.output('job-1')).toMatchObject({ durable: 0, whole: false, total: null, proof: null });
    expect(logged).toMatchObject([
      { event: 'discarding failed', jobId: 'job-1', kind: 'folder-unavailable' },
    ]);
  });
});
