import { join } from 'node:path';
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DataFolderInUseError, lockDataFolder } from '../../src-main/adapters/data-folder.ts';
import { desktopWithTray, startTrayDesktop } from '../fakes/tray-host.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { ask, changedApp, launch, logged, newHome, onPlatform, useBrowser } from './desktop-harness.ts';
import { jobs, prepare, reaches, request, signIn, startServer } from './jobs.ts';
import type { StandInApp } from './launch.ts';
import { sentenceOf } from '../../src-shared/failures/failure-words.ts';

const browser = useBrowser();

const choose = (app: StandInApp, label: string): Promise<void> =>
  app.evaluate(({ standIn }, name) => standIn.trays[0]!.menu!.choose(name), label);
const closeWindow = (app: StandInApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
const isVisible = (app: StandInApp): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible());
/** Where the user drags the window to. */
const place = { x: 300, y: 200, width: 1000, height: 700 };
const drag = (app: StandInApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]!.drag(to), place);
const opened = async (app: StandInApp): Promise<unknown> =>
  (await app.calls('new BrowserWindow')).at(-1)!.args[0];
const answer = (app: StandInApp, button: number): Promise<void> =>
  app.evaluate(({ standIn }, response) => standIn.answers.messageBox.give(response), button);
const notified = async (app: StandInApp): Promise<string[]> =>
  (await app.calls('notification.show')).map(({ args: [options] }) => (options as { title: string }).title);

test('with nothing running it quits without a question, keeps where its window stood, and releases the data folder', async () => {
  const home = newHome();
  const app = await launch(browser(), { home });
  await app.window();
  await drag(app);
  await choose(app, 'Quit Ferry');
  expect(await app.exited).toBe(0);
  expect(app.output).toBe('');
  lockDataFolder(join(home, 'data')).release();
  const kept: unknown = JSON.parse(readFileSync(join(home, 'data', 'config.json'), 'utf8'));
  expect(kept).toMatchObject({ window: { ...place, maximized: false } });
});

test('59 quitting says what is running; it continues at the next start, requested once', async () => {
  const home = newHome();
  const server = await startServer();
  server.control.holdPreparation();
  const app = await launch(browser(), { home });
  await app.window();
  const id = await request(app, await signIn(app, server), server.tree.examples.handover.id, home);
  await reaches(app, id, 'preparing');

  await expect
    .poll(() => app.evaluate(({ standIn }) => standIn.trays[0]!.toolTip))
    .toBe('Ferry: Preparing 1');
  await choose(app, 'Quit Ferry');
  await choose(app, 'Quit Ferry');
  await expect.poll(() => app.calls('dialog.showMessageBox')).toHaveLength(1);
  const [question] = await app.calls('dialog.showMessageBox');
  expect(question!.args[0]).toMatchObject({
    detail: expect.stringContaining('Preparing 1. What') as string,
    buttons: ['Quit and go on next time', 'Keep running'],
    cancelId: 1,
  });
  await answer(app, 1);
  await reaches(app, id, 'preparing');

  await choose(app, 'Quit Ferry');
  await answer(app, 0);
  expect(await app.exited).toBe(0);

  server.control.releasePreparation();
  const again = await launch(browser(), { home });
  await again.window();
  await signIn(again, server);
  await reaches(again, id, 'saved');
  expect(server.control.count('POST', '/downloads')).toBe(1);
  expect(readdirSync(join(home, 'files'))).toHaveLength(1);
});

test('60 a second start shows the first one’s window and ends', async () => {
  const home = newHome();
  const first = await launch(browser(), { home, environment: await desktopWithTray() });
  await first.window();
  await closeWindow(first);
  await expect.poll(() => isVisible(first)).toBe(false);
  const second = await launch(browser(), { home });
  expect(await second.exited).toBe(0);
  await expect.poll(() => isVisible(first)).toBe(true);
  // Another data folder is another Ferry.
  const other = await launch(browser());
  await other.window();
});

