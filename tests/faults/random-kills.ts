import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programFile } from '../programs/program-file.ts';
import type { RawAlfresco } from './raw-alfresco.ts';
import { bytesOf, head, piece, sizeOf, startOf } from './wire.ts';
import type { Content, Step } from './wire.ts';

const documentId = '11111111-2222-4333-8444-555555555555';
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const megabyte = 1024 * 1024;
/** What a checkpoint may cost: 64 MiB of the file, and what was still in the pipes and buffers on its way there. */
const mostRefetched = (64 + 16) * megabyte;

/** What so many kills of a real process came to. */
export interface KillReport {
  kills: number;
  downloads: number;
  /** Bytes of the file that were sent again after a kill, at most. */
  mostRefetched: number;
}

/**
 * Downloads one file after another with the real terminal program and kills it at random times, until it was killed
 * `kills` times. The first one is left alone and tells how long a run takes on this machine. Rejects at the first wrong file, lost download, or when more than a checkpoint is fetched again.
 * `random` gives 0 to 1.
 */
export async function killAtRandom(
  alfresco: RawAlfresco,
  kills: number,
  random: () => number,
): Promise<KillReport> {
  const content: Content = { pattern: 7, size: 100 * megabyte };
  const report: KillReport = { kills: 0, downloads: 0, mostRefetched: 0 };
  let sent = 0;
  // Milliseconds of a run that nobody killed, on this machine as it is now: the longest so far.
  let whole = 0;
  alfresco.put(documentId, { name: 'Minutes.bin', content });
  alfresco.scripts.always('content', (request): Step[] => {
    const start = startOf(request.header('range'));
    const again = Math.max(0, sent - start);
    report.mostRefetched = Math.max(report.mostRefetched, again);
    if (again > mostRefetched) throw new Error(`${again} bytes are fetched again`);
    sent = start;
    return inMegabytes(content, start, (to) => (sent = to));
  });
  const right = hashOf(bytesOf(content));
  while (report.kills < kills) {
    const root = mkdtempSync(join(tmpdir(), 'ferry-kills-'));
    try {
      sent = 0;
      await downloadWithKills(root, right);
      report.downloads += 1;
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
  return report;

  async function downloadWithKills(root: string, hash: string): Promise<void> {
    const out = join(root, 'out');
    mkdirSync(out);
    const args = ['--data-dir', join(root, 'data')];
    const target = ['--url', alfresco.connection.baseUrl, '--user', 'ada', '--node', documentId];
    const get = ['get', '--kind', 'alfresco', ...target, '--out', out, ...args];
    let next = get;
    for (;;) {
      const child = spawn(process.execPath, [programFile('ferry'), ...next], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, FERRY_SECRET: alfresco.secret },
      });
      let words = '';
      child.stdout.on('data', (text) => (words += String(text)));
      child.stderr.on('data', (text) => (words += String(text)));
      const ended = once(child, 'close') as Promise<[number | null]>;
      // From the first moment of the process to well behind its end.
      const began = performance.now();
      const timer = whole === 0 ? undefined : setTimeout(() => child.kill('SIGKILL'), random() * whole * 1.3);
      const [code] = await ended;
      clearTimeout(timer);
      if (code !== null) whole = Math.max(whole, performance.now() - began);
      const names = readdirSync(out).filter((name) => !name.startsWith('.'));
      if (names.length > 1) throw new Error(`one download became ${names.join(', ')}`);
      for (const name of names)
        if (hashOf(readFileSync(join(out, name))) !== hash) throw new Error(`${name} is wrong`);
      if (code === 0 && names.length === 1) return;
      if (code === null) report.kills += 1;
      else if (code !== 0) throw new Error(`it ended with ${code}: ${words}`);
      // A kill before the download was kept leaves nothing to resume: nobody was told that it would be done.
      next = code === 0 ? get : ['resume', '--ask-again', ...args];
    }
  }
}

/** The file from a byte on, in steps of a megabyte, each told when it has gone out. */
function inMegabytes(content: Content, start: number, told: (to: number) => void): Step[] {
  const size = sizeOf(content);
  const steps: Step[] = [
    head(start === 0 ? '200 OK' : '206 Partial Content', [
      'Content-Type: application/octet-stream',
      `Content-Length: ${size - start}`,
      ...(start === 0 ? [] : [`Content-Range: bytes ${start}-${size - 1}/${size}`]),
    ]),
  ];
  for (let at = start; at < size; at += megabyte) {
    const to = Math.min(size, at + megabyte);
    steps.push(piece(content, at, to), { passed: () => told(to) });
  }
  return steps;
}
