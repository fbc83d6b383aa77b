import { spawn } from 'node:child_process';
import { foundProgram } from './found-program.ts';

/**
 * What puts each system to sleep, as far as a program of the user's may: systemd's own (systemctl(1)), macOS' pmset(1),
 * and Windows' SetSuspendState (powrprof.h). rundll32 doesn't hand its three numbers on, so that Windows hibernates where
 * hibernation is switched on, and sleeps where it isn't; either keeps all that is open.
 */
const commands: Partial<Record<NodeJS.Platform, [program: string, ...list: string[]]>> = {
  linux: ['systemctl', 'suspend'],
  darwin: ['pmset', 'sleepnow'],
  win32: ['rundll32.exe', 'powrprof.dll,SetSuspendState', '0,1,0'],
};

/** The machine as this adapter sees it. */
export interface Sleeper {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
}

/** Puts the machine to sleep; null where it can't be told. Resolves with false where the system refuses. */
export function sleeperOf({ platform, environment }: Sleeper): (() => Promise<boolean>) | null {
  const [name, ...list] = commands[platform] ?? [];
  const program = name === undefined ? null : foundProgram(name, environment);
  if (program === null) return null;
  return () =>
    new Promise((resolve) => {
      const child = spawn(program, list, { stdio: 'ignore', env: environment });
      child.once('error', () => resolve(false));
      child.once('exit', (code) => resolve(code === 0));
    });
}