test('closing the window leaves Ferry in the tray, and says so only the first time', async () => {
  const home = newHome();
  const environment = await desktopWithTray();
  const app = await launch(browser(), { home, environment });
  await app.window();
  await drag(app);
  for (let times = 0; times < 2; times += 1) {
    await closeWindow(app);
    await expect.poll(() => isVisible(app)).toBe(false);
    await choose(app, 'Show Ferry');
    expect(await isVisible(app)).toBe(true);
  }
  expect(await notified(app)).toEqual(['Ferry keeps running']);
  expect(await app.close()).toBe(0);

  const again = await launch(browser(), { home, environment });
  await again.window();
  expect(await opened(again)).toMatchObject(place);
  await closeWindow(again);
  await expect.poll(() => isVisible(again)).toBe(false);
  expect(await notified(again)).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'on a desktop without a tray closing the window minimises it and says so once; a tray that comes later takes it',
  async () => {
    const home = newHome();
    const desktop = await startTrayDesktop();
    const app = await launch(browser(), { home, environment: desktop.environment });
    await app.window();
    for (let times = 1; times <= 2; times += 1) {
      await closeWindow(app);
      await expect.poll(() => app.calls('window.minimize')).toHaveLength(times);
    }
    expect(await isVisible(app)).toBe(true);
    expect(await notified(app)).toEqual(['Ferry stays beside your windows']);
    expect(await app.calls('new Tray')).toHaveLength(1);

    await desktop.bringWatcher(true);
    await closeWindow(app);
    await expect.poll(() => isVisible(app)).toBe(false);
    // Electron asks for a host once, when a sign is made: the first one would never be seen.
    expect(await app.calls('new Tray')).toHaveLength(2);
    expect(await app.evaluate(({ standIn }) => standIn.trays.length)).toBe(1);
    await choose(app, 'Show Ferry');
    expect(await isVisible(app)).toBe(true);
  },
);

test('without a tray, and with that setting, closing the window asks whether to quit, and waits for the answer', async () => {
  const home = newHome();
  const server = await startServer();
  server.control.holdPreparation();
  const app = await launch(browser(), { home, environment: { STAND_IN_MODES: 'no-tray' } });
  await app.window();
  await ask(app, 'settings.save', { settings: { closeWithoutTray: 'quit' } });
  const id = await request(app, await signIn(app, server), server.tree.examples.handover.id, home);
  await reaches(app, id, 'preparing');
  await closeWindow(app);
  await answer(app, 1);
  await reaches(app, id, 'preparing');
  expect(await isVisible(app)).toBe(true);
  await closeWindow(app);
  await answer(app, 0);
  expect(await app.exited).toBe(0);
});

test('on macOS a window in full screen leaves it before it is hidden', async () => {
  const app = await launch(browser(), { appFolder: onPlatform('darwin') });
  await app.window();
  await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    window.setFullScreen(true);
    await new Promise((resolve) => window.once('enter-full-screen', resolve));
  });
  await closeWindow(app);
  await expect.poll(() => isVisible(app)).toBe(false);
  const black = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.leftBlackSpace);
  expect(black).toBe(false);
});

test.each(['never-ready-to-show', 'load-fails-once'])('the window opens in spite of: %s', async (mode) => {
  const app = await launch(browser(), { environment: { STAND_IN_MODES: mode } });
  const page = await app.window();
  await page.getByRole('heading', { name: 'Add a server to begin' }).waitFor();
  await expect.poll(() => isVisible(app)).toBe(true);
});

test('a page that can’t be loaded is tried once more, then the user is asked in a visible window', async () => {
  const app = await launch(browser(), { environment: { STAND_IN_MODES: 'load-fails' } });
  await expect.poll(() => app.calls('dialog.showMessageBox').catch(() => [])).toHaveLength(1);
  const [question] = await app.calls('dialog.showMessageBox');
  expect(question!.args).toEqual([
    expect.objectContaining({ message: 'Ferry’s window could not be loaded' }),
    'over a window',
  ]);
  expect(await isVisible(app)).toBe(true);
  expect(await app.calls('window.loadURL')).toHaveLength(2);
  await answer(app, 1);
  expect(await app.exited).toBe(0);
});

