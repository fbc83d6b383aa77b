import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromBuffer } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { Client } from '../../src-shared/rpc-client.ts';
import { makeBlockVolume } from '../fakes/block-volume.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { withRawDatabase } from '../fakes/store-files.ts';
import { enterWebHost, layWebHostHome, startWebHost } from '../process/web-host-process.ts';
import type { WebHostHome, WebHostProcess } from '../process/web-host-process.ts';

/** What so many ends of a real web host came to. Anything lost, wrong or left behind rejects instead. */
export interface StormReport {
  ends: number;
  /** Downloads of which a screen was told that they are in the list; and those of them that were saved. */
  asked: number;
  saved: number;
  /**
   * Preparations whose answer was never read, because the program ended between the request and the answer: the server
   * has no list of them, so that nobody can remove them before it does so itself.
   */
  unanswered: number;
}

const secret = 'a passphrase for this storm';
/** Ends of the program until all that was asked for is brought to its end, and looked at. */
const endsInARound = 10;
/** Milliseconds that a run lasts at most before its end. */
const longestRun = 2_500;

/** Small ones: a volume that is full has the rest wait for ever. */
const items = ['mine', 'letter', 'tender', 'emptyFile'] as const;
const actions = ['pause', 'resume', 'cancel', 'retry', 'askAgain', 'moveFirst'] as const;

/** What is known of one round: a data folder and the downloads in it. */
interface Round {
  home: WebHostHome;
  out: string;
  server: DemoAlfresco;
  /** Ids that a screen was told. */
  asked: Set<string>;
  /** Ids that a screen was told to be saved. */
  saved: Set<string>;
}

/**
 * Uses the real web host as somebody in a hurry does, and ends it at random moments, by a kill or a power cut, until that has
 * happened `ends` times. `random` gives 0 to 1.
 */
export async function stormOnWebHost(
  by: 'kill' | 'power cut',
  ends: number,
  random: () => number,
): Promise<StormReport> {
  const report: StormReport = { ends: 0, asked: 0, saved: 0, unanswered: 0 };
  while (report.ends < ends) {
    const root = tempFolder();
    const volume = by === 'power cut' ? makeBlockVolume(root) : null;
    const path = volume?.path ?? join(root, 'home');
    mkdirSync(path, { recursive: true });
    const server = await startDemoAlfresco({
      temporaryFolder: root,
      speed: { pendingMilliseconds: 100, millisecondsPerFile: 5 },
      contentBytesPerSecond: 4_000_000,
    });
    try {
      const home = {
        ...layWebHostHome(path),
        environment: { FERRY_KEYCHAIN: 'file', FERRY_FILE_SECRET: secret },
      };
      const round = {
        home,
        server,
        out: join(path, 'out'),
        asked: new Set<string>(),
        saved: new Set<string>(),
      };
      await addServer(round);
      for (let end = 0; end < endsInARound && report.ends < ends; end += 1) {
        await runAndEnd(round, random, volume);
        report.ends += 1;
      }
      await settle(round);
      report.unanswered += lookAt(round);
      report.asked += round.asked.size;
      report.saved += savedIn(round.out).length;
    } finally {
      await server.close();
      volume?.remove();
      rmSync(root, { recursive: true, force: true });
    }
  }
  return report;
}

async function value<Result>(
  answer: Promise<{ ok: true; value: Result } | { ok: false; failure: { kind: string } }>,
): Promise<Result> {
  const result = await answer;
  if (!result.ok) throw new Error(`It answered ${JSON.stringify(result.failure)}`);
  return result.value;
}

async function stop(run: WebHostProcess): Promise<void> {
  run.stop('SIGTERM');
  const { code, errors } = await run.ended;
  if (code !== 0 || errors !== '') throw new Error(`It ended with ${code}: ${errors}`);
}

async function addServer({ home, server }: Round): Promise<void> {
  const run = startWebHost(home, '--no-open');
  const client = await enterWebHost(await run.address);
  const { connection } = await value(
    client.call('connections.save', { kind: 'alfresco', name: 'Records', address: server.url, user: 'demo' }),
  );
  const { kept } = await value(client.call('connections.setSecret', { id: connection.id, secret: 'demo' }));
  if (kept !== 'file') throw new Error('The password isn’t kept.');
  await stop(run);
}

/** One run, from its first moment on, ended at a random one. */
async function runAndEnd(
  round: Round,
  random: () => number,
  volume: ReturnType<typeof makeBlockVolume> | null,
): Promise<void> {
  const run = startWebHost(round.home, '--no-open');
  let isOver = false;
  const using = use(round, run, random, () => isOver).catch((error: unknown) => {
    // What is out when it ends gets no answer.
    if (!isOver) throw error;
  });
  using.catch(() => undefined);
  // Now and then before it is there, else while it is used.
  if (random() >= 0.15) await run.address;
  await sleep(random() * longestRun);
  isOver = true;
  const kill = async (): Promise<void> => {
    run.stop('SIGKILL');
    const { code, errors } = await run.ended;
    if (code !== null) throw new Error(`It ended by itself with ${code}: ${errors}`);
    await using;
  };
  if (!volume) return kill();
  // What it was told up to now counts; after this it can tell nothing anymore.
  run.stop('SIGSTOP');
  await sleep(50);
  await volume.cut(kill);
}

