import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, changedApp, launch, newHome, useBrowser } from './desktop-harness.ts';
import { jobs, reaches, request, signIn, startServer } from './jobs.ts';
import type { StandInApp } from './launch.ts';

const browser = useBrowser();

/** The built app, which waits for two seconds instead of a minute. */
const soon = (): string => changedApp(['announcedFor = 6e4', 'announcedFor = 2e3']);
const wish = (app: StandInApp, whenAllDone: 'nothing' | 'quit' | 'sleep'): Promise<unknown> =>
  ask(app, 'settings.save', { settings: { whenAllDone, notifySaved: false } });
const said = async (app: StandInApp): Promise<string[]> =>
  (await app.calls('notification.show')).map(({ args: [options] }) => (options as { title: string }).title);

const quits = 'All downloads are done: Ferry quits in a minute';
const sleeps = 'All downloads are done: this computer goes to sleep in a minute';

test.skipIf(process.platform === 'win32')(
  'when all downloads are done the machine sleeps, or is said to stay awake; a click keeps Ferry, else it quits',
  async () => {
    const home = newHome();
    const server = await startServer();
    const { letter, mine, scan } = server.tree.examples;
    const asleep = join(home, 'asleep');
    const sleeper = (code: number): void =>
      writeFileSync(join(home, 'systemctl'), `#!/bin/sh\necho "$@" >> '${asleep}'\nexit ${code}\n`, {
        mode: 0o755,
      });
    sleeper(0);
    const app = await launch(browser(), {
      home,
      appFolder: soon(),
      environment: { PATH: `${home}:${process.env.PATH}` },
    });
    await app.window();
    const connectionId = await signIn(app, server);
    await wish(app, 'sleep');
    await request(app, connectionId, letter.id, home);
    await expect.poll(() => existsSync(asleep), { timeout: 10_000 }).toBe(true);
    expect(readFileSync(asleep, 'utf8')).toBe('suspend\n');
    expect(await said(app)).toEqual([sleeps]);

    sleeper(1);
    await request(app, connectionId, mine.id, home);
    await expect
      .poll(() => said(app), { timeout: 10_000 })
      .toEqual([sleeps, sleeps, 'This computer stays awake']);

    await wish(app, 'quit');
    await request(app, connectionId, letter.id, home);
    await expect.poll(() => said(app)).toHaveLength(4);
    await app.evaluate(({ standIn }) => void standIn.notifications.at(-1)!.emit('click'));
    const id = await request(app, connectionId, scan.id, home);
    await reaches(app, id, 'saved');
    await expect.poll(async () => (await said(app)).slice(3)).toEqual([quits, quits]);
    expect(await app.exited).toBe(0);
    expect(app.output).toBe('');
  },
);

test('where notifications are refused the window says what comes, and its button keeps Ferry running', async () => {
  const home = newHome();
  const server = await startServer();
  const app = await launch(browser(), {
    home,
    appFolder: soon(),
    environment: { STAND_IN_MODES: 'notifications-fail' },
  });
  await app.window();
  const connectionId = await signIn(app, server);
  await wish(app, 'quit');
  await request(app, connectionId, server.tree.examples.letter.id, home);
  await expect.poll(() => app.calls('dialog.showMessageBox')).toHaveLength(1);
  const [question] = await app.calls('dialog.showMessageBox');
  expect(question!.args).toEqual([
    expect.objectContaining({ message: quits, buttons: ['Keep running'] }),
    'over a window',
  ]);
  await app.evaluate(({ standIn }) => standIn.answers.messageBox.give(0));
  await wish(app, 'nothing');
  expect(await jobs(app)).toHaveLength(1);
  await wish(app, 'quit');
  await request(app, connectionId, server.tree.examples.mine.id, home);
  expect(await app.exited).toBe(0);
});
