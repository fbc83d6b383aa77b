import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { ask, changedApp, launch, newHome, useBrowser } from './desktop-harness.ts';
import { jobs, prepare, reaches, request, signIn, startServer } from './jobs.ts';
import type { StandInApp } from './launch.ts';

const browser = useBrowser();

interface Notice {
  title: string;
  body: string;
}
const notified = async (app: StandInApp): Promise<Notice[]> =>
  (await app.calls('notification.show')).map(({ args: [options] }) => options as Notice);
const lookAway = (app: StandInApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.blur());
const tray = (app: StandInApp): Promise<{ toolTip: string; title: string }> =>
  app.evaluate(({ standIn }) => ({ toolTip: standIn.trays[0]!.toolTip, title: standIn.trays[0]!.title }));

const savedJob = (home: string, fileName: string): Job => {
  writeFileSync(join(home, fileName), 'content');
  const state = { is: 'saved', folder: home, fileName, size: 7, sha256: 'f'.repeat(64) } as const;
  return composeJob({ id: `job-${fileName}`, name: fileName, state: { ...state, warnings: [] } });
};

test('a saved file is notified once, and a click on it shows the row', async () => {
  const home = newHome();
  const server = await startServer();
  const app = await launch(browser(), { home });
  const page = await app.window();
  await lookAway(app);
  const id = await request(app, await signIn(app, server), server.tree.examples.letter.id, home);
  await reaches(app, id, 'saved');
  await expect
    .poll(() => notified(app))
    .toMatchObject([{ title: 'Saved', body: server.tree.examples.letter.name }]);

  for (const actionIndex of [0, 1])
    await app.evaluate(
      ({ standIn }, index) => standIn.notifications[0]!.emit('action', { actionIndex: index }),
      actionIndex,
    );
  const file = join(home, 'files', server.tree.examples.letter.name);
  await expect.poll(() => app.calls('shell.openPath')).toMatchObject([{ args: [file] }]);
  await expect.poll(() => app.calls('shell.showItemInFolder')).toMatchObject([{ args: [file] }]);

  await page.getByRole('button', { name: 'Settings' }).click();
  await app.evaluate(({ BrowserWindow, standIn }) => {
    BrowserWindow.getAllWindows()[0]!.hide();
    standIn.notifications[0]!.emit('click');
  });
  await expect
    .poll(() =>
      page.getByRole('row').filter({ hasText: server.tree.examples.letter.name }).first().isVisible(),
    )
    .toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())).toBe(true);

  await app.close();
  const again = await launch(browser(), { home });
  await again.window();
  await signIn(again, server);
  expect(await notified(again)).toEqual([]);
});

test('a failure is notified once, even across restarts; one that comes back is new', async () => {
  const home = newHome();
  const server = await startServer();
  const { control, tree } = server;
  const fail = (): void =>
    control.failNext({ method: 'POST', pathPattern: '/downloads', action: 403, times: 1 });
  fail();
  const app = await launch(browser(), { home });
  await app.window();
  await lookAway(app);
  const connectionId = await signIn(app, server);
  const id = await request(app, connectionId, tree.examples.handover.id, home);
  await reaches(app, id, 'failed');
  await expect.poll(() => notified(app)).toMatchObject([{ title: 'A download failed' }]);
  fail();
  await ask(app, 'jobs.act', { jobId: id, action: 'retry' });
  await expect.poll(() => notified(app)).toHaveLength(2);
  await app.close();

  // A name that desktops on Linux would read as markup.
  const state = { is: 'failed', failure: { kind: 'silent' }, resume: { step: 'queued' } } as const;
  prepare(home, composeJob({ id: 'new', name: '<a href="https://x.example">R&D</a>', state }));
  const again = await launch(browser(), { home });
  await again.window();
  await lookAway(again);
  expect((await jobs(again)).map((job) => job.state.is)).toEqual(['failed', 'failed']);
  await expect.poll(() => notified(again)).toHaveLength(1);
  const [{ title, body }] = (await notified(again)) as [Notice];
  expect(title).toBe('A download failed');
  expect(body).toContain(
    process.platform === 'linux'
      ? '‹a href="https://x.example"›R＆D‹/a›'
      : '<a href="https://x.example">R&D</a>',
  );
});

