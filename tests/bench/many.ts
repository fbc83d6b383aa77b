/**
 * What a queue of thousands costs: `npm run bench:many [-- --jobs 14000 --servers 50]`. The whole app over its real store,
 * settings and files, with a screen attached and servers in memory, so that nothing but Ferry itself is measured. Prints
 * the figures and ends with 1 where a goal is missed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import type { App } from '../../src-main/core/app-types.ts';
import { createApp } from '../../src-main/core/app.ts';
import type { JobStore } from '../../src-main/core/ports.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import type { JobState } from '../../src-shared/job/job.ts';
import { serve } from '../../src-shared/rpc.ts';
import { wholeQueue } from '../../src-shared/whole-queue.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { createFakeServers } from '../fakes/fake-server.ts';
import type { FakeServers } from '../fakes/fake-server.ts';
import { memoryTransports } from '../fakes/memory-transport.ts';

/**
 * Milliseconds of the processor that the main thread may take without a break. The time that passes is told as well, but
 * judged nowhere: what other programs and the disk take isn't Ferry's.
 */
const longestTask = 200;
/** Milliseconds until everything was paused or resumed. */
const longestAnswer = 2_000;
/** How much more of the processor a small download may take with many servers than with one. */
const mostTimes = 2;
/** Downloads over which their cost is measured, and how long they may take. */
const measured = 60;
const patience = 120_000;

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '14000' },
    servers: { type: 'string', default: '50' },
  },
});
const jobCount = Number(values.jobs);
const serverCount = Number(values.servers);

interface Many {
  app: App;
  servers: FakeServers;
  store: JobStore;
  /** Asks as a screen does, over the wire; what comes is taken as it is, for to check it is the screen's work. */
  overTheWire: Parameters<typeof wholeQueue>[0];
  folder: string;
  end(): Promise<void>;
}

/**
 * The app over `jobCount` jobs of so many servers. Silent ones never say who they are, and nothing begins; of the others all
 * was asked for already, so that downloads are all there is to do.
 */