test('a page whose preload can’t be loaded is reloaded', async () => {
  const app = await launch(browser());
  await app.window();
  await app.evaluate(({ BrowserWindow, standIn }) => {
    const error = new SyntaxError('in the preload');
    BrowserWindow.getAllWindows()[0]!.webContents.emit(
      'preload-error',
      standIn.event(),
      'preload.cjs',
      error,
    );
  });
  await expect.poll(() => app.calls('window.loadURL')).toHaveLength(2);
  expect(logged(app)).toContainEqual(
    expect.objectContaining({ event: 'window.failed', kind: 'no-preload', detail: 'SyntaxError' }),
  );
});

test('a window that doesn’t respond is reopened when the user says so, and left alone once it responds', async () => {
  const app = await launch(browser());
  await app.window();
  const emit = (name: string): Promise<void> =>
    app.evaluate(({ BrowserWindow }, event) => void BrowserWindow.getAllWindows()[0]!.emit(event), name);
  const questions = async (): Promise<number> => (await app.calls('dialog.showMessageBox')).length;
  await emit('unresponsive');
  await emit('unresponsive');
  await expect.poll(questions).toBe(1);
  await emit('responsive');
  await emit('unresponsive');
  await expect.poll(questions).toBe(2);
  expect(await app.calls('contents.forcefullyCrashRenderer')).toEqual([]);
  await answer(app, 1);
  await expect.poll(() => app.calls('window.loadURL')).toHaveLength(2);
  const page = await app.window();
  await page.getByRole('heading', { name: 'Add a server to begin' }).waitFor();
});

test('an uncaught error is logged without its message and reported in Ferry’s words; a restart is orderly', async () => {
  const app = await launch(browser());
  await app.window();
  await app.evaluate(() => {
    setTimeout(() => {
      throw new RangeError('https://alice:secret@records.example.com');
    });
    void Promise.reject(new Error('nobody waits for this'));
  });
  await expect.poll(() => app.calls('dialog.showMessageBox')).toHaveLength(1);
  const [question] = await app.calls('dialog.showMessageBox');
  expect(question!.args[0]).toMatchObject({ message: 'Something went wrong inside Ferry' });
  expect(await app.calls('dialog.showErrorBox')).toEqual([]);
  await expect.poll(() => logged(app).filter(({ event }) => event === 'program.fault')).toHaveLength(2);
  const faults = logged(app).filter(({ event }) => event === 'program.fault');
  expect(faults.map(({ detail }) => detail!.split(' ')[0]).sort()).toEqual(['Error', 'RangeError']);
  expect(JSON.stringify(faults)).not.toContain('secret');
  await answer(app, 0);
  expect(await app.exited).toBe(0);
});

test('a Chromium process that died is logged, and reported where it can’t be restarted', async () => {
  const app = await launch(browser());
  await app.window();
  const lose = (details: object): Promise<void> =>
    app.evaluate(({ app: electron, standIn }, gone) => {
      electron.emit('child-process-gone', standIn.event(), gone);
    }, details);
  await lose({ type: 'Utility', reason: 'crashed', exitCode: 5, name: 'Network Service' });
  await lose({ type: 'GPU', reason: 'launch-failed', exitCode: 1 });
  await expect.poll(() => app.calls('dialog.showMessageBox')).toHaveLength(1);
  expect(logged(app).filter(({ event }) => event === 'process.gone')).toMatchObject([
    { kind: 'crashed', detail: 'Utility (Network Service): crashed, 5' },
    { kind: 'launch-failed', detail: 'GPU: launch-failed, 1' },
  ]);
});

