import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore } from '../../../src-main/adapters/files/file-store.ts';
import { createServers } from '../../../src-main/adapters/servers/index.ts';
import { openJobStore } from '../../../src-main/adapters/store/job-store.ts';
import { createMemorySecrets } from '../../../src-main/adapters/secrets-memory.ts';
import { createApp } from '../../../src-main/core/app.ts';
import type { JobStore, Ports } from '../../../src-main/core/ports.ts';
import { originOf } from '../../../src-shared/connection.ts';
import { jumpingClock } from '../../fakes/bridge-harness.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeDocuments } from '../../fakes/fake-documents.ts';
import { FakeHistorySearch } from '../../fakes/fake-history-search.ts';
import { FakeJobStore } from '../../fakes/fake-job-store.ts';
import { FakeConfig } from '../../fakes/fake-config.ts';
import { FakeNetwork } from '../../fakes/fake-network.ts';
import { FaultyDisk } from '../../fakes/faulty-disk.ts';
import { Busy } from '../busy.ts';
import type { RawAlfresco } from '../raw-alfresco.ts';
import { bytesOf } from '../wire.ts';
import type { Case, Life } from './case.ts';
import { documentId } from './server.ts';
import type { ModelServer } from './server.ts';
import { said } from '../../../src-shared/language/index.ts';

/** Small, so that a file of some megabytes has several. */
const pieceBytes = 512 * 1024;
const checkpointBytes = 1024 * 1024;
/** How often a failed download is tried again by the user before the case counts as stuck. */
const mostRetries = 20;

/** What a case came to. */
export interface Outcome {
  /** How often the program ended before it was done. */
  kills: number;
  requests: number;
  /** Bytes of the file that was saved. */
  saved: number;
}

/**
 * Plays a case with the whole app: real HTTP, a real database, real files on a disk that can be killed and unplugged.
 * Rejects when a file has its final name and isn't whole and right, when there are two, when the list lost the job,
 * or when the download can't be brought to its end once the faults are over.
 */
export async function runCase(wanted: Case, alfresco: RawAlfresco, server: ModelServer): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), 'ferry-model-'));
  const folder = join(root, 'downloads');
  mkdirSync(folder);
  const disk = new FaultyDisk(folder);
  const clock = new FakeClock();
  let jobId: string | null = null;
  let kills = 0;
  try {
    const lives: (Life | null)[] = [...wanted.lives, null];
    let onBytes: () => void = () => undefined;
    server.begin(wanted.size, wanted.answers, () => onBytes());
    for (const life of lives) {
      const run = await live({
        root,
        folder,
        disk,
        clock,
        alfresco,
        life,
        jobId,
        tap: (call) => (onBytes = call),
      });
      jobId = run.jobId;
      demandRight(folder, server);
      if (!run.wasKilled) break;
      kills += 1;
      if (life?.power) await disk.powerCut(life.power);
      else await disk.restart();
      demandRight(folder, server);
    }
    const saved = finished(folder);
    if (saved.length !== 1) throw new Error(`${saved.length} files at the end: ${saved.join(', ')}`);
    return {
      kills,
      requests: alfresco.server.requests.length,
      saved: readFileSync(join(folder, saved[0]!)).length,
    };
  } finally {
    await disk.leave();
    rmSync(root, { recursive: true, force: true });
  }
}

const finished = (folder: string): string[] => readdirSync(folder).filter((name) => !name.startsWith('.'));
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Nothing has a final name but what the server once held, from its first to its last byte, and that once. */
function demandRight(folder: string, server: ModelServer): void {
  const right = server.contents.map((content) => hashOf(bytesOf(content)));
  const names = finished(folder);
  if (names.length > 1) throw new Error(`one download became ${names.join(', ')}`);
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    if (!right.includes(hashOf(bytes))) throw new Error(`${name} is wrong: ${bytes.length} bytes`);
  }
}

interface LifeOptions {
  root: string;
  folder: string;
  disk: FaultyDisk;
  clock: FakeClock;
  alfresco: RawAlfresco;
  /** Null: nothing happens to it anymore. */
  life: Life | null;
  jobId: string | null;
  /** Tells of every request for bytes. */
  tap: (onBytes: () => void) => void;
}

