import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { sleeperOf } from '../../src-main/adapters/fall-asleep.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

let folder: string;
let programs: string;

beforeEach(() => {
  folder = tempFolder();
  programs = join(folder, 'programs');
  mkdirSync(programs);
});

/** A program of that name that notes its arguments, one a line, and ends with the code. */
function install(name: string, code = 0): void {
  const path = join(programs, name);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(folder, 'arguments')}'\nexit ${code}\n`);
  chmodSync(path, 0o755);
}

const given = (): string[] => readFileSync(join(folder, 'arguments'), 'utf8').split('\n').slice(0, -1);
const desktop = (platform: NodeJS.Platform = 'linux', environment: NodeJS.ProcessEnv = { DISPLAY: ':0' }) =>
  createDesktop({
    platform,
    environment: { PATH: ['relative', join(folder, 'nowhere'), programs].join(delimiter), ...environment },
  });

describe.skipIf(process.platform === 'win32')('the desktop', () => {
  test('opens a file with xdg-open, its path as one argument however it is spelt', async () => {
    install('xdg-open');
    for (const name of [
      'report.zip',
      '$(touch x) `id`; "a" & b.zip',
      "it's.zip",
      '--help.zip',
      'ä\u202e.zip',
    ]) {
      await desktop().open(join(folder, name));
      expect(given()).toEqual([join(folder, name)]);
    }
  });

  test('shows a file by opening its folder where the system has no better way', async () => {
    install('xdg-open');
    await desktop().reveal(join(folder, 'a.zip'));
    expect(given()).toEqual([folder]);
  });

  test('uses open on macOS, and can select the file there', async () => {
    install('open');
    await desktop('darwin', {}).open(join(folder, 'a.zip'));
    expect(given()).toEqual([join(folder, 'a.zip')]);
    await desktop('darwin', {}).reveal(join(folder, 'a.zip'));
    expect(given()).toEqual(['-R', join(folder, 'a.zip')]);
  });

  test('uses explorer on Windows, whose exit code says nothing', async () => {
    install('explorer.exe', 1);
    await desktop('win32', {}).open(join(folder, 'a b.zip'));
    expect(given()).toEqual([`"${join(folder, 'a b.zip')}"`]);
    await desktop('win32', {}).reveal(join(folder, 'a b.zip'));
    expect(given()).toEqual([`/select,"${join(folder, 'a b.zip')}"`]);
  });

  test('shows a file without an extension in its folder on Windows, which might find a program for it', async () => {
    install('explorer.exe');
    await desktop('win32', {}).open(join(folder, 'README'));
    expect(given()).toEqual([`/select,"${join(folder, 'README')}"`]);
  });

  test('can open nothing where the program is missing, is not a program, or has no screen', async () => {
    expect(desktop().canOpen).toBe(false);
    writeFileSync(join(programs, 'xdg-open'), 'text', { mode: 0o644 });
    expect(desktop().canOpen).toBe(false);
    install('xdg-open');
    expect(desktop().canOpen).toBe(true);
    expect(desktop('linux', { WAYLAND_DISPLAY: 'wayland-0' }).canOpen).toBe(true);
    expect(desktop('linux', {}).canOpen).toBe(false);
    expect(desktop('linux', { DISPLAY: ':0', PATH: '' }).canOpen).toBe(false);
    await expect(desktop('linux', {}).open(join(folder, 'a.zip'))).rejects.toMatchObject({
      failure: { kind: 'invalid-input' },
    });
  });

  test('rejects when the program fails, and refuses a path that could read as an option', async () => {
    install('xdg-open', 3);
    const failure = { failure: { kind: 'invalid-input' } };
    await expect(desktop().open(join(folder, 'a.zip'))).rejects.toMatchObject(failure);
    install('xdg-open');
    await expect(desktop().open('--help')).rejects.toMatchObject(failure);
  });
});

describe.skipIf(process.platform === 'win32')('the machine', () => {
  const sleeper = (platform: NodeJS.Platform) => sleeperOf({ platform, environment: { PATH: programs } });

  test('is put to sleep by the system’s own program, where there is one', async () => {
    expect(sleeper('linux')).toBeNull();
    expect(sleeper('aix')).toBeNull();
    install('systemctl');
    expect(await sleeper('linux')!()).toBe(true);
    expect(given()).toEqual(['suspend']);
    install('pmset', 1);
    expect(await sleeper('darwin')!()).toBe(false);
    expect(given()).toEqual(['sleepnow']);
    install('rundll32.exe');
    expect(await sleeper('win32')!()).toBe(true);
    expect(given()).toEqual(['powrprof.dll,SetSuspendState', '0,1,0']);
  });
});