test('a text field has a menu of its own, without spelling', async () => {
  const app = await launch(browser());
  await app.window();
  await app.evaluate(({ BrowserWindow, standIn }) => {
    const editFlags = { canUndo: true, canRedo: false, canCut: true, canCopy: true, canPaste: true };
    const context = { x: 3, y: 4, frame: null, menuSourceType: 'mouse', selectionText: '', isEditable: true };
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    webContents.emit('context-menu', standIn.event(), { ...context, editFlags });
    webContents.emit('context-menu', standIn.event(), { ...context, isEditable: false, editFlags });
  });
  const popups = await app.calls('menu.popup');
  expect(popups).toHaveLength(1);
  expect(popups[0]!.args[1]).toEqual({ hasWindow: true, x: 3, y: 4 });
  const labels = (popups[0]!.args[0] as { label?: string }[]).flatMap(({ label }) => label ?? []);
  expect(labels).toEqual(['Undo', 'Redo', 'Cut', 'Copy', 'Paste', 'Delete', 'Select All']);
});

test('59 SIGTERM, SIGINT and SIGHUP end it in order and without a question, whatever is under way', async () => {
  await Promise.all(
    (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).map(async (signal) => {
      const home = newHome();
      prepare(home, composeJob({ id: 'job', state: { is: 'queued' } }));
      const app = await launch(browser(), { home });
      await app.window();
      app.process.kill(signal);
      expect(await app.exited).toBe(0);
      expect(app.output).toBe('');
      expect(readdirSync(join(home, 'data'))).not.toContain('ferry.db-wal');
    }),
  );
});

test('59 on Windows Ferry starts to end when the system asks whether the session may end, and delays nothing', async () => {
  const home = newHome();
  prepare(home, composeJob({ id: 'job', state: { is: 'queued' } }));
  const app = await launch(browser(), { home });
  await app.window();
  expect(await app.evaluate(({ standIn }) => standIn.querySessionEnd())).toBe(false);
  expect(await app.exited).toBe(0);
  expect(readdirSync(join(home, 'data'))).not.toContain('ferry.db-wal');
});

test('59 a session that ends before all was stopped loses nothing', async () => {
  const home = newHome();
  prepare(home, composeJob({ id: 'job', state: { is: 'queued' } }));
  const app = await launch(browser(), { home });
  await app.window();
  await app.evaluate(({ standIn }) => standIn.endSession()).catch(() => undefined);
  await app.exited;
  const again = await launch(browser(), { home });
  await again.window();
  expect((await jobs(again)).map(({ id }) => id)).toEqual(['job']);
});

test('59 a system that shuts down gets no question, and finds everything kept', async () => {
  const home = newHome();
  const server = await startServer();
  const { control, tree } = server;
  control.holdContentAt(6_000);
  const app = await launch(browser(), { home });
  await app.window();
  const id = await request(app, await signIn(app, server), tree.examples.handover.id, home);
  await control.contentHeld();
  expect(await app.close()).toBe(0);

  control.releaseContent();
  const again = await launch(browser(), { home });
  await again.window();
  expect((await jobs(again)).map((job) => job.id)).toEqual([id]);
  await signIn(again, server);
  await reaches(again, id, 'saved');
});

test('after a kill the next start continues', async () => {
  const home = newHome();
  const server = await startServer();
  const { control, tree } = server;
  control.holdContentAt(6_000);
  const app = await launch(browser(), { home });
  await app.window();
  const id = await request(app, await signIn(app, server), tree.examples.handover.id, home);
  await control.contentHeld();
  await app.kill();
  control.releaseContent();
  const again = await launch(browser(), { home });
  await again.window();
  await signIn(again, server);
  await reaches(again, id, 'saved');
  expect(readdirSync(join(home, 'files'))).toHaveLength(1);
});

test('61 a window that crashes comes back by itself while the transfer goes on; the second time it asks', async () => {
  const home = newHome();
  const server = await startServer();
  const { control, tree } = server;
  control.holdContentAt(6_000);
  const app = await launch(browser(), { home });
  await app.window();
  const id = await request(app, await signIn(app, server), tree.examples.handover.id, home);
  await control.contentHeld();

  const crash = (): Promise<void> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.crash());
  await crash();
  const page = await app.window();
  await expect
    .poll(() => page.getByRole('row').filter({ hasText: tree.examples.handover.name }).count())
    .toBe(1);
  await crash();
  await expect.poll(() => app.calls('dialog.showMessageBox')).toHaveLength(1);
  control.releaseContent();
  await expect
    .poll(() => readdirSync(join(home, 'files')).filter((name) => name.endsWith('.zip')))
    .toHaveLength(1);
  await answer(app, 0);
  await app.window();
  await reaches(app, id, 'saved');
});

