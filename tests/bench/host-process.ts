import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };

/** What `npm start` runs: Node’s options, and the program. */
const [, ...start] = manifest.scripts.start.split(' ');

/** The web host as people start it, a process of its own. */
export interface HostProcess {
  /** The way in, for one tab. */
  address: string;
  processId: number;
  end(): Promise<void>;
}

/** Starts it on a data folder, and resolves once it has told its address. */
export async function startFerryHost(dataFolder: string): Promise<HostProcess> {
  const child = spawn(process.execPath, [...start, '--no-open', '--data-dir', dataFolder], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FERRY_KEYCHAIN: 'off', LC_ALL: 'C.UTF-8' },
  });
  const ended = once(child, 'close');
  for await (const line of createInterface(child.stdout)) {
    const address = /http:\/\/127\.0\.0\.1:\S+/.exec(line)?.[0];
    if (!address) continue;
    child.stdout.resume();
    return {
      address,
      processId: child.pid!,
      end: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error('The web host ended without an address.');
}
