import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DataFolderInUseError, lockDataFolder } from '../../src-main/adapters/data-folder.ts';
import { launch, newHome, useBrowser } from './desktop-harness.ts';
import { jobs, reaches, request, signIn, startServer } from './jobs.ts';
import type { StandInApp } from './launch.ts';
import { sentenceOf } from '../../src-shared/failures/failure-words.ts';

const browser = useBrowser();

const choose = (app: StandInApp, label: string): Promise<void> =>
  app.evaluate(({ standIn }, name) => standIn.trays[0]!.menu!.choose(name), label);
const closeWindow = (app: StandInApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
const isVisible = (app: StandInApp): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible());
const answer = (app: StandInApp, button: number): Promise<void> =>
  app.evaluate(({ standIn }, response) => standIn.answers.messageBox.give(response), button);
const notified = async (app: StandInApp): Promise<string[]> =>
  (await app.calls('notification.show')).map(({ args: [options] }) => (options as { title: string }).title);

test('with nothing under way it quits without a question, and lets the data folder go', async () => {
  const home = newHome();
  const app = await launch(browser(), { home });
  await app.window();
  await choose(app, 'Quit Ferry');
  expect(await app.exited).toBe(0);
  expect(app.output).toBe('');
  lockDataFolder(join(home, 'data')).release();
});

test('59 quitting says what is under way; it goes on at the next start, asked for once', async () => {
  const home = newHome();
  const server = await startServer();
  server.control.holdPreparation();
  const app = await launch(browser(), { home });
  await app.window();
  const id = await request(app, await signIn(app, server), server.tree.examples.handover.id, home);
  await reaches(app, id, 'preparing');

  await expect
    .poll(() => app.evaluate(({ standIn }) => standIn.trays[0]!.toolTip))
    .toBe('Ferry: 1 preparing');
  await choose(app, 'Quit Ferry');
  await choose(app, 'Quit Ferry');
  await expect.poll(() => app.calls('dialog.showMessageBox')).toHaveLength(1);
  const [question] = await app.calls('dialog.showMessageBox');
  expect(question!.args[0]).toMatchObject({
    detail: expect.stringContaining('1 preparing') as string,
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
  const first = await launch(browser(), { home });
  await first.window();
  await closeWindow(first);
  expect(await isVisible(first)).toBe(false);
  const second = await launch(browser(), { home });
  expect(await second.exited).toBe(0);
  await expect.poll(() => isVisible(first)).toBe(true);
  // Another data folder is another Ferry.
  const other = await launch(browser());
  await other.window();
});

test('closing the window leaves it in the tray, and says so once in a lifetime', async () => {
  const home = newHome();
  const app = await launch(browser(), { home });
  await app.window();
  for (let times = 0; times < 2; times += 1) {
    await closeWindow(app);
    expect(await isVisible(app)).toBe(false);
    await choose(app, 'Show Ferry');
    expect(await isVisible(app)).toBe(true);
  }
  expect(await notified(app)).toEqual(['Ferry keeps running']);
  expect(await app.close()).toBe(0);

  const again = await launch(browser(), { home });
  await again.window();
  await closeWindow(again);
  expect(await notified(again)).toEqual([]);
});

test('where there is no tray, closing the window asks to quit, and stays where it is until it is answered', async () => {
  const home = newHome();
  const server = await startServer();
  server.control.holdPreparation();
  const app = await launch(browser(), { home, environment: { STAND_IN_NO_TRAY: '1' } });
  await app.window();
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

test('where there is no tray and nothing is under way, closing the window quits', async () => {
  const app = await launch(browser(), { environment: { STAND_IN_NO_TRAY: '1' } });
  await app.window();
  await closeWindow(app);
  expect(await app.exited).toBe(0);
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

test('after a kill the next start goes on', async () => {
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

test('where another kind of Ferry has the data, it says so and ends', async () => {
  const home = newHome();
  const lock = lockDataFolder(join(home, 'data'));
  const app = await launch(browser(), { home });
  expect(await app.exited).toBe(1);
  expect(app.output).toContain(sentenceOf(new DataFolderInUseError(join(home, 'data'))));
  lock.release();
});
