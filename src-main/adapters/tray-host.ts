import { execFile } from 'node:child_process';

/** Milliseconds for one question: who closes a window doesn't wait for a bus that hangs. */
const patience = 1_500;

const watcher = 'org.kde.StatusNotifierWatcher';
const path = '/StatusNotifierWatcher';
const property = 'IsStatusNotifierHostRegistered';
const get = 'org.freedesktop.DBus.Properties.Get';

/**
 * The systems' own programs that ask the session bus; each desktop has one of them at least. They find the bus as the
 * session says (`DBUS_SESSION_BUS_ADDRESS`), and none of them starts a watcher that isn't there.
 */
const questions: [program: string, args: string[], yes: RegExp][] = [
  ['busctl', ['--user', '--auto-start=no', 'get-property', watcher, path, watcher, property], /^b true$/m],
  [
    'gdbus',
    ['call', '--session', '--dest', watcher, '--object-path', path, '--method', get, watcher, property],
    /<true>/,
  ],
  [
    'dbus-send',
    ['--session', '--print-reply', `--dest=${watcher}`, path, get, `string:${watcher}`, `string:${property}`],
    /boolean true/,
  ],
];

/** What a program said; null where it isn't installed. */
function said(program: string, args: string[], environment: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: patience, killSignal: 'SIGKILL' as const, env: environment };
    execFile(program, args, options, (error, output) =>
      resolve((error as NodeJS.ErrnoException | null)?.code === 'ENOENT' ? null : output),
    );
  });
}

/**
 * Whether there is a tray now. On Linux that is a program of the desktop's that may be missing (stock
 * GNOME) or come and go, so the session bus is asked each time, by the protocol that Electron's trays speak
 * (https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/). Where nobody can be
 * asked the answer is no. Windows and macOS always have a tray.
 */
export async function hasTrayHost(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (platform === 'win32' || platform === 'darwin') return true;
  for (const [program, args, yes] of questions) {
    const answer = await said(program, args, environment);
    if (answer !== null) return yes.test(answer);
  }
  return false;
}
