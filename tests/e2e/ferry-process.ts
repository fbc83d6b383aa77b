import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { programFile } from '../programs/program-file.ts';

const host = programFile('web-host');

/** Where its passwords are: nowhere once it ends, or in an encrypted file where the user makes one. */
export type Keeping = 'off' | 'file';

/** A web host as a process of its own, with a home of its own. It can be ended, killed and started again. */
export class FerryProcess {
  readonly home: string;
  readonly #program: string;
  readonly #keeping: Keeping;
  readonly #display: string;
  #child: ChildProcess | null = null;
  /** The address with its token, of the last start. */
  address = '';
  #output = '';

  /**
   * Another `program` than the host itself hears what it is told by `tell`. Without a desktop no file can be opened.
   */
  constructor(home: string, program = host, keeping: Keeping = 'off', hasDesktop = true) {
    this.home = home;
    this.#program = program;
    this.#keeping = keeping;
    this.#display = hasDesktop ? ':0' : '';
  }

  /** Where files go by default. */
  get downloads(): string {
    return join(this.home, 'Downloads', 'Ferry');
  }

  /** What was opened or shown by the system's program, a path a line. */
  async opened(): Promise<string[]> {
    const text = await readFile(join(this.home, 'opened.txt'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
  }

  /** What the host printed so far, this start and earlier ones. */
  get output(): string {
    return this.#output;
  }

  async start(...args: string[]): Promise<string> {
    await this.#placeOpener();
    const child = spawn(
      process.execPath,
      [this.#program, '--no-open', '--data-dir', join(this.home, 'data'), ...args],
      {
        env: {
          ...process.env,
          HOME: this.home,
          DISPLAY: this.#display,
          WAYLAND_DISPLAY: '',
          XDG_CONFIG_HOME: join(this.home, '.config'),
          DBUS_SESSION_BUS_ADDRESS: 'disabled:',
          FERRY_KEYCHAIN: this.#keeping,
          // Whatever the tests' own terminal speaks.
          LC_ALL: 'C.UTF-8',
          PATH: `${join(this.home, 'bin')}${delimiter}${process.env.PATH}`,
        },
        stdio: ['ignore', 'pipe', 'pipe', ...(this.#program === host ? [] : ['ipc' as const])],
      },
    );
    this.#child = child;
    let started = '';
    this.address = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        started += chunk.toString();
        this.#output += chunk.toString();
        const address = /: (http:\S+#\S+)/.exec(started)?.[1];
        if (address) resolve(address);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('exit', (code) => reject(new Error(`the host ended with ${code}: ${started}`)));
    });
    return this.address;
  }

  /** Sends the program a message. */
  tell(message: object): void {
    this.#child?.send(message);
  }

  /** Ends it as Ctrl+C does, and waits. */
  stop(): Promise<void> {
    return this.#end('SIGINT');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** The system's opener, replaced by one that writes down what it was asked to open. */
  async #placeOpener(): Promise<void> {
    const folder = join(this.home, 'bin');
    await mkdir(folder, { recursive: true });
    const script = join(folder, 'xdg-open');
    await writeFile(script, `#!/bin/sh\nprintf '%s\\n' "$@" >> "${join(this.home, 'opened.txt')}"\n`);
    await chmod(script, 0o755);
  }
}