async function open(servers: number, isSilent: boolean): Promise<Many> {
  const root = mkdtempSync(join(tmpdir(), 'ferry-many-'));
  const folder = join(root, 'downloads');
  const dataFolder = join(root, 'data');
  for (const path of [folder, dataFolder]) mkdirSync(path);
  const node = await openNodePorts({
    dataFolder,
    secrets: createMemorySecrets(),
    desktop: createDesktop(),
    demo: false,
  });
  const fakes = createFakeServers({ size: 10_000 });
  const ids = Array.from({ length: servers }, (_, index) => `server-${index}`);
  for (const id of ids) {
    node.ports.config.saveConnection({ ...silentServer, id, name: id, baseUrl: `http://127.0.0.1:9/${id}` });
    if (isSilent) fakes.server(id).always('probe', () => new Promise(() => undefined));
  }
  const jobs = Array.from({ length: jobCount }, (_, index) => {
    const connectionId = ids[index % servers]!;
    const documentId = `document-${index}`;
    if (!isSilent) fakes.server(connectionId).document(documentId);
    return composeJob({
      id: `job-${index}`,
      connectionId,
      folder,
      order: index,
      name: `Minutes of meeting ${index}.pdf`,
      request: { kind: 'alfresco', nodeIds: [documentId] },
      ...(!isSilent && { state: readyFor(documentId) }),
    });
  });
  for (let from = 0; from < jobs.length; from += 1_000)
    node.ports.store.save(jobs.slice(from, from + 1_000), [], []);
  const { store } = node.ports;
  const app = createApp({ ...node.ports, servers: fakes });
  const { near, far } = memoryTransports();
  serve(near, app, 'web');
  app.start();
  await sleep(500);
  const ask = <Answer>(call: string, input: unknown): Promise<Answer> =>
    new Promise((resolve) => {
      far.onMessage((text) => {
        if (!text.startsWith('{"id":')) return;
        const { value } = JSON.parse(text) as { value: Answer };
        // As with a real wire, others have their turn before the next question.
        setImmediate(() => resolve(value));
      });
      far.send(JSON.stringify({ id: 1, call, input }));
    });
  return {
    app,
    servers: fakes,
    store,
    overTheWire: {
      'queue.snapshot': (input) => ask('queue.snapshot', input),
      'queue.rows': (input) => ask('queue.rows', input),
    },
    folder,
    end: async () => {
      await app.stop();
      await node.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function readyFor(documentId: string): JobState {
  const content = { documentId, name: documentId };
  return { is: 'ready', source: { from: 'content', content }, counters: null, expiresAt: null };
}

/** The longest time for which nothing else could run, and how much of the processor that took. Milliseconds. */
interface Task {
  wall: number;
  processor: number;
}

/** Looks at how long nothing else can run, until it is told to stop. */
function watchTasks(): () => Task {
  const every = 5;
  const used = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  const longest: Task = { wall: 0, processor: 0 };
  let last = { at: performance.now(), used: used() };
  const look = (): void => {
    const now = { at: performance.now(), used: used() };
    longest.wall = Math.max(longest.wall, now.at - last.at - every);
    longest.processor = Math.max(longest.processor, now.used - last.used);
    last = now;
  };
  const timer = setInterval(look, every);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}

/** Milliseconds for which other programs kept the processor from the main thread; 0 where the system doesn't tell. */
function keptWaiting(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

/** How long something took but for what other programs took, and the longest time for which nothing else could run meanwhile or just after. Milliseconds. */
async function timed(run: () => unknown): Promise<{ answer: number; task: Task; processor: number }> {
  const tasks = watchTasks();
  await sleep(50);
  const began = performance.now();
  const from = process.cpuUsage();
  const waited = keptWaiting();
  await run();
  const { user, system } = process.cpuUsage(from);
  const answer = performance.now() - began - (keptWaiting() - waited);
  // What the screens are told of it comes a little later.
  await sleep(1_000);
  return { answer, task: tasks(), processor: (user + system) / 1_000 };
}

let hasMissed = false;
function report(what: string, figure: number, goal: number | null, unit: string): void {
  const isMissed = goal !== null && figure > goal;
  if (isMissed) hasMissed = true;
  const aim = goal === null ? '' : `   goal ${goal} ${unit}${isMissed ? '   MISSED' : ''}`;
  console.log(`${what.padEnd(60)} ${figure.toFixed(figure < 10 ? 1 : 0).padStart(7)} ${unit}${aim}`);
}

function reportTask(what: string, { wall, processor }: Task): void {
  report(`${what}: longest task, processor`, processor, longestTask, 'ms');
  report(`${what}: longest task, as it passed`, wall, null, 'ms');
}

async function measureCalls(): Promise<void> {
  const many = await open(serverCount, true);
  const { handlers } = many.app;
  try {
    const shown = await timed(async () => {
      const { jobs } = await wholeQueue(many.overTheWire);
      if (jobs.length !== jobCount) throw new Error(`${jobs.length} rows came`);
    });
    report('the whole list: answer', shown.answer, longestAnswer, 'ms');
    report('the whole list: processor', shown.processor, null, 'ms');
    reportTask('the whole list', shown.task);
    for (const action of ['pause', 'resume'] as const) {
      const { answer, task, processor } = await timed(() => handlers['jobs.actOnAll']({ action }));
      report(`${action} all: answer`, answer, longestAnswer, 'ms');
      report(`${action} all: processor`, processor, null, 'ms');
      reportTask(`${action} all`, task);
    }
    const jobIds = Array.from(
      { length: Math.min(1_000, jobCount) },
      (_, index) => `job-${index * Math.floor(jobCount / Math.min(1_000, jobCount))}`,
    );
    for (const action of ['pause', 'resume', 'moveFirst', 'cancel'] as const) {
      const { answer, task, processor } = await timed(() => handlers['jobs.actOnMany']({ jobIds, action }));
      report(`${action} ${jobIds.length}: answer`, answer, longestAnswer, 'ms');
      report(`${action} ${jobIds.length}: processor`, processor, null, 'ms');
      reportTask(`${action} ${jobIds.length}`, task);
    }
    const creates = 20;
    const { answer, processor } = await timed(async () => {
      for (let index = 0; index < creates; index += 1)
        await handlers['jobs.create']({
          connectionId: 'server-0',
          items: [`new-${index}`],
          folder: many.folder,
        });
    });
    report('ask for one more: answer', answer / creates, null, 'ms');
    report('ask for one more: processor', processor / creates, null, 'ms');
  } finally {
    await many.end();
  }
}

/** Milliseconds of the processor that a small download takes while the others wait. */
async function downloadCost(servers: number): Promise<number> {
  const many = await open(servers, false);
  const saved = (): number => many.store.history({ offset: 0, limit: 1 }).total;
  try {
    await sleep(1_500);
    const tasks = watchTasks();
    const before = saved();
    const from = process.cpuUsage();
    const until = performance.now() + patience;
    while (saved() < before + measured && performance.now() < until) await sleep(20);
    const { user, system } = process.cpuUsage(from);
    const count = saved() - before;
    const task = tasks();
    const cost = (user + system) / 1_000 / Math.max(1, count);
    const name = `${servers} server${servers === 1 ? '' : 's'}`;
    report(`a small download, ${name}: processor`, cost, null, 'ms');
    reportTask(`a small download, ${name}`, task);
    return cost;
  } finally {
    await many.end();
  }
}

console.log(`${jobCount} downloads, ${serverCount} servers`);
await measureCalls();
const alone = await downloadCost(1);
const among = await downloadCost(serverCount);
report('the same, times the cost with one server', among / alone, mostTimes, 'times');
process.exit(hasMissed ? 1 : 0);