/** One run of the program, from its start to its end. */
async function live(options: LifeOptions): Promise<{ jobId: string | null; wasKilled: boolean }> {
  const { root, folder, disk, clock, alfresco, life } = options;
  const busy = new Busy();
  const secrets = createMemorySecrets();
  const { connection } = alfresco;
  await secrets.write({ connectionId: connection.id, origin: originOf(connection) }, alfresco.secret);
  let isKilled = false;
  const kill = (): void => {
    isKilled = true;
    disk.kill();
  };
  disk.faults.length = 0;
  if (life?.kill.at === 'disk') {
    const { call, nth, when } = life.kill;
    disk.faults.push({ call, nth, kill: when });
  }
  let byteRequests = 0;
  options.tap(() => {
    byteRequests += 1;
    if (life?.kill.at === 'bytes' && life.kill.nth === byteRequests) kill();
  });
  const store = openJobStore({ folder: join(root), now: () => clock.now() });
  const config = new FakeConfig();
  config.saveConnection(connection);
  let ids = 0;
  const servers = createServers({ secrets, now: () => clock.now(), clock: jumpingClock() });
  const ports: Ports = {
    servers: { ...servers, api: (wanted) => busy.watch(servers.api(wanted)) },
    history: new FakeHistorySearch(new FakeJobStore()),
    store: mortal(store, life, () => isKilled || disk.isKilled, kill),
    files: busy.watch(createFileStore({ ...disk.disk, pieceBytes })),
    secrets,
    secretsFile: null,
    config,
    clock,
    network: new FakeNetwork(),
    random: { next: () => 0.5, id: () => `job-${(ids += 1)}` },
    log: { event: () => undefined },
    desktop: { canOpen: false, open: async () => undefined, reveal: async () => undefined },
    documents: new FakeDocuments(),
    demo: null,
    folderList: null,
    folderDialog: null,
    say: said,
    defaultFolder: folder,
    about: { dataFolder: '/data', platform: 'linux 6.1.0 x64', versions: { Node: '24.0.0' } },
    version: '0.0.0',
    notices: [],
  };
  const app = createApp(ports, { checkpointBytes });
  const wasKilled = (): boolean => isKilled || disk.isKilled;
  let { jobId } = options;
  try {
    app.start();
    if (jobId !== null && store.job(jobId) === null) throw new Error('the list lost the download');
    jobId ??= (
      await app.handlers['jobs.create']({ connectionId: connection.id, items: [documentId], folder })
    ).jobId;
    await bringToItsEnd();
  } catch (thrown) {
    if (!wasKilled()) throw thrown;
  }
  const stopping = app.stop();
  await clock.advance(60_000);
  await stopping;
  await busy.idle();
  store.close();
  return { jobId: jobId !== null && wasKilled() && !isKept(jobId) ? null : jobId, wasKilled: wasKilled() };

  /** A kill may come before the job itself was kept: then nobody was told that it would be done. */
  function isKept(id: string): boolean {
    const reopened = openJobStore({ folder: root, now: () => clock.now() });
    const found = reopened.job(id);
    reopened.close();
    return found !== null;
  }

  async function bringToItsEnd(): Promise<void> {
    for (let retries = 0; ;) {
      await busy.idle();
      if (wasKilled()) return;
      const { state } = store.job(jobId!)!;
      if (state.is === 'saved') return;
      if (state.is === 'failed' || state.is === 'unsure' || state.is === 'expired') {
        retries += 1;
        if (retries > mostRetries) throw new Error(`stuck: ${JSON.stringify(state)}`);
        const action = state.is === 'failed' ? 'retry' : 'askAgain';
        await app.handlers['jobs.act']({ jobId: jobId!, action });
        continue;
      }
      const next = clock.nextWake;
      if (next === null) throw new Error(`nothing will ever happen: ${JSON.stringify(state)}`);
      await clock.advance(next - clock.now());
    }
  }
}

/** A store that dies with its process: what is asked of it afterwards is never done. */
function mortal(store: JobStore, life: Life | null, isDead: () => boolean, kill: () => void): JobStore {
  let saves = 0;
  return new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const isSave = name === 'save' || name === 'saveOutput';
      return (...inputs: unknown[]): unknown => {
        if (isDead()) throw new Error('The process was killed');
        if (isSave) saves += 1;
        const place = life?.kill.at === 'store' ? life.kill : null;
        const isDue = isSave && place?.nth === saves;
        if (isDue && place?.when === 'before') {
          kill();
          throw new Error('The process was killed');
        }
        const result: unknown = Reflect.apply(member, target, inputs);
        if (isDue) {
          kill();
          throw new Error('The process was killed');
        }
        return result;
      };
    },
  });
}
