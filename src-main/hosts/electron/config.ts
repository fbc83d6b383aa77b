import ElectronStore from 'electron-store';
import { z } from 'zod';
import type { ConfigFile, OpenStore } from '../../adapters/config-conf.ts';

const windowSchema = z.object({
  width: z.number().int().min(480).max(20_000).catch(1180).default(1180),
  height: z.number().int().min(400).max(20_000).catch(760).default(760),
  /** Where it stood; missing until it was closed once. */
  x: z.number().int().min(-100_000).max(100_000).optional().catch(undefined),
  y: z.number().int().min(-100_000).max(100_000).optional().catch(undefined),
  maximized: z.boolean().catch(false).default(false),
  /** The user was told that closing the window leaves Ferry running. */
  toldOfTray: z.boolean().catch(false).default(false),
  /** The user was told that there is no tray, and what closing the window does instead. */
  toldOfNoTray: z.boolean().catch(false).default(false),
  /** The newer version that the user was told of last; empty where there was none. */
  toldOfVersion: z.string().max(100).catch('').default(''),
});
/** What the desktop app keeps of its window. */
export type WindowMemory = z.infer<typeof windowSchema>;

/** The desktop app's store of settings, and what it keeps there for itself. */
export interface ElectronConfig {
  openStore: OpenStore;
  window(): WindowMemory;
  /** Never throws: a window that forgets its size is no reason to stop. */
  rememberWindow(changes: Partial<WindowMemory>): void;
}

/** Settings by electron-store, in the same file and shape as every other host. */
export function createElectronConfig(): ElectronConfig {
  let store: ElectronStore<ConfigFile & { window?: unknown }> | null = null;
  const window = (): WindowMemory =>
    windowSchema.catch(windowSchema.parse({})).parse(store?.get('window') ?? {});
  return {
    openStore: ({ folder, name, mode }) => {
      store = new ElectronStore({ cwd: folder, name, configFileMode: mode });
      return store;
    },
    window,
    rememberWindow: (changes) => {
      try {
        store?.set('window', { ...window(), ...changes });
      } catch {
        // What really matters is saved by other calls, which tell.
      }
    },
  };
}
