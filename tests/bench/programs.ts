import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { run } from './peers.ts';

/** The built terminal. */
export const terminalFile = fileURLToPath(new URL('../../dist/cli/ferry.mjs', import.meta.url));

/** How a program of Node's ran from its start to its end. */
export interface Ran {
  /** Milliseconds. */
  took: number;
  /** The most memory that it had, bytes. */
  memory: number;
}

/**
 * Builds Ferry's side of the transfer benchmarks, as Ferry is built that people get; resolves with its file. A process of
 * its own does it: what a process is started by counts for the most memory that it had.
 */
export async function buildTransferFerry(): Promise<string> {
  const config = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
  const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));
  await run(process.execPath, [vite, 'build', '--config', config, '--logLevel', 'error']);
  return fileURLToPath(
    new URL('../../node_modules/.cache/bench-programs/transfer-ferry.js', import.meta.url),
  );
}

/** Tells the most memory that the process had, on a channel of its own, when it ends. */
const teller =
  'data:text/javascript,import{writeSync}from"node:fs";' +
  'process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))';

/** Runs a script by this Node, and rejects where it fails. */
export async function runScript(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', teller, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const told = text(child.stdio[3] as Readable);
  const [code] = (await once(child, 'close')) as [number | null];
  const took = performance.now() - began;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { took, memory: Number(await told) * 1_024 };
}

/** A process' share of the memory that it and others use, bytes (proc(5), smaps_rollup); 0 where the system doesn't tell. */
export function shareOfMemory(processId: number): number {
  try {
    const lines = readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB$/m.exec(lines)![1]) * 1_024;
  } catch {
    return 0;
  }
}
