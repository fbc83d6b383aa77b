import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  badgeFor,
  desktopSettings,
  loginItemFor,
  startsHidden,
  traySignOpens,
  trayFile,
} from '../../src-main/desktop/by-system.ts';
import { notificationText } from '../../src-main/desktop/notification-rules.ts';
import { menusFor } from '../../src-main/desktop/menus.ts';
import type { MenuEntry, Menus } from '../../src-main/desktop/menus.ts';
import '../../src-shared/language/all.ts';
import { speak } from '../../src-shared/language/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const systems = ['linux', 'win32', 'darwin'] as const;

describe('the menus', () => {
  const entriesOf = ({ bar }: Menus, label: string): (string | undefined)[] =>
    bar.find((menu) => menu.label === label)!.entries.map((entry) => (entry === 'line' ? '—' : entry.label));
  const all = ({ bar }: Menus): Exclude<MenuEntry, 'line'>[] =>
    bar.flatMap(({ entries }) => entries.filter((entry) => entry !== 'line'));

  test.each(systems)(
    'have on %s each wish in the bar, the settings by their shortcut, and help with logs',
    (system) => {
      const menus = menusFor(system, true);
      const wishes = all(menus).flatMap((entry) => ('wish' in entry ? entry.wish : []));
      expect(wishes.toSorted()).toEqual([
        ...['about', 'diagnostics', 'licences', 'log', 'newDownload', 'openFolder'],
        ...['pauseAll', 'resumeAll', 'selfTest', 'settings', 'shortcuts', 'updates'],
      ]);
      const settings = all(menus).find((entry) => 'wish' in entry && entry.wish === 'settings');
      expect(settings).toMatchObject({ accelerator: 'CommandOrControl+,' });
      expect(entriesOf(menus, 'Help').slice(0, 7)).toEqual([
        ...['Keyboard Shortcuts', '—', 'Show Log', 'Save Diagnostics…', 'Run Self-Test…', '—', 'Licences'],
      ]);
    },
  );

  test.each(systems)(
    'have on %s no role that does nothing there, and developers’ entries for developers alone',
    (system) => {
      const rolesOf = (isPackaged: boolean): string[] =>
        all(menusFor(system, isPackaged)).flatMap((entry) => ('role' in entry ? entry.role : []));
      const macAlone = ['front', 'hide', 'hideOthers', 'services', 'unhide', 'zoom'];
      expect(
        rolesOf(true)
          .filter((role) => macAlone.includes(role))
          .toSorted(),
      ).toEqual(system === 'darwin' ? macAlone : []);
      expect(rolesOf(true)).not.toContain('toggleDevTools');
      expect(rolesOf(false)).toContain('toggleDevTools');
    },
  );

  test('begin with the program’s own on macOS, which has quit and settings there, and a Dock', () => {
    const mac = menusFor('darwin', true);
    expect(mac.bar[0]!.label).toBe('Ferry');
    expect(entriesOf(mac, 'Ferry')).toEqual([
      ...['About Ferry', 'Check for Updates…', '—', 'Settings…', '—', 'Services', '—'],
      ...['Hide Ferry', 'Hide Others', 'Show All', '—', 'Quit Ferry'],
    ]);
    expect(entriesOf(mac, 'File')).not.toContain('Quit Ferry');
    expect(mac.dock).toHaveLength(6);
    expect(mac.tasks).toEqual([]);
  });

  test.each([
    ['win32', [{ title: 'New Download…', arguments: '--new-download' }]],
    ['linux', []],
  ] as const)('have quit and settings under File on %s, and the jump list %j', (system, tasks) => {
    const menus = menusFor(system, true);
    expect(entriesOf(menus, 'File').slice(-3)).toEqual(['Settings…', '—', 'Quit Ferry']);
    expect(entriesOf(menus, 'Help').slice(-2)).toEqual(['Check for Updates…', 'About Ferry']);
    expect([menus.dock, menus.tasks]).toEqual([[], tasks]);
  });
});

test.each([
  ['linux', 'tray.png', 'tray-working.png', true],
  ['win32', 'tray.ico', 'tray-working.ico', true],
  ['darwin', 'trayTemplate.png', 'tray-workingTemplate.png', false],
] as const)('on %s the sign is %s or %s, opens by a click: %s', (...row) => {
  const [system, idle, working, opens] = row;
  expect([trayFile(system, 'idle'), trayFile(system, 'working')]).toEqual([idle, working]);
  for (const state of ['idle', 'working', 'attention'] as const)
    expect(existsSync(join(root, 'resources', trayFile(system, state)))).toBe(true);
  expect(traySignOpens(system)).toBe(opens);
});

