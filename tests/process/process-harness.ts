import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoOptions } from '../../src-main/demo/alfresco/options.ts';
import type { FerryEnd } from './ferry-process.ts';

/** A demo server and folders for one test; all of it is gone when the test has finished. */
export interface Harness {
  server: DemoAlfresco;
  /** Holds the three below. */
  folder: string;
  data: string;
  out: string;
  /** The arguments of a `get` of these nodes. */
  get(...nodes: string[]): string[];
  /** The arguments of another command on the same data folder. */
  command(name: string, ...args: string[]): string[];
  /** Loses what the server holds and, when Ferry has asked again by itself, that as well. */
  loseTwice(): Promise<void>;
  /** Requests to prepare something that reached the server. */
  asked(): number;
  /** SHA-256 of the one zip that the server holds now. */
  held(): string;
  /** Names in the folder that files are saved to. */
  saved(): string[];
  hashOf(name: string): string;
}

/** Puts the harness down. */
export async function layHarness(options: DemoOptions = {}): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-process-'));
  const server = await startDemoAlfresco({ temporaryFolder: folder, ...options });
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const data = join(folder, 'data');
  const out = join(folder, 'out');
  return {
    server,
    folder,
    data,
    out,
    get: (...nodes) => [
      ...['get', '--kind', 'alfresco', '--url', server.url, '--user', 'demo', '--data-dir', data],
      ...['--out', out, ...nodes.flatMap((node) => ['--node', node])],
    ],
    command: (name, ...args) => [name, '--data-dir', data, ...args],
    loseTwice: async () => {
      const current = (): string | undefined => server.control.downloads()[0]?.view.id;
      const first = current()!;
      server.control.loseDownload(first);
      while (current() === undefined || current() === first)
        await new Promise((resolve) => setImmediate(resolve));
      server.control.loseDownload(current()!);
    },
    asked: () => server.control.count('POST', /\/downloads$/),
    held: () => {
      const [download, ...others] = server.control.downloads();
      if (!download?.file || others.length > 0) throw new Error('The server doesn’t hold exactly one zip');
      return sha256(readFileSync(download.file));
    },
    saved: () => readdirSync(out),
    hashOf: (name) => sha256(readFileSync(join(out, name))),
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Lines on stderr. */
export function reasons({ stderr }: FerryEnd): string[] {
  return stderr.split('\n').filter((line) => line !== '');
}
