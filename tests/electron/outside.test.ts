import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, changedApp, launch, newHome, onPlatform, useBrowser } from './desktop-harness.ts';
import { reaches, request, signIn, startServer } from './jobs.ts';
import type { StandInApp } from './launch.ts';

const browser = useBrowser();

const taskbar = async (app: StandInApp): Promise<unknown> =>
  (await app.calls('window.setProgressBar')).at(-1)?.args;
const badge = async (app: StandInApp): Promise<unknown> =>
  (await app.calls('app.setBadgeCount')).at(-1)?.args[0];
const lookAway = (app: StandInApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.blur());
/** The file of the sign in the tray. */
const sign = async (app: StandInApp): Promise<unknown> =>
  basename((await app.calls('tray.setImage')).at(-1)!.args[0] as string);
const isVisible = (app: StandInApp): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible());
const choose = (app: StandInApp, label: string): Promise<void> =>
  app.evaluate(({ standIn }, name) => standIn.trays[0]!.menu!.choose(name), label);

test('the taskbar, its badge and the tray’s menu follow a download; the menu leads to its row and to a new one', async () => {
  const home = newHome();
  const server = await startServer();
  const { control, tree } = server;
  const { scan } = tree.examples;
  control.holdContentAt(9_000_000);
  const app = await launch(browser(), { home });
  const page = await app.window();
  const connectionId = await signIn(app, server);
  expect(await taskbar(app)).toEqual([-1, { mode: 'none' }]);
  await request(app, connectionId, scan.id, home);
  await control.contentHeld();
  const rows = (): Promise<string[]> =>
    app.evaluate(({ standIn }) => standIn.trays[0]!.menu!.items.map(({ label = '' }) => label));
  await expect.poll(rows).toContainEqual(expect.stringMatching(/^\d+ % {2}Sea bed survey\.tif$/));
  const barIn = async (): Promise<boolean> => {
    const [share, { mode }] = (await taskbar(app)) as [number, { mode: string }];
    return mode === 'normal' && share > 0 && share < 1;
  };
  await expect.poll(barIn).toBe(true);
  expect(await sign(app)).toBe('tray-working.png');

  await page.getByRole('button', { name: 'Settings' }).click();
  await choose(
    app,
    (await rows()).find((label) => label.includes('Sea bed'))!,
  );
  await expect.poll(() => page.getByRole('row', { name: /^Sea bed survey/ }).isVisible()).toBe(true);
  await choose(app, 'New download…');
  await expect.poll(() => page.getByRole('dialog', { name: 'New download' }).isVisible()).toBe(true);
  await page.keyboard.press('Escape');

  await choose(app, 'Pause all');
  await expect.poll(() => taskbar(app)).toEqual([1, { mode: 'paused' }]);
  await choose(app, 'Open the download folder');
  await expect
    .poll(() => app.calls('shell.openPath'))
    .toMatchObject([{ args: [join(home, 'Downloads', 'Ferry')] }]);
  await choose(app, 'Resume all');
  control.releaseContent();
  await expect.poll(() => taskbar(app)).toEqual([-1, { mode: 'none' }]);
  expect(await badge(app)).toBe(0);
  expect(await sign(app)).toBe('tray.png');

  control.failNext({ method: 'POST', pathPattern: '/downloads', action: 403, times: 1 });
  await request(app, connectionId, tree.examples.handover.id, home);
  await expect.poll(() => badge(app)).toBe(1);
  expect(await sign(app)).toBe('tray-attention.png');
});