test('many events at once make one notification, and a visible window none', async () => {
  const home = newHome();
  const failed = (id: string): Job =>
    composeJob({ id, state: { is: 'failed', failure: { kind: 'silent' }, resume: { step: 'queued' } } });
  prepare(home, ...['a', 'b', 'c', 'd', 'e'].map(failed));
  const app = await launch(browser(), { home });
  await app.window();
  await expect
    .poll(() => notified(app))
    .toEqual([{ title: 'Ferry', body: '5 downloads need you', silent: false }]);
  await app.close();

  const server = await startServer();
  const watched = await launch(browser(), { home });
  await watched.window();
  await expect
    .poll(() => watched.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isFocused()))
    .toBe(true);
  const id = await request(watched, await signIn(watched, server), server.tree.examples.letter.id, home);
  await reaches(watched, id, 'saved');
  await expect.poll(async () => (await tray(watched)).toolTip).toBe('Ferry');
  expect(await notified(watched)).toEqual([]);
});

test('the tray counts running downloads and pauses all, and the machine is kept awake only during transfers', async () => {
  const home = newHome();
  const server = await startServer();
  const { control, tree } = server;
  control.holdPreparation();
  control.holdContentAt(6_000);
  const app = await launch(browser(), { home });
  await app.window();
  await request(app, await signIn(app, server), tree.examples.handover.id, home);
  await expect.poll(() => tray(app)).toEqual({ toolTip: 'Ferry: Preparing 1', title: '1' });
  expect(await app.calls('powerSaveBlocker.start')).toEqual([]);

  control.releasePreparation();
  await control.contentHeld();
  await expect.poll(() => tray(app)).toEqual({ toolTip: 'Ferry: Downloading 1', title: '1' });
  expect(await app.calls('powerSaveBlocker.start')).toMatchObject([{ args: ['prevent-app-suspension'] }]);
  expect(await app.calls('powerSaveBlocker.stop')).toEqual([]);

  await app.evaluate(({ standIn }) => standIn.trays[0]!.menu!.choose('Pause all'));
  await expect.poll(() => tray(app)).toEqual({ toolTip: 'Ferry: Downloading 1 (1 paused)', title: '' });
  expect(await app.calls('powerSaveBlocker.stop')).toHaveLength(1);
  expect((await jobs(app)).map(({ state }) => state.is)).toEqual(['paused']);
  control.releaseContent();
});

test('while servers prepare the machine may sleep, unless a setting says otherwise', async () => {
  const home = newHome();
  const server = await startServer();
  server.control.holdPreparation();
  const app = await launch(browser(), { home });
  await app.window();
  await request(app, await signIn(app, server), server.tree.examples.handover.id, home);
  await expect.poll(async () => (await tray(app)).toolTip).toBe('Ferry: Preparing 1');
  expect(await app.calls('powerSaveBlocker.start')).toEqual([]);
  await ask(app, 'settings.save', { settings: { awakeWhilePreparing: true } });
  expect(await app.calls('powerSaveBlocker.start')).toHaveLength(1);
  await ask(app, 'settings.save', { settings: { awakeWhilePreparing: false } });
  expect(await app.calls('powerSaveBlocker.stop')).toHaveLength(1);
});

test('files go to the system’s folder for downloads', async () => {
  const home = newHome();
  const moved = join(home, 'moved', 'Downloads');
  const app = await launch(browser(), { home, environment: { STAND_IN_DOWNLOADS: moved } });
  await app.window();
  expect((await ask(app, 'app.info', {})).defaultFolder).toBe(join(moved, 'Ferry'));
});

test('62 a transfer that a sleep breaks goes on at its byte, and the servers are checked again', async () => {
  const home = newHome();
  const server = await startServer();
  const { control, tree } = server;
  const app = await launch(browser(), { home });
  await app.window();
  const connectionId = await signIn(app, server);
  control.holdContentAt(9_000_000);
  const id = await request(app, connectionId, tree.examples.scan.id, home);
  await control.contentHeld();
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
  // The line is gone while the machine sleeps.
  await server.stop();
  await server.start();
  control.releaseContent();
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  await reaches(app, id, 'saved');
  const isOk = async (): Promise<boolean> =>
    (await ask(app, 'connections.list', {})).connections[0]!.state.is === 'ok';
  await expect.poll(isOk).toBe(true);
  const before = server.control.requests.length;
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
  });
  await expect.poll(() => server.control.requests.length).toBeGreaterThan(before);
  await expect.poll(isOk).toBe(true);
});

