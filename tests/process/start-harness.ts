/**
 * A Ferry of its own to start: the real scripts and hosts, with tools in place of Vite and Electron that only write
 * down what they were asked for. Nothing is fetched and nothing of the real build is touched.
 */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { tempFolder } from '../fakes/temp-folder.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const replaced = ['vite', 'electron-vite', 'electron', '.bin', '.cache'];

/** How a start ended. */
export interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

/** A started Ferry. */
export interface Started {
  /** Resolves when it is served to a browser; rejects when it ends first. */
  served: Promise<void>;
  ended: Promise<Ended>;
  interrupt(): void;
}

/** A copy that can be started, changed and started again. */
export class StartHarness {
  readonly root = join(tempFolder(), 'ferry');
  readonly data = join(tempFolder(), 'data');

  constructor() {
    for (const name of ['scripts', 'src-main', 'src-shared'])
      cpSync(join(repository, name), join(this.root, name), { recursive: true });
    for (const name of ['package.json', 'package-lock.json'])
      cpSync(join(repository, name), join(this.root, name));
    for (const name of ['vite.config.ts', 'svelte.config.js', 'electron.vite.config.ts'])
      this.write(name, '');
    this.write('src-renderer/main.ts', 'first');
    this.#linkPackages();
    this.#placeTool('vite', 'renderer', "process.argv[process.argv.indexOf('--outDir') + 1]", ['index.html']);
    this.#placeTool('electron-vite', 'desktop', "'dist/electron'", ['main/main.js', 'preload/preload.cjs']);
    this.write('node_modules/electron/package.json', '{}');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** What was built so far, in order. */
  built(): string[] {
    return this.#lines('built.txt');
  }

  /** The arguments that the desktop app was started with. */
  opened(): string[] {
    return this.#lines('opened.txt');
  }

  /** Makes the next build of the screen fail. */
  breakBuild(): void {
    appendFileSync(
      join(this.root, 'node_modules/vite/bin/vite.js'),
      "\nthrow new Error('no such component');",
    );
  }

  /** A runtime of Electron that ends at once with the code. */
  placeRuntime(code: number): void {
    this.write('node_modules/electron/path.txt', 'electron');
    this.write(
      'node_modules/electron/dist/electron',
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(this.root, 'opened.txt')}'\nexit ${code}\n`,
    );
    chmodSync(join(this.root, 'node_modules/electron/dist/electron'), 0o755);
  }

  start(...args: string[]): Started {
    const child = spawn(
      process.execPath,
      [join(this.root, 'scripts/start.ts'), '--data-dir', this.data, ...args],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          HOME: dirname(this.data),
          TMPDIR: dirname(this.data),
          PATH: '/nowhere',
          FERRY_KEYCHAIN: 'off',
        },
      },
    );
    const said = { output: '', errors: '' };
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.errors += text));
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...said })));
    const served = new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said.output += text;
        if (said.output.includes('Ctrl+C ends Ferry')) resolve();
      });
      void ended.then(({ errors }) => reject(new Error(`It ended without being served: ${errors}`)));
    });
    served.catch(() => undefined);
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    return { served, ended, interrupt: () => child.kill('SIGINT') };
  }

  /** Starts it, waits until it is served to a browser, and ends it as Ctrl+C does. */
  async serve(...args: string[]): Promise<Ended> {
    const run = this.start(...args);
    await run.served;
    run.interrupt();
    return run.ended;
  }

  #lines(name: string): string[] {
    const path = join(this.root, name);
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }

  #linkPackages(): void {
    const real = join(repository, 'node_modules');
    mkdirSync(join(this.root, 'node_modules'));
    for (const name of readdirSync(real))
      if (!replaced.includes(name)) symlinkSync(join(real, name), join(this.root, 'node_modules', name));
  }

  /** A build tool that writes the files that it is there for, and a line that it ran. */
  #placeTool(name: string, what: string, target: string, files: string[]): void {
    const script = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
appendFileSync('built.txt', '${what}\\n');
for (const file of ${JSON.stringify(files)}) {
  const path = join(${target}, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '<!doctype html><title>Ferry</title>');
}`;
    this.write(`node_modules/${name}/package.json`, '{ "type": "module" }');
    this.write(`node_modules/${name}/bin/${name}.js`, script);
  }
}
