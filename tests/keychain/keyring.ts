import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startSessionBus } from '../fakes/session-bus.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const program = fileURLToPath(new URL('programs/keep-secret.ts', import.meta.url));
const needed = ['dbus-daemon', 'gdbus', 'gnome-keyring-daemon'];
const isThere = (name: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));

/** Why the real keychain can't be had here, or null. */
export function whyNoKeyring(): string | null {
  if (process.platform !== 'linux') return 'only Linux lets a test have a keychain of its own';
  const missing = needed.filter((name) => !isThere(name));
  return missing.length === 0 ? null : `${missing.join(', ')} not installed`;
}

/** Whether a missing keychain is a failed test rather than a skipped one. */
export const mustHaveKeyring = process.env.CI === 'true' || process.env.FERRY_REQUIRE_KEYCHAIN === '1';

/** A session with its own D-Bus and its own gnome-keyring. */
export interface Keyring {
  /** A new home, empty but for the keyring and what programs write. */
  home: string;
  /** For programs in the session; nothing of it leads to the keychain of whoever runs the tests. */
  environment: NodeJS.ProcessEnv;
  /** Runs `keep-secret.ts` in a process of its own. */
  keep: (...args: string[]) => unknown;
  /** Starts the keyring: open, as after a login, or closed. */
  start(is: 'open' | 'closed'): Promise<void>;
  /** Locks the keyring while it runs. */
  lock(): void;
  /** From now on the keyring gives no answer, as while a prompt is open. */
  freeze(): void;
  /** Ends the keyring's process. */
  stop(): Promise<void>;
}

/** Starts a session; it is gone when the running test has finished. */
export async function startSession(options: {
  library: 'here' | 'apart';
  service?: boolean;
}): Promise<Keyring> {
  const home = tempFolder();
  const bus = await startSessionBus(home);
  const { environment } = bus;

  let daemon: ChildProcess | null = null;
  const end = async (child: ChildProcess | null): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  };
  const stop = async (): Promise<void> => {
    await end(daemon);
    daemon = null;
  };
  onTestFinished(async () => {
    await stop();
    await bus.stop();
  });

  const gdbus = (...args: string[]): void => {
    const call = ['call', '--session', '--timeout', '20', ...args];
    const { status, stderr } = spawnSync('gdbus', call, { env: environment, encoding: 'utf8' });
    if (status !== 0) throw new Error(`gdbus ${args.join(' ')}: ${stderr}`);
  };
  const login = '/org/freedesktop/secrets/collection/login';
  const service = ['-d', 'org.freedesktop.secrets', '-o', '/org/freedesktop/secrets'];
  const keyring: Keyring = {
    home,
    environment,
    stop,
    freeze: () => void daemon?.kill('SIGSTOP'),
    keep: (...args) => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [program, options.library, ...args], {
        env: environment,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`ended with ${status}: ${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    start: async (is) => {
      const how = is === 'open' ? ['--unlock'] : ['--start'];
      const child = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...how], {
        env: environment,
        stdio: [is === 'open' ? 'pipe' : 'ignore', 'ignore', 'ignore'],
      });
      daemon = child;
      child.stdin?.end('the keyring’s password');
      const waiting = spawn('gdbus', ['wait', '--session', '--timeout', '20', 'org.freedesktop.secrets'], {
        env: environment,
        stdio: 'ignore',
      });
      const [status] = (await once(waiting, 'close')) as [number | null];
      if (status !== 0) throw new Error('gnome-keyring did not start');
    },
    lock: () => gdbus(...service, '-m', 'org.freedesktop.Secret.Service.Lock', `['${login}']`),
  };
  if (options.service !== false) await keyring.start('open');
  return keyring;
}