test('on Windows a picture over the icon says what needs the user, in a window that comes back as well, until nothing does', async () => {
  const home = newHome();
  const server = await startServer();
  const app = await launch(browser(), {
    home,
    appFolder: onPlatform('win32', [/keptHidden = [^;]+;/, 'keptHidden = 50;']),
  });
  await app.window();
  const connectionId = await signIn(app, server);
  /** What each window shows: there is none while it is let go. */
  const overlays = (): Promise<unknown[]> =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ overlay }) => overlay && [overlay.path, overlay.description]),
    );
  const saying = (words: string): unknown[] => [[expect.stringMatching(/resources\Wbadge\.png$/), words]];
  expect(await overlays()).toEqual([null]);
  server.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 403, times: 1 });
  const id = await request(app, connectionId, server.tree.examples.handover.id, home);
  await expect.poll(overlays).toEqual(saying('1 download needs you'));
  await ask(app, 'settings.save', { settings: { language: 'de' } });
  const inGerman = saying('bei 1 Download werden Sie gebraucht');
  expect(await overlays()).toEqual(inGerman);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  await expect.poll(overlays).toEqual([]);
  await choose(app, 'Ferry anzeigen');
  await expect.poll(overlays).toEqual(inGerman);
  await ask(app, 'jobs.act', { jobId: id, action: 'retry' });
  await reaches(app, id, 'saved');
  await expect.poll(overlays).toEqual([null]);
  // A picture that stays as it is isn't set again: the taskbar is no place for what flickers.
  const set = (await app.calls('window.setOverlayIcon')).map(({ args: [, words] }) => words);
  expect(set.filter((words, index) => words !== '' && words === set[index - 1])).toHaveLength(1);
  expect(await app.calls('app.setBadgeCount')).toEqual([]);
});

test('a first start follows a link as well; each entry of the menus does what it says, in a hidden window, too', async () => {
  const link = encodeURIComponent('https://records.example/share');
  const app = await launch(browser(), { switches: [`ferry:download?url=${link}`] });
  const page = await app.window();
  // Its server is none of the user's yet: adding it comes first.
  await expect
    .poll(() => page.getByRole('dialog').getByRole('textbox', { name: 'Address' }).inputValue())
    .toBe('https://records.example');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide());
  const chooseInBar = (menu: string, label: string): Promise<void> =>
    app.evaluate(
      ({ Menu }, [of, name]) => {
        const { submenu } = Menu.applicationMenu!.items.find((item) => item.label === of)!;
        const items = submenu as Electron.MenuItemConstructorOptions[];
        (items.find((item) => item.label === name)!.click as () => void)();
      },
      [menu, label] as const,
    );
  const shown = (role: 'dialog' | 'region', name: string): Promise<void> =>
    page.getByRole(role, { name }).waitFor({ state: 'visible' });

  await chooseInBar('File', 'Settings…');
  await shown('region', 'Settings');
  expect(await isVisible(app)).toBe(true);
  for (const about of ['About Ferry', 'Licences']) {
    await page.getByRole('textbox', { name: 'Search settings' }).fill('nothing of the kind');
    await chooseInBar('Help', about);
    await page.getByText('MIT: free to use, change and pass on.').waitFor({ state: 'visible' });
  }
  await chooseInBar('Help', 'Keyboard Shortcuts');
  await shown('dialog', 'Keyboard shortcuts');
  await page.keyboard.press('Escape');
  await chooseInBar('Help', 'Save Diagnostics…');
  await shown('dialog', 'Save diagnostics');
  await page.keyboard.press('Escape');
  await chooseInBar('Help', 'Show Log');
  await chooseInBar('File', 'Open Download Folder');
  // What Ferry starts for it here is Node with the app's folder, and no Electron.
  await chooseInBar('Help', 'Run Self-Test…');
  await expect
    .poll(async () => (await app.calls('dialog.showMessageBox')).map(({ args: [options] }) => options))
    .toMatchObject([{ message: 'The self-test found something wrong' }]);
  await app.evaluate(({ standIn }) => standIn.answers.messageBox.give(0));
  await expect
    .poll(async () => (await app.calls('shell.showItemInFolder')).map(({ args: [path] }) => path))
    .toEqual([join(app.dataFolder, 'ferry.log'), expect.stringMatching(/ferry-self-test\.txt$/)]);
  expect(await app.calls('shell.openPath')).toHaveLength(1);
  await chooseInBar('File', 'New Download…');
  // There is no server yet, which comes first.
  await expect.poll(() => page.getByRole('dialog').count()).toBe(1);
});

