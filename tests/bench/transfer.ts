/**
 * `npm run bench:transfer`: how fast a download is from its slot until it is saved, against other programs. nginx (else a
 * server out of Node), on this machine and in the part of Alfresco, sends one file over http and over https; everybody has a turn (A B C, A B C, …).
 * Whoever fetches, keeps and hashes a file needs at least as long as the slower of hashing it and of fetching it with
 * `sync`: the median of Ferry's ratios to that, turn by turn, is what counts. `--size 512M`, `--runs 3`, `--quick` (128M); `--all` adds
 * programs that do less; `--save` keeps the result in docs/. Ends with 0 once it has measured.
 */
import '../compile-cache.ts';
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, copyFileSync, createReadStream, mkdirSync, mkdtempSync, openSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { certificate, contentPath, startNginx, startNodeServer } from './bench-server.ts';
import { bare, curlWithSync, hashAlone, isInstalled, missingOf, run, sameWork, timed } from './peers.ts';
import type { Errand, Peer } from './peers.ts';
import { buildTransferFerry } from './programs.ts';
import { machineFacts, median, table } from './report.ts';
import { keepResult } from './results.ts';
import type { Goal, Result } from './results.ts';
import type { FerryFigures } from './transfer-ferry.ts';

type Scheme = 'http' | 'https';

/** What one run took. Seconds; `whole` counts the start and end of Ferry's process too. */
interface Run {
  seconds: number;
  whole: number;
  /** Of all processors; Ferry's from its slot until it was saved. */
  processor: number;
  ferry: FerryFigures | null;
}

const ferryName = 'Ferry';
const ferryProgram = await buildTransferFerry();
const savedAt = fileURLToPath(new URL('../../docs/bench-transfer.txt', import.meta.url));

const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    all: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
});
const size = bytesOf(values.size ?? (values.quick ? '128M' : '2G'));
const runs = Math.max(1, Number.parseInt(values.runs, 10));

/** `512M` is 512 MiB, `2G` is 2 GiB. */
function bytesOf(text: string): number {
  const found = /^(\d+)([KMG]?)$/i.exec(text);
  if (!found) throw new Error(`--size ${text}: a number of bytes, or one with K, M or G behind it`);
  return Number(found[1]) * 1024 ** ' KMG'.indexOf(found[2]!.toUpperCase() || ' ');
}

/** Makes a file of random bytes, which nothing on the way can make smaller. */
function makeSource(path: string): void {
  const file = openSync(path, 'wx');
  const piece = Buffer.alloc(Math.min(size, 64 * 1024 * 1024));
  for (let left = size; left > 0; left -= piece.length)
    writeSync(file, randomFillSync(piece), 0, Math.min(left, piece.length));
  closeSync(file);
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function runPeer(peer: Peer, errand: Errand): Promise<Run> {
  const begun = performance.now();
  let processor = 0;
  for (const [program, ...args] of peer.commands(errand)) processor += await timed(program, args);
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, whole: seconds, processor, ferry: null };
}

async function runFerry(origin: string, folder: string, sha256: string): Promise<Run & { file: string }> {
  const begun = performance.now();
  const trust = { NODE_EXTRA_CA_CERTS: certificate };
  const printed = await run(process.execPath, [ferryProgram, origin, folder], trust);
  const whole = (performance.now() - begun) / 1000;
  const ferry = JSON.parse(printed) as FerryFigures;
  if (ferry.sha256 !== sha256) throw new Error('Ferry says another SHA-256 than the file has.');
  return { seconds: ferry.saved / 1000, whole, processor: ferry.processor / 1000, ferry, file: ferry.file };
}

/**
 * One run, with the source in memory and the disk at rest; the file is checked. It stays until the next run begins: a
 * virtual machine hands freed memory back to its host after a while, and having to get it again takes longer than
 * copying the bytes into it, so each run finds as much as it needs that was freed just now.
 */
