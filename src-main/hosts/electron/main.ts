/**
 * Ferry as a desktop app: the entry of Electron's main process. What must be said before Electron is ready is said
 * here, synchronously; the rest is `run.ts`. Switches: `--data-dir=FOLDER`, `--demo`, `--hidden`, `--new-download`,
 * `--self-test[=FILE]`, and `ferry:` links.
 */
import { app, dialog } from 'electron';
import { join, resolve } from 'node:path';
import { makeFolder } from '../../adapters/data-folder.ts';
import { defaultDataFolder } from '../../adapters/default-data-folder.ts';
import { sentenceOf } from '../../../src-shared/failures/failure-words.ts';
import { t } from '../../../src-shared/language/index.ts';
import { hearFaults } from './faults.ts';
import { guardEverything } from './guards.ts';
import { registerScheme } from './protocol.ts';
import { runFerry } from './run.ts';
import type { Places } from './places.ts';
import { selfTest } from './self-test.ts';
import { dangerousSwitch } from './switches.ts';
import { startsHidden } from '../../desktop/by-system.ts';
import { hiddenSwitch } from '../../desktop/autostart.ts';
import { linkScheme, wishOfArguments, wishOfLink } from '../../desktop/links.ts';
import type { Wish } from '../../desktop/links.ts';
import { portableDataFolder } from '../../desktop/portable.ts';

/** Where the build puts this file's neighbours: `dist/electron/main`, beside the preload and the screen. */
const built = resolve(import.meta.dirname, '../..');

const beside = portableDataFolder(process.platform, process.env);

const places: Places = {
  platform: process.platform,
  dataFolder: resolve(app.commandLine.getSwitchValue('data-dir') || (beside ?? defaultDataFolder())),
  isPortable: beside !== null,
  screen: join(built, 'renderer'),
  preload: join(built, 'electron', 'preload', 'preload.cjs'),
  icons: resolve(built, '../resources'),
  demo: app.commandLine.hasSwitch('demo'),
  isHidden: app.commandLine.hasSwitch(hiddenSwitch),
};

function fail(error: unknown): void {
  dialog.showErrorBox(t('desktop.cannotStart'), sentenceOf(error));
  app.exit(1);
}

/** Takes the one lock there is for a data folder; false where another Ferry has it, which then shows itself. */
function isOnlyOne(): boolean {
  // The lock lies in Chromium's own folder, so that goes where the data is.
  const profile = join(places.dataFolder, 'window');
  makeFolder(profile);
  app.setPath('userData', profile);
  return app.requestSingleInstanceLock();
}

function start(): void {
  const switchName = dangerousSwitch();
  if (switchName !== null) return fail(new Error(`Ferry doesn’t start with --${switchName}.`));
  // Closing the window leaves Ferry in the tray; without this listener Electron would quit.
  app.on('window-all-closed', () => undefined);
  if (app.commandLine.hasSwitch('self-test')) {
    const file = app.commandLine.getSwitchValue('self-test');
    app
      .whenReady()
      .then(() => selfTest(places, file || join(app.getPath('temp'), 'ferry-self-test.txt')))
      .catch(fail);
    return;
  }
  try {
    if (!isOnlyOne()) return app.exit(0);
  } catch (error) {
    return fail(error);
  }

  const running = app.whenReady().then(() => {
    const { isHidden: hasSwitch, platform } = places;
    const wasAtLogin = (): boolean => app.getLoginItemSettings().wasOpenedAtLogin;
    return runFerry({ ...places, isHidden: startsHidden(platform, { hasSwitch, wasAtLogin }) });
  });
  running.catch(fail);
  const follow = (wish: Wish | null): void =>
    void running.then((ferry) => ferry.show(wish)).catch(() => undefined);
  // Chromium mixes arguments of its own among those of the second start.
  app.on('second-instance', (_event, argv) => follow(wishOfArguments(argv)));
  // macOS hands links over by an event, also the one that it starts a program with.
  app.on('open-url', (event, link) => {
    event.preventDefault();
    follow(wishOfLink(link));
  });
  const wish = wishOfArguments(process.argv);
  if (wish) follow(wish);
}

hearFaults(fail);
// Nothing may switch the checking of certificates off, not even the environment.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
// Where Linux has no user namespaces its packages say --no-sandbox, and enabling it here would take that back half-way.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Windows shows notifications only for a program that it knows: the installer makes the shortcut for this name.
app.setAppUserModelId(app.isPackaged ? 'app.ferry.desktop' : process.execPath);
// A developer's app is Electron itself with a folder as its argument, a portable one may be gone: links are for installed
// ones.
if (app.isPackaged && !places.isPortable) app.setAsDefaultProtocolClient(linkScheme);
registerScheme();
guardEverything();
start();
