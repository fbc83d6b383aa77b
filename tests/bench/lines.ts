/**
 * `npm run bench -- lines`: bad lines, one stream of Ferry against curl that goes on by itself and aria2c with 1, 8 and 16
 * connections, each with a server of its own. `--size 256`, `--runs 5`, `--quick` (16 MiB). Where aria2c isn't there it is left out; loss is
 * measured where this user may have a network namespace of its own and there is iptables. `--once`, `--source`, `--program`: of itself.
 */
import '../compile-cache.ts';
import { createHash, randomFillSync } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contentPath } from './bench-server.ts';
import { isInstalled, run } from './peers.ts';
import { buildTransferFerry } from './programs.ts';
import { median } from './report.ts';
import { keepResult } from './results.ts';
import type { FerryFigures } from './transfer-ferry.ts';

const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    once: { type: 'string' },
    source: { type: 'string' },
    program: { type: 'string' },
  },
});
const mebibyte = 1_048_576;
const mebibytes = values.size ?? (values.quick ? '16' : '256');
const size = Number(mebibytes) * mebibyte;
const runs = Number(values.runs);
const ferryProgram = values.program ?? (await buildTransferFerry());
const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const lines: Record<string, [kind: string, value: number]> = {
  'nothing wrong': ['good', 0],
  '8 MB/s for each connection': ['rate', 8e6],
  'a delay of 60 ms': ['delay', 60],
  [`cut every ${Math.max(1, Math.round(size / mebibyte / 4))} MiB`]: ['cut', Math.max(mebibyte, size / 4)],
};
/** One packet in a hundred is lost, in a network of its own. */
const lossy = 'loss of 1 %';
const inLossyNetwork = [
  ...['unshare', '--net', 'sh', '-c'],
  'ip link set lo up && iptables -A INPUT -i lo -m statistic --mode random --probability 0.01 -j DROP && exec "$@"',
  'sh',
] as const;
const hasLoss = await run('unshare', [...inLossyNetwork.slice(1), 'true']).then(
  () => true,
  () => false,
);
if (hasLoss) lines[lossy] = ['good', 0];

/** Fetches into the folder; resolves with the file and, where that is known, the milliseconds of fetching alone. */
type Fetch = (origin: string, folder: string) => Promise<{ file: string; fetching?: number }>;
const aria =
  (connections: number): Fetch =>
  async (origin, folder) => {
    const file = join(folder, 'file');
    await run('aria2c', [
      ...[
        '--no-conf',
        '--quiet',
        '--allow-overwrite=true',
        '--max-tries=50',
        '--retry-wait=1',
        '--min-split-size=1M',
      ],
      ...[`--max-connection-per-server=${connections}`, `--split=${connections}`],
      ...['--dir', dirname(file), '--out', 'file', origin + contentPath],
    ]);
    return { file };
  };
const fetches: Record<string, Fetch> = {
  Ferry: async (origin, folder) => {
    const printed = await run(process.execPath, [ferryProgram, origin, folder, '--bad']);
    const { file, saved } = JSON.parse(printed) as FerryFigures;
    return { file, fetching: saved };
  },
  'curl with retries': async (origin, folder) => {
    const file = join(folder, 'file');
    // Its own `--retry` begins at the first byte again: whoever wants the rest calls it anew.
    const again = 'tries=0; until curl "$@"; do tries=$((tries + 1)); [ $tries -lt 50 ] || exit 1; done';
    const curl = ['--disable', '--silent', '--fail', '--continue-at', '-', '--output', file];
    await run('sh', ['-c', again, 'sh', ...curl, origin + contentPath]);
    await run('sync', [file]);
    return { file };
  },
  ...(isInstalled('aria2c') && { 'aria2c -x1': aria(1), 'aria2c -x8': aria(8), 'aria2c -x16': aria(16) }),
};

