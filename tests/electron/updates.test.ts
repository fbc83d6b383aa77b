import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ask, changedApp, launch, logged, newHome, useBrowser } from './desktop-harness.ts';
import type { StandInApp } from './launch.ts';

const browser = useBrowser();

/** A feed as electron-builder writes it: a file for each channel, and the packages. */
async function startFeed() {
  const files = new Map<string, string | Buffer>();
  const asked: string[] = [];
  const told: unknown[] = [];
  const state = { isCut: false };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://feed');
    asked.push(pathname);
    told.push(request.headers['x-user-staging-id']);
    if (state.isCut) return void request.socket.destroy();
    const file = files.get(pathname);
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    told,
    state,
    /** @param announced what the feed says the package is, where that isn't so */
    publish: (channel: string, version: string, content: string, announced = content): void => {
      const name = `Ferry-${version}.AppImage`;
      const sha512 = createHash('sha512').update(announced).digest('base64');
      const size = Buffer.byteLength(content);
      files.set(`/${name}`, content);
      files.set(
        `/${channel}-linux.yml`,
        [
          `version: ${version}`,
          `files:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${size}`,
          `path: ${name}\nsha512: ${sha512}`,
          "releaseDate: '2026-01-01T00:00:00.000Z'",
          'releaseNotes: |\n  - Larger zips\n  - Fewer questions',
        ].join('\n'),
      );
    },
  };
}

const lookForUpdates = (app: StandInApp, menu = 'Help'): Promise<void> =>
  app.evaluate(({ Menu }, label) => {
    const { submenu } = Menu.applicationMenu!.items.find((item) => item.label === label)!;
    const entry = (submenu as Electron.MenuItemConstructorOptions[]).find(
      (item) => item.label === 'Check for Updates…',
    )!;
    (entry.click as () => void)();
  }, menu);
const answer = (app: StandInApp, button: number): Promise<void> =>
  app.evaluate(({ standIn }, response) => standIn.answers.messageBox.give(response), button);
/** The messages of all questions so far. */
const questions = async (app: StandInApp): Promise<{ message: string; detail: string }[]> =>
  (await app.calls('dialog.showMessageBox')).map(({ args: [options] }) => options as never);

test.skipIf(process.platform !== 'linux')(
  'updates: a feed that is gone, cut, older, tampered with is told in words and changes nothing; a newer one is installed',
  async () => {
    const home = newHome();
    const feed = await startFeed();
    const resources = join(home, 'resources');
    const appImage = join(home, 'Ferry.AppImage');
    const started = join(home, 'started');
    mkdirSync(resources);
    writeFileSync(
      join(resources, 'app-update.yml'),
      `provider: generic\nurl: ${feed.url}\nupdaterCacheDirName: ferry-updater\n`,
    );
    writeFileSync(appImage, 'this version', { mode: 0o755 });
    const newer = `#!/bin/sh\necho "$0" > '${started}'\n`;
    const app = await launch(browser(), {
      home,
      environment: {
        ...{ STAND_IN_PACKAGED: '1', STAND_IN_RESOURCES: resources, APPIMAGE: appImage },
        XDG_CACHE_HOME: join(home, '.cache'),
      },
    });
    await app.window();
    /** Asks, answers what is asked, and resolves with the last words. */
    let heard = 0;
    const look = async (...answers: number[]): Promise<string> => {
      await lookForUpdates(app);
      for (const button of [...answers, 0]) {
        heard += 1;
        await expect.poll(async () => (await questions(app)).length).toBe(heard);
        await answer(app, button);
      }
      return (await questions(app)).at(-1)!.message;
    };

    expect(await look()).toBe('No updates are published where Ferry looks');
    feed.state.isCut = true;
    expect(await look()).toBe('Updates can’t be looked for now');
    feed.state.isCut = false;
    feed.publish('latest', '0.0.1', newer);
    expect(await look()).toMatch(/^Ferry \S+ is the newest version$/);
    feed.publish('latest', '9.0.0', newer, 'what was announced');
    expect(await look(0)).toBe('The update isn’t what was announced');
    expect(readFileSync(appImage, 'utf8')).toBe('this version');
    expect(logged(app).filter(({ event }) => event === 'update.failed').length).toBe(3);

    await ask(app, 'settings.save', { settings: { updateChannel: 'beta' } });
    feed.publish('beta', '9.1.0-beta.1', newer);
    await lookForUpdates(app);
    await expect.poll(async () => (await questions(app)).length).toBe(heard + 1);
    expect((await questions(app)).at(-1)).toMatchObject({
      message: 'Ferry 9.1.0-beta.1 is available',
      detail: expect.stringContaining('What is new:\n- Larger zips\n- Fewer questions\n') as string,
    });
    await answer(app, 0);
    expect(await app.exited).toBe(0);
    expect(readFileSync(appImage, 'utf8')).toBe(newer);
    await expect.poll(() => existsSync(started)).toBe(true);
    // No number of this machine goes along.
    expect(new Set(feed.told)).toEqual(new Set(['none']));
  },
  60_000,
);

test('a portable Ferry keeps its data beside itself, registers nothing and says that it can’t update itself', async () => {
  const home = newHome();
  const stick = join(home, 'stick');
  const appFolder = changedApp(
    ['portableDataFolder(process.platform', 'portableDataFolder("win32"'],
    [/app\.commandLine\.getSwitchValue\("data-dir"\) \|\| /, ''],
    [/platform: process\.platform,(?=\s+dataFolder)/, 'platform: "win32",'],
  );
  const app = await launch(browser(), {
    home,
    appFolder,
    environment: { STAND_IN_PACKAGED: '1', PORTABLE_EXECUTABLE_DIR: stick },
  });
  await app.window();
  expect(existsSync(`${stick}\\Ferry data/ferry.db`)).toBe(true);
  expect(await app.calls('app.setAsDefaultProtocolClient')).toEqual([]);
  // The taskbar's list starts it once more, with a wish.
  expect((await app.calls('app.setUserTasks')).at(-1)!.args[0]).toMatchObject([
    { title: 'New Download…', program: process.execPath, arguments: '--new-download' },
  ]);
  expect(await app.calls('app.setBadgeCount')).toEqual([]);
  const { settings } = (await ask(app, 'app.info', {})).capabilities;
  expect(settings).not.toContain('startAtLogin');
  expect(settings).not.toContain('updateChannel');
  await lookForUpdates(app);
  await expect
    .poll(async () => (await questions(app)).map(({ message }) => message))
    .toEqual(['This Ferry can’t update itself']);
});
