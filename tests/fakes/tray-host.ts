import * as dbus from '@homebridge/dbus-native';
import { onTestFinished } from 'vitest';
import { startSessionBus } from './session-bus.ts';
import { tempFolder } from './temp-folder.ts';

/** What the package has and its declarations leave out. */
interface OwnBus {
  connection: { stream: { destroy(): void } };
  exportInterface(values: object, path: string, description: object): void;
  requestName(name: string, flags: number, done: (error: unknown, code: number) => void): void;
}
const { createClient } = dbus as unknown as {
  createClient: (options: { busAddress: string; authMethods: string[] }) => OwnBus;
};

const watcher = 'org.kde.StatusNotifierWatcher';

/** A session bus on which a desktop may show signs in a tray, or not. */
export interface TrayDesktop {
  /** For the program under test. */
  environment: Record<string, string>;
  /** A watcher comes, as an extension or a bar brings one, and says whether somebody shows signs. */
  bringWatcher(hasHost: boolean): Promise<void>;
  /** The watcher's program ends. */
  takeWatcher(): void;
}

/** Starts the session of a desktop without a tray; it is gone when the running test has finished. Linux alone. */
export async function startTrayDesktop(): Promise<TrayDesktop> {
  const bus = await startSessionBus(tempFolder());
  let client: OwnBus | null = null;
  const takeWatcher = (): void => {
    // Not its end alone: what it is asked meanwhile would be answered into a closed stream.
    client?.connection.stream.destroy();
    client = null;
  };
  onTestFinished(async () => {
    takeWatcher();
    await bus.stop();
  });
  return {
    environment: { DBUS_SESSION_BUS_ADDRESS: bus.address },
    takeWatcher,
    bringWatcher: async (hasHost) => {
      const owner = createClient({ busAddress: bus.address, authMethods: ['EXTERNAL'] });
      client = owner;
      owner.exportInterface({ IsStatusNotifierHostRegistered: hasHost }, '/StatusNotifierWatcher', {
        name: watcher,
        methods: {},
        signals: {},
        properties: { IsStatusNotifierHostRegistered: 'b' },
      });
      await new Promise<void>((resolve, reject) => {
        owner.requestName(watcher, 0, (error, code) =>
          error || code !== 1 ? reject(new Error(`the name wasn’t given: ${code}`)) : resolve(),
        );
      });
    },
  };
}

/** What closes go to: a desktop with a tray. On other systems there always is one. */
export async function desktopWithTray(): Promise<Record<string, string>> {
  if (process.platform !== 'linux') return {};
  const desktop = await startTrayDesktop();
  await desktop.bringWatcher(true);
  return desktop.environment;
}
