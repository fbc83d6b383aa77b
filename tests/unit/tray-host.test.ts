import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasTrayHost } from '../../src-main/adapters/tray-host.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { startTrayDesktop } from '../fakes/tray-host.ts';

test.each(['win32', 'darwin'] as const)(
  'on %s there always is a tray, and nobody is asked',
  async (platform) => {
    expect(await hasTrayHost(platform, {})).toBe(true);
  },
);

/** A PATH with this one of the system's programs alone. */
function only(program: string): string {
  const folder = tempFolder();
  const places = (process.env.PATH ?? '').split(':').map((entry) => join(entry, program));
  symlinkSync(
    places.find((path) => existsSync(path))!,
    join(folder, program),
  );
  return folder;
}

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  test.each(['busctl', 'gdbus', 'dbus-send'])(
    'the real session bus is asked each time, by %s: no watcher, one without a host, one with a host, and it ends',
    async (program) => {
      const desktop = await startTrayDesktop();
      const environment = { ...desktop.environment, PATH: only(program) };
      const ask = (): Promise<boolean> => hasTrayHost('linux', environment);
      expect(await ask()).toBe(false);
      await desktop.bringWatcher(false);
      expect(await ask()).toBe(false);
      desktop.takeWatcher();
      await desktop.bringWatcher(true);
      expect(await ask()).toBe(true);
      desktop.takeWatcher();
      await expect.poll(ask).toBe(false);
    },
  );

  test('without a bus, or a program that can ask it, the answer is no', async () => {
    expect(
      await hasTrayHost('linux', { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: 'disabled:' }),
    ).toBe(false);
    expect(await hasTrayHost('linux', { PATH: tempFolder() })).toBe(false);
  });

  test('a bus that never answers counts as no, soon', async () => {
    const folder = tempFolder();
    const program = join(folder, 'busctl');
    writeFileSync(program, '#!/bin/sh\nexec sleep 600\n');
    chmodSync(program, 0o755);
    expect(await hasTrayHost('linux', { PATH: `${folder}:/usr/bin:/bin` })).toBe(false);
  });
});
