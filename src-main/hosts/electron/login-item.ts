import { app } from 'electron';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EventData } from '../../../src-shared/contract.ts';
import type { Served } from '../../../src-shared/rpc.ts';
import type { Settings } from '../../../src-shared/settings.ts';
import { autostartEntry, autostartFile } from '../../desktop/autostart.ts';
import { loginItemFor } from '../../desktop/by-system.ts';

/**
 * Lets Ferry start with the user's session, or not. Linux has a file for that; an AppImage is somewhere else at each
 * start, and `APPIMAGE` names its file. Throws where the file can't be written.
 */
function startAtLogin(platform: NodeJS.Platform, isWanted: boolean): void {
  const item = loginItemFor(platform, isWanted);
  if (item) return app.setLoginItemSettings(item);
  const file = autostartFile(app.getPath('appData'));
  if (!isWanted) return rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, autostartEntry(process.env.APPIMAGE ?? process.execPath), { mode: 0o644 });
}

/** Follows the setting. What the user does about it in the system's own settings stays until this one is changed. */
export function followLoginItem(
  core: Served,
  platform: NodeJS.Platform,
  settings: Settings,
  report: (error: unknown) => void,
): void {
  let isWanted = settings.startAtLogin;
  const apply = (): void => {
    try {
      startAtLogin(platform, isWanted);
    } catch (error) {
      report(error);
    }
  };
  // The file names a program that may be somewhere else by now.
  if (isWanted && platform === 'linux') apply();
  core.subscribe((name, data) => {
    if (name !== 'settings.changed') return;
    const { startAtLogin: next } = (data as EventData<'settings.changed'>).settings;
    if (next === isWanted) return;
    isWanted = next;
    apply();
  });
}