async function runOnce(
  peer: Peer | null,
  places: { root: string; source: string; origin: string },
  sha256: string,
): Promise<Run> {
  const { root, source, origin } = places;
  const [before, folder] = [join(root, 'before'), join(root, 'run')];
  if ((await sha256Of(source)) !== sha256) throw new Error('The source has changed.');
  await run('sync', ['-f', root]);
  const errand: Errand = { url: origin + contentPath, file: join(folder, 'fetched.bin'), source };
  // It makes no file: what was fetched last stays for the next.
  if (peer === hashAlone) return runPeer(peer, errand);
  rmSync(before, { recursive: true });
  mkdirSync(folder);
  await run('sync', ['-f', root]);
  const done = peer
    ? { ...(await runPeer(peer, errand)), file: errand.file }
    : await runFerry(origin, folder, sha256);
  if ((await sha256Of(done.file)) !== sha256)
    throw new Error(`${peer?.name ?? ferryName} fetched another file.`);
  renameSync(folder, before);
  return done;
}

const seconds = (value: number): string => value.toFixed(2);

/** The result for one scheme: lines for people, and what the page of all benchmarks is made of. */
function reportOf(
  scheme: Scheme,
  results: Map<string, Run[]>,
): { lines: string[]; table: Result['tables'][number]; goals: Goal[] } {
  const rows = [...results].map(([name, all]) => {
    const times = all.map((each) => each.seconds);
    const rate = `${Math.round(size / 1e6 / median(times))}`;
    const figures = [median(times), Math.min(...times), Math.max(...times)].map(seconds);
    return [name, ...figures, rate, seconds(median(all.map((each) => each.processor)))];
  });
  const ferries = results.get(ferryName)!;
  const of = (field: Exclude<keyof FerryFigures, 'file' | 'sha256'>): number =>
    median(ferries.map((each) => each.ferry![field]));
  const parts = (['downloading', 'verifying', 'publishing'] as const).map(
    (part) => `${part} ${seconds(of(part) / 1000)} s`,
  );
  /** The median of Ferry's ratio to others, turn by turn; null where they aren't here. */
  const ratioTo = (names: string[], figure: (runs: Run[]) => number): number | null => {
    const others = names.map((name) => results.get(name));
    if (!others.every((runs) => runs !== undefined)) return null;
    return median(ferries.map((ferry, turn) => figure([ferry]) / figure(others.map((runs) => runs[turn]!))));
  };
  const said = (ratio: number | null): string => (ratio === null ? 'an unknown number of' : ratio.toFixed(2));
  const limit = [hashAlone.name, curlWithSync.name];
  const slowest = (runs: Run[]): number => Math.max(...runs.map((each) => each.seconds));
  const together = (runs: Run[]): number => runs.reduce((sum, each) => sum + each.processor, 0);
  const head = ['', 'median s', 'fastest', 'slowest', 'MB/s', 'processor s'];
  /** What Ferry's figure is, and that of each program it is compared with. */
  const beside = (figure: (run: Run) => number, unit: string): string =>
    [ferryName, ...limit]
      .flatMap((name) => {
        const runs = results.get(name);
        return runs ? [`${name} ${seconds(median(runs.map(figure)))} ${unit}`] : [];
      })
      .join(', ');
  const goal = (what: string, figure: number | null, most: number, unit: string, why: string): Goal => ({
    what: `${scheme}: ${what}`,
    goal: `at most ${most}${unit}`,
    figure: figure === null ? 'not measured' : `${figure.toFixed(2)}${unit}`,
    isMet: figure !== null && figure <= most,
    ...(!(figure !== null && figure <= most) && { why: figure === null ? 'a program isn’t here' : why }),
  });
  const lines = [
    `${scheme}, ${runs} runs`,
    table([head, ...rows]),
    `  Ferry: ${parts.join(', ')}; its whole process ${seconds(median(ferries.map((each) => each.whole)))} s`,
    `  Ferry: event loop of the main thread late by ${of('delay99').toFixed(1)} ms (p99), ${of('delayLongest').toFixed(1)} ms at most;` +
      ` ${Math.round(of('memory') / 1e6)} MB of memory at most (goal: 150)`,
    `  Ferry took ${said(ratioTo([sameWork.name], slowest))} times as long as ${sameWork.name}, which do the same work`,
    `  Ferry took ${said(ratioTo(limit, together))} times the processor time of openssl and curl (goal: 1.3)`,
    `${scheme}: Ferry took ${said(ratioTo(limit, slowest))} times as long as the slower of SHA-256 alone and curl with sync (goal: 1.25)`,
  ];
  const goals = [
    goal(
      'time beside the slower of SHA-256 alone and curl with sync',
      ratioTo(limit, slowest),
      ...([1.25, ' times', `${beside((run) => run.seconds, 's')}; of Ferry’s ${parts.join(', ')}`] as const),
    ),
    goal(
      'processor time beside openssl’s and curl’s',
      ratioTo(limit, together),
      ...([1.3, ' times', beside((run) => run.processor, 's')] as const),
    ),
    goal(
      'memory',
      of('memory') / 1e6,
      150,
      ' MB',
      `${Math.round(of('memoryBefore') / 1e6)} MB of it before the download began`,
    ),
  ];
  return { lines, table: { title: `${scheme}, ${size} bytes`, head, rows }, goals };
}