const root = mkdtempSync(join(tmpdir(), 'ferry-lines-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
const source = values.source ?? join(root, 'source.bin');
if (values.source === undefined) writeFileSync(source, randomFillSync(Buffer.alloc(size)));
const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const sha256 = sha256Of(source);

interface Once {
  seconds: number;
  /** Bytes of the file that the server sent beyond its size. */
  twice: number;
  /** Of its seconds those in which a program did other things than to fetch and keep the file; NaN where that isn't known. */
  around: number;
}
async function fetchOnce(fetchFile: Fetch, [kind, value]: [string, number]): Promise<Once> {
  const server = spawn(process.execPath, [at('bad-server.ts'), source, kind, String(value)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
  const origin = `http://127.0.0.1:${port.trim()}`;
  const folder = mkdtempSync(join(root, 'run-'));
  mkdirSync(join(folder, 'files'));
  try {
    const began = performance.now();
    const { file, fetching = NaN } = await fetchFile(origin, folder);
    const seconds = (performance.now() - began) / 1_000;
    if (sha256Of(file) !== sha256) throw new Error('another file was fetched');
    const { sent } = (await (await fetch(`${origin}/sent`)).json()) as { sent: number };
    return { seconds, twice: sent - size, around: seconds - fetching / 1_000 };
  } finally {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.once !== undefined) {
  process.stdout.write(JSON.stringify(await fetchOnce(fetches[values.once]!, lines[lossy]!)));
  process.exit(0);
}
/** The same in a process of its own, where packets are lost. */
async function fetchLossy(name: string): Promise<Once> {
  const [program, ...args] = [...inLossyNetwork, process.execPath, at('lines.ts')];
  const printed = await run(program, [
    ...args,
    '--once',
    name,
    '--source',
    source,
    '--program',
    ferryProgram,
    '--size',
    mebibytes,
  ]);
  return JSON.parse(printed) as Once;
}

const found = new Map<string, Once[]>();
const of = (line: string, name: string): Once[] => found.get(`${line}|${name}`) ?? [];
for (let turn = 1; turn <= runs; turn += 1)
  for (const [line, how] of Object.entries(lines))
    for (const [name, fetchFile] of Object.entries(fetches)) {
      // What fails is a row without a figure: that a program gives up is a result as well.
      const fetching = line === lossy ? fetchLossy(name) : fetchOnce(fetchFile, how);
      const done = await fetching.catch(() => null);
      if (done) found.set(`${line}|${name}`, [...of(line, name), done]);
      process.stderr.write(`${turn}/${runs} ${line}, ${name}: ${done?.seconds.toFixed(2) ?? 'failed'} s\n`);
    }

const peer = isInstalled('aria2c') ? 'aria2c -x1' : 'curl with retries';
/** Ferry's time over the peer's, turn by turn, in the middle. */
const ratio = (line: string): number => {
  const others = of(line, peer);
  if (of(line, 'Ferry').length === 0) return NaN;
  return median(of(line, 'Ferry').map(({ seconds }, turn) => seconds / (others[turn]?.seconds ?? NaN)));
};
/** Why a line's goal is missed, from the figures of the runs. */
const whyOf = (line: string): string => {
  const ferries = of(line, 'Ferry');
  if (ferries.length === 0) return 'no download of Ferry’s ended';
  if (of(line, peer).length === 0) return `no download of ${peer} ended`;
  const middle = (name: string): string => median(of(line, name).map(({ seconds }) => seconds)).toFixed(2);
  const around = median(ferries.map((one) => one.around)).toFixed(2);
  return `${middle('Ferry')} s against ${middle(peer)} s; ${around} s of Ferry’s are its process’s start and end`;
};
const range = (numbers: number[], digits: number): string =>
  numbers.length === 0
    ? 'failed'
    : `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`;
await keepResult({
  name: 'lines',
  title: 'Bad lines',
  about: [
    `${mebibytes} MiB from a server on this machine (\`tests/bench/bad-server.ts\`) that limits each connection, answers late, or cuts each connection. Ferry's time is that of its whole process, with its start, SHA-256 and fsync; curl's with \`sync\`. ${runs} runs, interleaved.`,
    ...(hasLoss ? [] : ['Loss was not measured: it wants a network namespace of its own and iptables.']),
    ...(isInstalled('aria2c') ? [] : ['aria2c was not on this machine and is not measured.']),
  ],
  command: 'npm run bench -- lines',
  tables: Object.keys(lines).map((line) => ({
    title: line,
    head: ['', 'seconds', 'fetched twice, MB'],
    rows: Object.keys(fetches).map((name) => [
      name,
      range(
        of(line, name).map(({ seconds }) => seconds),
        2,
      ),
      range(
        of(line, name).map(({ twice }) => twice / 1e6),
        1,
      ),
    ]),
  })),
  goals: Object.keys(lines).map((line) => ({
    what: `Ferry beside ${peer}: ${line}`,
    goal: 'at most 1.00 times as long',
    figure: `${ratio(line).toFixed(2)} times`,
    isMet: ratio(line) <= 1,
    ...(!(ratio(line) <= 1) && { why: whyOf(line) }),
  })),
  pictures: [],
  changes: [],
});
process.exit(0);
