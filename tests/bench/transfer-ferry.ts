/**
 * Ferry's side of the benchmark, a process of its own: the app as its hosts wire it (real adapters, database and files)
 * fetches one document. `node transfer-ferry.ts ORIGIN FOLDER [--bad]` prints one line of JSON, a `FerryFigures`; with `--bad` the
 * line may fail now and then.
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { createApp } from '../../src-main/core/app.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import type { Job, JobStateName } from '../../src-shared/job/job.ts';
import { documentId } from './bench-server.ts';

/** What one download took. Times in milliseconds, from the moment that the job had its slot. */
export interface FerryFigures {
  file: string;
  sha256: string;
  /** Until `saved` was on the disk: downloading, verifying and publishing are its three parts. */
  saved: number;
  downloading: number;
  verifying: number;
  publishing: number;
  /** How long the main thread kept its event loop waiting: 99th percentile and longest. */
  delay99: number;
  delayLongest: number;
  /** Processor time of all threads meanwhile. */
  processor: number;
  /** The most memory that the whole process had, in bytes; and the most until the download began. */
  memory: number;
  memoryBefore: number;
}

/** So long a download, and the end of the process after it, may take before it counts as hung. Milliseconds. */
const patience = 300_000;
const patienceAtEnd = 30_000;

/** Between two looks at the event loop, in milliseconds; what is measured includes it. */
const resolution = 1;

async function measure(origin: string, folder: string, isBad: boolean): Promise<FerryFigures> {
  const opened = await openNodePorts({
    desktop: createDesktop(),
    dataFolder: join(folder, 'data'),
    secrets: createMemorySecrets(),
    demo: false,
  });
  const { ports } = opened;
  const entered = new Map<JobStateName, number>();
  const over = Promise.withResolvers<Job>();
  const delay = monitorEventLoopDelay({ resolution });
  let processor = process.cpuUsage();
  const memoryNow = (): number => process.resourceUsage().maxRSS * 1024;
  let memoryBefore = 0;

  // A job enters a state by being saved in it: the clock starts before that is done, and stops after.
  const save = ports.store.save.bind(ports.store);
  ports.store.save = (changes, entries, cleanUps) => {
    const before = performance.now();
    save(changes, entries, cleanUps);
    for (const job of changes) {
      const { is } = job.state;
      if (!entered.has(is)) entered.set(is, is === 'saved' ? performance.now() : before);
      if (is === 'downloading') {
        processor = process.cpuUsage();
        memoryBefore = memoryNow();
        delay.enable();
      }
      if (is === 'saved') {
        delay.disable();
        processor = process.cpuUsage(processor);
        over.resolve(job);
      }
      // Nothing goes wrong on a good line; a try that failed is no figure.
      if ((job.lastFailure && !isBad) || is === 'failed' || is === 'expired')
        over.reject(new Error(`the download failed: ${JSON.stringify(job)}`));
    }
  };

  const app = createApp(ports);
  try {
    app.start();
    const { handlers } = app;
    const { connection } = await handlers['connections.save']({
      ...{ kind: 'alfresco', name: 'nginx', address: `${origin}/alfresco`, tenant: '', user: 'bench' },
    });
    await handlers['connections.setSecret']({ id: connection.id, secret: 'bench' });
    // Says what is wrong where a job would only wait.
    await handlers['connections.test']({ id: connection.id });
    await handlers['jobs.create']({
      connectionId: connection.id,
      items: [documentId],
      folder: join(folder, 'files'),
    });
    const tellWhere = async (): Promise<void> => {
      const { jobs } = await handlers['queue.snapshot']({});
      over.reject(new Error(`the download stands still: ${JSON.stringify(jobs)}`));
    };
    const late = setTimeout(() => void tellWhere(), patience);
    const { state } = await over.promise.finally(() => clearTimeout(late));
    if (state.is !== 'saved') throw new Error('unreachable');
    const span = (from: JobStateName, to: JobStateName): number => entered.get(to)! - entered.get(from)!;
    return {
      file: join(state.folder, state.fileName),
      sha256: state.sha256,
      saved: span('downloading', 'saved'),
      downloading: span('downloading', 'verifying'),
      verifying: span('verifying', 'publishing'),
      publishing: span('publishing', 'saved'),
      delay99: Math.max(0, delay.percentile(99) / 1e6 - resolution),
      delayLongest: Math.max(0, delay.max / 1e6 - resolution),
      processor: (processor.user + processor.system) / 1000,
      memory: memoryNow(),
      memoryBefore,
    };
  } finally {
    await app.stop();
    await opened.close();
  }
}

const [origin, folder, bad] = process.argv.slice(2);
if (origin === undefined || folder === undefined)
  throw new Error('Usage: node transfer-ferry.ts ORIGIN FOLDER');
process.stdout.write(`${JSON.stringify(await measure(origin, folder, bad === '--bad'))}\n`);
setTimeout(() => {
  process.stderr.write(`It doesn’t end: ${process.getActiveResourcesInfo().join(', ')}\n`);
  process.exit(1);
}, patienceAtEnd).unref();