async function use(
  round: Round,
  run: WebHostProcess,
  random: () => number,
  isOver: () => boolean,
): Promise<void> {
  const client = await enterWebHost(await run.address);
  client.on('queue.changed', ({ jobs }) => told(round, jobs));
  const { connections } = await value(client.call('connections.list', {}));
  while (!isOver()) {
    const { jobs } = await value(client.call('queue.snapshot', {}));
    told(round, jobs);
    if (random() < 0.4) {
      const item = items[Math.floor(random() * items.length)]!;
      const node = round.server.tree.examples[item].id;
      const { jobId } = await value(
        client.call('jobs.create', { connectionId: connections[0]!.id, items: [node], folder: round.out }),
      );
      round.asked.add(jobId);
    } else if (jobs.length > 0) {
      const { id } = jobs[Math.floor(random() * jobs.length)]!;
      // Not everything fits everything.
      await client.call('jobs.act', { jobId: id, action: actions[Math.floor(random() * actions.length)]! });
    }
    await sleep(random() * 150);
  }
}

function told({ asked, saved }: Round, jobs: JobView[]): void {
  for (const { id, state } of jobs) {
    asked.add(id);
    if (state.is === 'saved') saved.add(id);
  }
}

const final = ['saved', 'cancelled', 'split'];

/** Has everything come to its end, as a user would; a request that is unsure is given up. */
async function settle(round: Round): Promise<void> {
  const run = startWebHost(round.home, '--no-open');
  const client = await enterWebHost(await run.address);
  const notices = (await value(client.call('app.info', {}))).notices;
  if (notices.length > 0) throw new Error(`It says at its start: ${JSON.stringify(notices)}`);
  for (;;) {
    const { jobs } = await value(client.call('queue.snapshot', {}));
    const open = jobs.filter(({ state }) => !final.includes(state.is));
    if (open.length === 0) break;
    for (const { id, state } of open) await help(client, id, state.is);
    await sleep(200);
  }
  // Clean-ups go on for some seconds after the last job.
  const isClean = (): boolean =>
    withRawDatabase(round.home.dataFolder, (raw) => counted(raw, 'clean_ups') === 0);
  for (let looks = 0; !isClean(); looks += 1) {
    if (looks > 300) throw new Error('Something known is left on the server.');
    await sleep(200);
  }
  await stop(run);
}

async function help(client: Client, jobId: string, state: string): Promise<void> {
  const action = { paused: 'resume', failed: 'retry', expired: 'askAgain', unsure: 'cancel' }[state];
  if (action !== undefined)
    await client.call('jobs.act', { jobId, action: action as (typeof actions)[number] });
}

const counted = (raw: Parameters<Parameters<typeof withRawDatabase>[1]>[0], table: string): number =>
  Number(raw.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count']);

/** Throws for what is lost, wrong or left behind. Returns how many preparations nobody knows of. */
function lookAt(round: Round): number {
  const { home, out, server } = round;
  const { rows, log } = withRawDatabase(home.dataFolder, (raw) => {
    if (counted(raw, 'outputs') > 0) throw new Error('An unfinished file is still known.');
    return {
      rows: raw
        .prepare('SELECT data FROM jobs')
        .all()
        .map(({ data }) => JSON.parse(String(data)) as Row),
      log: raw
        .prepare('SELECT data FROM job_log')
        .all()
        .map(({ data }) => String(data))
        .join('\n'),
    };
  });
  const known = new Map(rows.map((row) => [row.id, row]));
  const lost = [...round.asked].filter((id) => !known.has(id));
  if (lost.length > 0) throw new Error(`Lost: ${lost.join(', ')}`);
  const unsaved = [...round.saved].filter((id) => known.get(id)!.state.is !== 'saved');
  if (unsaved.length > 0) throw new Error(`Told to be saved, and aren’t: ${unsaved.join(', ')}`);
  const files = rows.flatMap(({ state }) => (state.is === 'saved' ? [state] : []));
  const names = savedIn(out);
  const expected = files.map(({ fileName }) => fileName);
  if (names.sort().join('|') !== expected.sort().join('|'))
    throw new Error(`In the folder: ${names.join('|')}, in the list: ${expected.join('|')}`);
  for (const { folder, fileName, sha256 } of files) demandRight(join(folder, fileName), sha256);
  const left = server.control.downloads().map(({ view }) => view.id);
  const leftKnown = left.filter((id) => log.includes(id));
  if (leftKnown.length > 0) throw new Error(`Left on the server: ${leftKnown.join(', ')}`);
  return left.length;
}

/** All that is in the folder, unfinished files too; it is made with the first download. */
const savedIn = (out: string): string[] => (existsSync(out) ? readdirSync(out) : []);

interface Row {
  id: string;
  state: { is: 'saved'; folder: string; fileName: string; sha256: string } | { is: 'other' };
}

/** Every byte of a zip is proven by its own checksums, and the file is the one that was told of. */
function demandRight(path: string, sha256: string): void {
  const bytes = readFileSync(path);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error(`${basename(path)} is wrong`);
  if (path.endsWith('.zip')) checks.push(demandWholeZip(path, bytes));
}

/** Zips that are still being read. */
const checks: Promise<void>[] = [];

/** Rejects where one of the zips that were saved isn't whole. */
export async function zipsAreWhole(): Promise<void> {
  await Promise.all(checks.splice(0));
}

async function demandWholeZip(path: string, bytes: Buffer): Promise<void> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  await new Promise<void>((resolve, reject) => {
    zip.once('end', resolve).once('error', reject);
    zip.on('entry', (entry: Entry) =>
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        let sum = 0;
        stream.on('data', (chunk: Buffer) => (sum = crc32(chunk, sum)));
        stream.once('error', reject).once('end', () => {
          if (sum !== entry.crc32)
            return reject(new Error(`${entry.fileName} in ${basename(path)} is wrong`));
          zip.readEntry();
        });
      }),
    );
    zip.readEntry();
  });
}
