import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Client } from '../../src-shared/rpc-client.ts';
import { enterWebHost as enter } from '../fakes/enter-web-host.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { programFile } from '../programs/program-file.ts';

/** What a web host's process finds: a home with a built screen and a program that opens files, and a data folder. */
export interface WebHostHome {
  home: string;
  dataFolder: string;
  /** What the program was asked to open. */
  opened: () => string[];
  /** What else its environment has. */
  environment?: Record<string, string>;
}

/** Lays one for the running test, at a path if one is given. The data folder isn't there yet. */
export function layWebHostHome(home = tempFolder()): WebHostHome {
  mkdirSync(join(home, 'screen'));
  writeFileSync(join(home, 'screen', 'index.html'), '<!doctype html><title>Ferry</title>');
  mkdirSync(join(home, 'programs'));
  const list = join(home, 'opened');
  const opener = join(home, 'programs', 'xdg-open');
  writeFileSync(opener, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${list}'\n`);
  chmodSync(opener, 0o755);
  return {
    home,
    dataFolder: join(home, 'data'),
    opened: () => (existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : []),
  };
}

/** A web host in a process of its own. */
export interface WebHostProcess {
  /** The address that it prints, however it words the line. */
  address: Promise<string>;
  /** Exit code and all that it printed. */
  ended: Promise<{ code: number | null; output: string; errors: string }>;
  readonly pid: number;
  stop: (signal: NodeJS.Signals) => void;
}

/** Starts it; it is killed when the running test has finished. */
export function startWebHost(
  { home, dataFolder, environment = {} }: WebHostHome,
  ...args: string[]
): WebHostProcess {
  const inHome = (name: string): string => join(home, name);
  const child = spawn(
    process.execPath,
    [programFile('web-host-with-screen'), inHome('screen'), '--data-dir', dataFolder, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        HOME: home,
        USERPROFILE: home,
        TMPDIR: home,
        TEMP: home,
        PATH: inHome('programs'),
        DISPLAY: ':99',
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        ...environment,
      },
    },
  );
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output, errors })),
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const address = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      const found = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(line)?.[0];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`It ended without an address: ${errors}`)));
  });
  address.catch(() => {});
  return { pid: child.pid!, address, ended, stop: (signal) => child.kill(signal) };
}

/** Comes in as a page does, until the running test has finished. */
export async function enterWebHost(address: string): Promise<Client> {
  const { client, leave } = await enter(address);
  onTestFinished(leave);
  return client;
}
