import { app } from 'electron';

/**
 * Command-line switches that would open the window, its traffic or its checks to others. `no-sandbox` isn't among
 * them: packages for Linux pass it where the system has no user namespaces.
 */
const dangerous = [
  'allow-insecure-localhost',
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'load-extension',
  'log-net-log',
  'remote-allow-origins',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'unsafely-treat-insecure-origin-as-secure',
];

/** A dangerous switch that the packaged app was started with, or null. Developers may use them all. */
export function dangerousSwitch(): string | null {
  if (!app.isPackaged) return null;
  return dangerous.find((name) => app.commandLine.hasSwitch(name)) ?? null;
}