test('what needs the user is a number on the icon; on Windows, which has none, a picture with words, and none for nothing', () => {
  for (const system of ['linux', 'darwin'] as const)
    expect([0, 2].map((count) => badgeFor(system, count))).toEqual([
      { is: 'number', number: 0 },
      { is: 'number', number: 2 },
    ]);
  const overlay = { is: 'overlay', file: 'badge.png' };
  expect([0, 1, 2].map((count) => badgeFor('win32', count))).toEqual([
    { is: 'overlay', file: null, words: '' },
    { ...overlay, words: '1 download needs you' },
    { ...overlay, words: '2 downloads need you' },
  ]);
  onTestFinished(() => speak('en', []));
  speak('de', []);
  expect(badgeFor('win32', 2)).toEqual({ ...overlay, words: 'bei 2 Downloads werden Sie gebraucht' });
});

test.each([
  ['linux', null],
  ['win32', { openAtLogin: true, args: ['--hidden'] }],
  ['darwin', { openAtLogin: true }],
] as const)('a start at login is told to %s as %j', (system, item) => {
  expect(loginItemFor(system, true)).toEqual(item);
});

test('a notification never reads markup out of a server’s words, which Linux would', () => {
  const words = '<a href="https://evil.example">R&D</a>';
  expect(systems.map((system) => notificationText(system, words))).toEqual([
    '‹a href="https://evil.example"›R＆D‹/a›',
    words,
    words,
  ]);
});

test('a start at login shows no window: by the switch, on macOS by what the system says of it', () => {
  const hidden = (hasSwitch: boolean, wasAtLogin: boolean) =>
    systems.map((system) => startsHidden(system, { hasSwitch, wasAtLogin: () => wasAtLogin }));
  expect(hidden(true, false)).toEqual([true, true, true]);
  expect(hidden(false, true)).toEqual([false, false, true]);
  expect(hidden(false, false)).toEqual([false, false, false]);
});

test('only Linux asks what closing does without a tray, and a portable Ferry starts and updates nothing', () => {
  const asks = (name: 'closeWithoutTray' | 'startAtLogin' | 'updateChannel', isPortable = false): string[] =>
    systems.filter((system) => desktopSettings(system, isPortable).includes(name));
  expect(asks('closeWithoutTray')).toEqual(['linux']);
  expect(asks('startAtLogin')).toEqual([...systems]);
  expect([...asks('startAtLogin', true), ...asks('updateChannel', true)]).toEqual([]);
});

/** What each system's launcher of the command `ferry` makes of a Node of that version: `runs` or `refuses`. */
const launchers: Record<string, (version: string) => string> = {
  'ferry.cmd': (version) => {
    // cmd.exe isn't here; what decides is a line of JavaScript that it gives to Node.
    const text = readFileSync(join(root, 'resources/cli/ferry.cmd'), 'utf8');
    const [, rule] = /^node -e "([^"]+)" 2>nul\r?\nif errorlevel 1 \(/m.exec(text)!;
    let code = -1;
    const process = { versions: { node: version }, exit: (given: number) => void (code = given) };
    runInNewContext(rule!, { process });
    return code === 0 ? 'runs' : 'refuses';
  },
  ferry: (version) => {
    const text = readFileSync(join(root, 'resources/cli/ferry'), 'utf8');
    const rules = /^ {2}(v24[^)]+)\)/m
      .exec(text)![1]!
      .split(' | ')
      .map((glob) => {
        const pattern = glob.replaceAll('.', '\\.').replaceAll('*', '.*');
        return new RegExp(`^${pattern}$`);
      });
    return rules.some((rule) => rule.test(`v${version}`)) ? 'runs' : 'refuses';
  },
};

test.each(Object.keys(launchers))('%s starts on just the versions of Node that Ferry needs', (name) => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  expect(engines.node).toBe('>=24.5');
  const made = (version: string) => launchers[name]!(version);
  for (const old of ['18.20.4', '22.19.0', '24.0.1', '24.4.9'])
    expect([old, made(old)]).toEqual([old, 'refuses']);
  for (const good of ['24.5.0', '24.10.2', '25.0.0', '30.1.0'])
    expect([good, made(good)]).toEqual([good, 'runs']);
});

test('each system’s package has the launcher of that system beside the one file, and starts that', () => {
  const rules = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  const launcherOf = (section: string): string | undefined =>
    new RegExp(`^${section}:\\n  extraResources:[^]*?filter: (\\S+)\\n`, 'm').exec(rules)?.[1];
  expect([launcherOf('win'), launcherOf('mac')]).toEqual(['ferry.cmd', 'ferry']);
  expect(rules).toMatch(/^linux:\n {2}extraResources: \*launcher$/m);
  const cmd = readFileSync(join(root, 'resources/cli/ferry.cmd'), 'utf8');
  // All words as they were typed, whatever folder it is in; its exit code is Node’s.
  expect(cmd.trimEnd().split(/\r?\n/).at(-1)).toBe('node "%~dp0ferry.mjs" %*');
  expect(cmd).not.toMatch(/[^\x20-\x7e\r\n]/);
});