test('files are opened and shown by job; a program only after confirmation', async () => {
  const home = newHome();
  prepare(home, savedJob(home, 'minutes.zip'), savedJob(home, 'setup.sh'));
  const app = await launch(browser(), { home });
  await app.window();
  const act = (jobId: string, action: 'open' | 'reveal'): Promise<unknown> =>
    ask(app, 'jobs.act', { jobId, action });
  await act('job-minutes.zip', 'open');
  await act('job-minutes.zip', 'reveal');
  const zip = join(home, 'minutes.zip');
  expect(await app.calls('shell.openPath')).toMatchObject([{ args: [zip] }]);
  expect(await app.calls('shell.showItemInFolder')).toMatchObject([{ args: [zip] }]);

  const script = join(home, 'setup.sh');
  await expect(act('job-setup.sh', 'open')).rejects.toThrow('risky-file');
  expect(await app.calls('shell.openPath')).toHaveLength(1);
  await ask(app, 'jobs.open', { jobId: 'job-setup.sh', confirmed: true });
  expect((await app.calls('shell.openPath')).map(({ args }) => args[0])).toEqual([zip, script]);
});

test('a folder is chosen in the system’s dialog, and settings are kept in the file of every host', async () => {
  const home = newHome();
  const app = await launch(browser(), { home });
  const page = await app.window();
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('region', { name: 'Settings' });
  await app.evaluate(({ standIn }) => standIn.answers.openDialog.give(null));
  await settings.getByRole('button', { name: 'Choose' }).click();
  await expect.poll(() => app.calls('dialog.showOpenDialog')).toHaveLength(1);
  await app.evaluate(({ standIn }, path) => standIn.answers.openDialog.give(path), join(home, 'elsewhere'));
  await settings.getByRole('button', { name: 'Choose' }).click();
  await expect.poll(() => settings.innerText()).toContain(join(home, 'elsewhere'));
  expect(await app.calls('dialog.showOpenDialog')).toMatchObject([
    { args: [{ properties: ['openDirectory', 'createDirectory'] }, 'over a window'] },
    {},
  ]);
  await app.close();

  const file = join(home, 'data', 'config.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    settings: { folder: join(home, 'elsewhere') },
  });
  expect(existsSync(join(home, '.config', 'ferry', 'config.json'))).toBe(false);
});

test('the self-test tries it all, writes its report and ends with 0', async () => {
  const home = newHome();
  const report = join(home, 'report.txt');
  const app = await launch(browser(), { home, switches: [`--self-test=${report}`] });
  expect(await app.exited).toBe(0);
  const text = readFileSync(report, 'utf8');
  expect(app.output).toContain(text);
  expect(text).not.toContain('FAILED');
  for (const name of [
    'start',
    'database',
    'keychain',
    'protocol',
    'content policy',
    'window',
    'tray icon',
    'badge icon',
    'tray',
    'hash thread',
    'notification',
    'node',
    'system certificates',
    'client certificate',
    'refused certificate',
    'proxy script',
    'encrypted file',
  ])
    expect(text).toMatch(new RegExp(`^(passed|noted) +${name} `, 'm'));
  expect(text).toMatch(/database +SQLite 3\.\d+\.\d+ with FTS5/);
  expect(existsSync(join(home, 'data'))).toBe(false);
});

test('a self-test that finds something wrong says what and ends with 1', async () => {
  const home = newHome();
  const report = join(home, 'report.txt');
  const appFolder = changedApp(["script-src 'self'", "script-src 'self' 'unsafe-inline'"]);
  const app = await launch(browser(), { home, switches: [`--self-test=${report}`], appFolder });
  expect(await app.exited).toBe(1);
  expect(readFileSync(report, 'utf8')).toMatch(/^FAILED +content policy +an inline script ran$/m);
});