test('where the system refuses notifications the window asks for attention, and the inbox tells what happened', async () => {
  const home = newHome();
  const server = await startServer();
  const app = await launch(browser(), { home, environment: { STAND_IN_MODES: 'notifications-fail' } });
  const page = await app.window();
  const connectionId = await signIn(app, server);
  await lookAway(app);
  const id = await request(app, connectionId, server.tree.examples.letter.id, home);
  await reaches(app, id, 'saved');
  await expect.poll(async () => (await app.calls('window.flashFrame')).at(-1)?.args).toEqual([true]);
  const log = readFileSync(join(app.dataFolder, 'ferry.log'), 'utf8');
  expect(log).toContain('notification.refused');
  await page.getByRole('button', { name: /^Notifications/ }).click();
  await expect
    .poll(() => page.getByText(server.tree.examples.letter.name).filter({ visible: true }).count())
    .toBeGreaterThan(0);
});

test('notifications that are switched off don’t appear; one about a sign-in opens the sign-in', async () => {
  const home = newHome();
  const server = await startServer();
  const app = await launch(browser(), { home });
  const page = await app.window();
  const connectionId = await signIn(app, server);
  await ask(app, 'settings.save', { settings: { notifySaved: false } });
  await lookAway(app);
  const id = await request(app, connectionId, server.tree.examples.letter.id, home);
  await reaches(app, id, 'saved');
  server.control.setPassword('demo', 'changed');
  server.control.expireTickets();
  await request(app, connectionId, server.tree.examples.mine.id, home);
  await expect
    .poll(async () => (await app.calls('notification.show')).map(({ args: [options] }) => options))
    .toMatchObject([{ title: 'Sign in to Records', actions: [{ text: 'Sign in' }] }]);
  await expect.poll(() => badge(app)).toBe(1);
  await app.evaluate(({ standIn }) => standIn.notifications[0]!.emit('action', { actionIndex: 0 }));
  await expect.poll(() => page.getByRole('dialog', { name: 'Sign in to Records' }).isVisible()).toBe(true);
});

test('a second start with a link fills the form for a new download, and requests nothing', async () => {
  const home = newHome();
  const server = await startServer();
  const first = await launch(browser(), { home });
  const page = await first.window();
  await signIn(first, server);
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide());
  const link = `${server.url}/share/page/document-details?nodeRef=workspace://SpacesStore/${server.tree.examples.letter.id}`;
  const second = await launch(browser(), {
    home,
    switches: [`ferry:download?url=${encodeURIComponent(link)}`],
  });
  expect(await second.exited).toBe(0);
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await expect.poll(() => dialog.isVisible()).toBe(true);
  expect(await dialog.getByRole('searchbox').inputValue()).toBe(link);
  expect(await dialog.innerText()).toContain(`The link leads to ${new URL(server.url).host}.`);
  expect(await isVisible(first)).toBe(true);
  expect((await ask(first, 'queue.snapshot', {})).jobs).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'started at login Ferry opens no window; the setting creates and removes the autostart file',
  async () => {
    const home = newHome();
    const file = join(home, '.config', 'autostart', 'ferry.desktop');
    // It was left on a display that isn't there anymore.
    mkdirSync(join(home, 'data'));
    const window = { x: 5000, y: 100, width: 1180, height: 760 };
    writeFileSync(join(home, 'data', 'config.json'), JSON.stringify({ window }));
    const app = await launch(browser(), {
      home,
      switches: ['--hidden'],
      // An AppImage runs somewhere else at each start.
      environment: {
        STAND_IN_DISPLAYS: '[{"x":0,"y":0,"width":1024,"height":600}]',
        APPIMAGE: '/opt/Ferry.AppImage',
      },
    });
    await app.window();
    // This desktop has no tray: a window in the taskbar is the way in then.
    await expect.poll(() => app.calls('window.minimize')).toHaveLength(1);
    expect(await app.calls('window.show')).toEqual([]);
    // The display has no more room.
    const [opened] = (await app.calls('new BrowserWindow'))[0]!.args;
    expect(opened).toMatchObject({ width: 1024, height: 600 });
    expect(opened).not.toHaveProperty('x');
    await ask(app, 'settings.save', { settings: { startAtLogin: true } });
    expect(readFileSync(file, 'utf8')).toContain('\nExec="/opt/Ferry.AppImage" --hidden\n');
    await ask(app, 'settings.save', { settings: { startAtLogin: false } });
    expect(existsSync(file)).toBe(false);
  },
);