test('a window that stays in the tray is let go, and opened anew by the tray, a notification and a second start', async () => {
  const home = newHome();
  const server = await startServer();
  const app = await launch(browser(), {
    home,
    appFolder: changedApp([/keptHidden = [^;]+;/, 'keptHidden = 50;']),
    environment: await desktopWithTray(),
  });
  await app.window();
  const connectionId = await signIn(app, server);
  const windows = (): Promise<number> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const letGo = async (): Promise<void> => {
    await closeWindow(app);
    await expect.poll(windows).toBe(0);
  };
  const isOpen = async (): Promise<void> => {
    const page = await app.window();
    await expect.poll(() => isVisible(app)).toBe(true);
    await page.getByRole('button', { name: 'New download' }).first().waitFor();
  };
  await drag(app);
  await letGo();
  await choose(app, 'Show Ferry');
  await isOpen();
  expect(await opened(app)).toMatchObject(place);

  const id = await request(app, connectionId, server.tree.examples.letter.id, home);
  await letGo();
  await expect.poll(() => notified(app)).toContain('Saved');
  await app.evaluate(({ standIn }) =>
    standIn.notifications.find(({ options }) => options.title === 'Saved')!.emit('click'),
  );
  await isOpen();
  await reaches(app, id, 'saved');
  await letGo();
  // The display that it stood on is unplugged meanwhile.
  await app.evaluate(() => {
    process.env.STAND_IN_DISPLAYS = '[{"x":1920,"y":0,"width":800,"height":600}]';
  });
  const second = await launch(browser(), { home });
  expect(await second.exited).toBe(0);
  await isOpen();
  expect(await opened(app)).toMatchObject({ width: 800, height: 600 });
  expect(await opened(app)).not.toHaveProperty('x');
  // What the taskbar shows is told to the new window as well, though nothing has changed.
  const names = (await app.calls()).map(({ call }) => call);
  expect(names.slice(names.lastIndexOf('new BrowserWindow'))).toContain('window.setProgressBar');
  await letGo();
  expect(await app.close()).toBe(0);
});

test('a Ferry whose data folder another one has taken over says so and ends', async () => {
  const home = newHome();
  const app = await launch(browser(), {
    home,
    appFolder: changedApp([/(lookEvery\S* = )2e3/, '$150']),
  });
  await app.window();
  // In one step, as the app puts a missing lock back at once.
  const lock = lockDataFolder(join(home, 'other'));
  renameSync(join(home, 'other', 'ferry.lock'), join(home, 'data', 'ferry.lock'));
  await expect.poll(() => app.calls('dialog.showMessageBox')).toHaveLength(1);
  expect((await app.calls('dialog.showMessageBox'))[0]!.args[0]).toMatchObject({
    message: 'Another Ferry has taken over',
  });
  await answer(app, 0);
  expect(await app.exited).toBe(0);
  lock.release();
});

test('a machine that slept is told to the log, and what waits is looked at again when it wakes', async () => {
  const app = await launch(browser());
  await app.window();
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
  });
  expect(logged(app).map(({ event }) => event)).toEqual(
    expect.arrayContaining(['machine.suspended', 'machine.resumed']),
  );
});

test('the desktop app refuses data that another kind of Ferry is using, says so and ends', async () => {
  const home = newHome();
  const lock = lockDataFolder(join(home, 'data'));
  const app = await launch(browser(), { home });
  expect(await app.exited).toBe(1);
  expect(app.output).toContain(sentenceOf(new DataFolderInUseError(join(home, 'data'))));
  lock.release();
});
