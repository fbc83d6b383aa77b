import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ForkOptions, UtilityProcess } from 'electron';
import { app } from './app.ts';
import { machineIs } from './modes.ts';
import { record } from './records.ts';

const program = fileURLToPath(new URL('utility-program.ts', import.meta.url));

type UtilityPart = Pick<UtilityProcess, 'kill' | 'postMessage'>;

/** A utility process over Node's `fork`: what is posted before it runs waits, as Electron's does. */
class StandInUtilityProcess extends EventEmitter implements UtilityPart {
  readonly #child: ChildProcess;

  constructor(file: string, args: string[], { env, stdio, execArgv }: ForkOptions) {
    super();
    if (stdio !== 'ignore') throw new Error('The stand-in knows “ignore” alone.');
    this.#child = fork(program, [file, ...args], {
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: execArgv ?? [],
      serialization: 'advanced',
    });
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (code) => this.emit('exit', code ?? 1));
  }

  postMessage(message: unknown): void {
    record('utility.postMessage');
    if (machineIs('utility-silent')) return;
    if (machineIs('utility-dies')) this.kill();
    else if (this.#child.connected) this.#child.send(message as object);
  }

  kill(): boolean {
    record('utility.kill');
    return this.#child.kill('SIGTERM');
  }
}

/** `electron.utilityProcess`; as Electron's, of no use before the app is ready. */
export const utilityProcess = {
  fork: (file: string, args: string[] = [], options: ForkOptions = {}): StandInUtilityProcess => {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    record('utilityProcess.fork', file, options.serviceName, Object.keys(options.env ?? {}));
    return new StandInUtilityProcess(file, args, options);
  },
};
