/**
 * One point of a curve, a process of its own: `node growth-point.ts KIND SIZE` prints a `Grown` as one line of JSON. KIND is
 * `jobs`, `history`, `zip` or `file`.
 */
import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { contentsOf } from '../../src-main/adapters/zips/zip-contents.ts';
import { openZip } from '../../src-main/adapters/zips/zip.ts';
import { createApp } from '../../src-main/core/app.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import { everything } from '../../src-shared/history/history.ts';
import { startNodeServer } from './bench-server.ts';
import { run } from './peers.ts';
import { buildTransferFerry } from './programs.ts';
import type { FerryFigures } from './transfer-ferry.ts';
import { fill } from './ui/app.ts';

/** What one size took. */
export interface Grown {
  milliseconds: number;
  megabytes: number;
}

const root = mkdtempSync(join(tmpdir(), 'ferry-growth-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
const ownMemory = (): number => (process.resourceUsage().maxRSS * 1_024) / 1e6;

/** From nothing to the list, with so many rows; with a history also a search in it. */
async function start(load: { history: number; queue: number }): Promise<Grown> {
  const dataFolder = join(root, 'data');
  mkdirSync(dataFolder);
  fill(dataFolder, { ...load, moving: 0 });
  const began = performance.now();
  const opened = await openNodePorts({
    ...{ dataFolder, secrets: createMemorySecrets(), desktop: createDesktop(), demo: false },
  });
  const app = createApp(opened.ports);
  app.start();
  await app.handlers['queue.snapshot']({});
  if (load.history > 0)
    await app.handlers['history.query']({
      ...{ text: 'minutes 7', offset: 0, limit: 100, sort: null, without: [], filter: everything },
    });
  const milliseconds = performance.now() - began;
  await app.stop();
  await opened.close();
  return { milliseconds, megabytes: ownMemory() };
}

async function zip(files: number): Promise<Grown> {
  const path = join(root, 'many.zip');
  const made = new ZipFile();
  const empty = Buffer.alloc(0);
  const written = pipeline(made.outputStream, createWriteStream(path));
  for (let index = 0; index < files; index += 1)
    made.addBuffer(empty, `folder ${index % 100}/file ${index}.txt`, { compress: false });
  made.end();
  await written;
  const before = ownMemory();
  const began = performance.now();
  const file = await open(path);
  await contentsOf(await openZip(file, statSync(path).size));
  await file.close();
  return { milliseconds: performance.now() - began, megabytes: ownMemory() - before };
}

async function file(size: number): Promise<Grown> {
  const source = join(root, 'source.bin');
  const handle = openSync(source, 'wx');
  const piece = randomFillSync(Buffer.alloc(Math.min(size, 16 * 1_048_576)));
  for (let left = size; left > 0; left -= piece.length)
    writeSync(handle, piece, 0, Math.min(left, piece.length));
  closeSync(handle);
  const server = await startNodeServer(source);
  try {
    const program = await buildTransferFerry();
    const folder = mkdtempSync(join(root, 'run-'));
    const printed = await run(process.execPath, [program, server.origins.http, folder]);
    const { saved, memory } = JSON.parse(printed) as FerryFigures;
    return { milliseconds: saved, megabytes: memory / 1e6 };
  } finally {
    server.end();
  }
}

const [kind, size] = process.argv.slice(2);
const points: Record<string, (many: number) => Promise<Grown>> = {
  jobs: (queue) => start({ history: 0, queue }),
  history: (history) => start({ history, queue: 0 }),
  zip,
  file,
};
const measure = points[kind ?? ''];
if (!measure) throw new Error('Usage: node growth-point.ts jobs|history|zip|file SIZE');
process.stdout.write(`${JSON.stringify(await measure(Number(size)))}\n`);
process.exit(0);
