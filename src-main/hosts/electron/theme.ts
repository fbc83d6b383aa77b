import { nativeTheme } from 'electron';
import type { EventData } from '../../../src-shared/contract.ts';
import type { Served } from '../../../src-shared/rpc.ts';
import type { Settings } from '../../../src-shared/settings.ts';

/** Draws the window's frame, its menus and dialogs as the settings have it, now and whenever they change. */
export function followTheme(core: Served, settings: Settings): void {
  const use = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme === 'light' || theme === 'dark' ? theme : 'system';
  };
  use(settings);
  core.subscribe((name, data) => {
    if (name === 'settings.changed') use((data as EventData<'settings.changed'>).settings);
  });
}