/** All schemes, all runs. Keeps the result, and resolves with the text for people. */
async function bench(root: string): Promise<string> {
  const peers = [hashAlone, curlWithSync, sameWork, ...(values.all ? bare : [])];
  const present = peers.filter((peer) => missingOf(peer).length === 0);
  const missing = peers
    .filter((peer) => !present.includes(peer))
    .map((peer) => `MISSING and not measured: ${peer.name} (no ${missingOf(peer).join(', ')} in the PATH)`);

  const source = join(root, 'source.bin');
  makeSource(source);
  const sha256 = await sha256Of(source);
  copyFileSync(source, join(root, 'before'));
  mkdirSync(join(root, 'nginx'));
  const server = isInstalled('nginx')
    ? await startNginx({ folder: join(root, 'nginx'), source, size })
    : await startNodeServer(source);
  process.once('exit', server.end);
  const reports: ReturnType<typeof reportOf>[] = [];
  for (const scheme of ['http', 'https'] as const) {
    const results = new Map<string, Run[]>(
      [ferryName, ...present.map((peer) => peer.name)].map((name) => [name, []]),
    );
    for (let round = 1; round <= runs; round += 1) {
      for (const peer of [null, ...present]) {
        const places = { root, source, origin: server.origins[scheme] };
        const name = peer?.name ?? ferryName;
        const done = await runOnce(peer, places, sha256);
        results.get(name)!.push(done);
        process.stderr.write(`${scheme} ${round}/${runs} ${name}: ${seconds(done.seconds)} s\n`);
      }
    }
    reports.push(reportOf(scheme, results));
  }
  const head = [
    `Ferry’s transfer path: ${size} bytes from ${server.name} over loopback, the source in the page cache, runs interleaved.`,
    'Ferry, and curl followed by sync and sha256sum: fetched, on the disk (fsync), SHA-256 known. The others do a part of it.',
    'Ferry’s time runs from the job’s slot until “saved” is in the database; it is built as it is shipped. Every file’s SHA-256 was compared.',
    ...machineFacts(root),
    ...missing,
  ];
  await keepResult({
    name: 'transfer',
    title: 'One stream',
    about: head.slice(0, 3),
    command: 'npm run bench:transfer',
    tables: reports.map((report) => report.table),
    goals: reports.flatMap((report) => report.goals),
    pictures: [],
    changes: [
      'Counted: on the way from the socket to the disk a byte is copied three times in this process: by Node’s HTTP parser, into a piece of 256 KiB (`http.ts`), and into the block that writing and hashing share (`block-writer.ts`).',
      'A body is gathered right where it comes in, so that the timeouts, the checks of its beginning and the bandwidth limit cost their turns of the event loop once for 256 KiB, not for each read of a socket (64 KiB, with TLS 16): a fifth less processor time. The one test that memory can be given back is waited for, and made after 4 MiB in place of 16: what came meanwhile was left to the collector and made the process 40 MB larger.',
      'The memory of chunks is given back by hand (`chunk-memory.ts`), and stays so: over 256 MiB, in turns on a busy machine, Ferry took 2.4 s of processor over http with it and 4.1 s without, over https 2.3 s and 3.4 s, and 16 to 32 MB less memory.',
      'What stays: a program of Node’s that throws the bytes away, with nothing of Ferry’s, takes 1.5 s of processor for 1 GiB over http as over https (curl 0.7 and 1.0) and up to 150 MB of memory over http: of Ferry’s processor time 3 s are that, 1.6 s are SHA-256, and the rest writes. What costs it is each read of a socket becoming a buffer and an event in JavaScript.',
    ],
  });
  return `${[head, ...reports.map(({ lines }) => lines)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const root = mkdtempSync(join(tmpdir(), 'ferry-bench-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
// Ending by these skips `exit` unless somebody listens.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const text = await bench(root);
process.stdout.write(text);
if (values.save) writeFileSync(savedAt, text);
process.exit(0);