test('a network that goes is shown, and when it is back the servers are asked anew; one on this machine needs none', async () => {
  const home = newHome();
  const server = await startServer();
  const app = await launch(browser(), {
    home,
    appFolder: changedApp(['lookEvery = 5e3', 'lookEvery = 50']),
  });
  const page = await app.window();
  const connectionId = await signIn(app, server);
  const setNetwork = (isThere: boolean): Promise<void> =>
    app.evaluate(({ net }, there) => {
      net.isOnline = () => there;
    }, isThere);
  const isOnline = async (): Promise<boolean> => (await ask(app, 'app.info', {})).online;
  const banner = page.getByText('Offline: Ferry goes on by itself').filter({ visible: true }).first();
  expect(await isOnline()).toBe(true);
  await setNetwork(false);
  await expect.poll(isOnline).toBe(false);
  await expect.poll(() => banner.isVisible()).toBe(true);
  // A server on this machine needs no network.
  const id = await request(app, connectionId, server.tree.examples.letter.id, home);
  await reaches(app, id, 'saved');
  const asked = server.control.requests.length;
  await setNetwork(true);
  await expect.poll(isOnline).toBe(true);
  await expect.poll(() => banner.isVisible()).toBe(false);
  await expect.poll(() => server.control.requests.length).toBeGreaterThan(asked);
});

test('on macOS a start at login shows no window; its bar has the program’s own menu, and a link comes by an event', async () => {
  const server = await startServer();
  const app = await launch(browser(), {
    appFolder: onPlatform('darwin'),
    environment: { STAND_IN_AT_LOGIN: '1', STAND_IN_DOCK: '1' },
  });
  const page = await app.window();
  await signIn(app, server);
  expect(await isVisible(app)).toBe(false);
  const menus = await app.evaluate(({ Menu }) => Menu.applicationMenu!.items.map(({ label }) => label));
  expect(menus).toEqual(['Ferry', 'File', 'Edit', 'View', 'Window', 'Help']);
  const [dock] = (await app.calls('dock.setMenu')).at(-1)!.args as [{ label?: string }[]];
  expect(dock.flatMap(({ label }) => label ?? [])).toEqual([
    ...['New Download…', 'Pause All', 'Resume All', 'Open Download Folder'],
  ]);
  await ask(app, 'settings.save', { settings: { startAtLogin: true } });
  expect((await app.calls('app.setLoginItemSettings')).map(({ args }) => args)).toEqual([
    [{ openAtLogin: true }],
  ]);

  const open = (link: string): Promise<boolean> =>
    app.evaluate(({ app: electron, standIn }, address) => {
      const event = standIn.event();
      electron.emit('open-url', event, address);
      return event.defaultPrevented;
    }, link);
  expect(await open('ferry:remove?url=https%3A%2F%2Felsewhere.example%2F')).toBe(true);
  await expect.poll(() => isVisible(app)).toBe(true);
  expect(await page.getByRole('dialog').count()).toBe(0);
  await open('ferry:download?url=https%3A%2F%2Felsewhere.example%2Fshare');
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await expect.poll(() => dialog.isVisible()).toBe(true);
  expect(await dialog.innerText()).toContain('The link leads to elsewhere.example.');
  expect((await ask(app, 'queue.snapshot', {})).jobs).toEqual([]);
});
