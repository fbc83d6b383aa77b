import { expect, test } from 'vitest';
import { ask, launch, newHome, useBrowser } from './desktop-harness.ts';
import type { StandInApp } from './launch.ts';

const browser = useBrowser();

/** The app with a keychain behind a utility process of that kind, and a server in its list. */
async function withKeychain(mode: string): Promise<{ app: StandInApp; id: string }> {
  const environment = { FERRY_KEYCHAIN: '', FERRY_FILE_SECRET: 'canary', STAND_IN_MODES: mode };
  const app = await launch(browser(), { environment });
  await app.window();
  const { connection } = await ask(app, 'connections.save', {
    ...{ kind: 'alfresco', name: 'Records', address: 'http://127.0.0.1:1', user: 'ada' },
  });
  return { app, id: connection.id };
}

test('a prompt of the keychain that nobody answers holds up neither the window nor the end', async () => {
  const { app, id } = await withKeychain('utility-silent');
  const keeping = ask(app, 'connections.setSecret', { id, secret: 'canary' }).catch(() => null);
  await expect.poll(() => app.calls('utility.postMessage')).not.toEqual([]);
  expect((await ask(app, 'queue.snapshot', {})).jobs).toEqual([]);
  const [fork] = await app.calls('utilityProcess.fork');
  expect(fork!.args.slice(0, 2)).toEqual([expect.stringMatching(/keychain-process\.js$/), 'ferry-keychain']);
  expect(fork!.args[2]).not.toContain('FERRY_FILE_SECRET');
  expect(await app.close()).toBe(0);
  await keeping;
});

test('a keychain whose process dies keeps nothing, and the app goes on with the password for this run', async () => {
  const { app, id } = await withKeychain('utility-dies');
  expect(await ask(app, 'connections.setSecret', { id, secret: 'canary' })).toEqual({ kept: 'run' });
});

test('an encrypted file in the keychain’s place keeps a password over the end, under its passphrase', async () => {
  const home = newHome();
  const start = async (passphrase: string): Promise<StandInApp> => {
    const environment = { FERRY_KEYCHAIN: 'file', FERRY_FILE_SECRET: passphrase };
    const app = await launch(browser(), { home, environment });
    await app.window();
    return app;
  };
  const places = async (app: StandInApp): Promise<string[]> =>
    (await ask(app, 'connections.list', {})).connections.map(({ secret }) => secret);
  const app = await start('a passphrase for tests');
  const { connection } = await ask(app, 'connections.save', {
    ...{ kind: 'alfresco', name: 'Records', address: 'http://127.0.0.1:1', user: 'ada' },
  });
  const kept = await ask(app, 'connections.setSecret', { id: connection.id, secret: 'canary' });
  expect(kept).toEqual({ kept: 'file' });
  expect(await app.calls('utilityProcess.fork')).toEqual([]);
  expect(await app.close()).toBe(0);
  const next = await start('a passphrase for tests');
  await expect.poll(() => places(next)).toEqual(['file']);
  expect(await next.close()).toBe(0);
  const other = await start('another');
  await expect.poll(() => places(other)).toEqual(['sealed']);
  expect(await ask(other, 'secretsFile.state', {})).toEqual({ is: 'closed', isPutOff: false });
  const unlocked = await ask(other, 'secretsFile.unlock', { passphrase: 'a passphrase for tests' });
  expect(unlocked).toEqual({ is: 'open' });
  await expect.poll(() => places(other)).toEqual(['file']);
});
