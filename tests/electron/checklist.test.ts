import { describe, expect, test } from 'vitest';
import { checks } from './checks.ts';
import { builtMain, changedApp, launch, useBrowser } from './desktop-harness.ts';
import type { StandInApp } from './launch.ts';

const browser = useBrowser();

describe('the security checklist', () => {
  /** The items that don't hold. */
  async function broken(app: StandInApp): Promise<string[]> {
    const items: string[] = [];
    for (const { item, verify } of checks)
      await verify(app).catch((error: Error) => items.push(`${item}: ${error.message}`));
    return items;
  }

  test.each([
    ['the app as it is built', undefined],
    ['a copy of it in which nothing of the list was changed', ['Ferry could not start', 'Ferry can’t start']],
  ] as const)('holds for %s', async (_name, change) => {
    const app = await launch(browser(), change && { appFolder: changedApp([...change]) });
    await app.window();
    expect(await broken(app)).toEqual([]);
  });

  // Each start takes a while: the first changes of all items are made in one copy, and so on.
  const apart = checks.filter(({ isBroad }) => !isBroad);
  const broad = checks.filter(({ isBroad }) => isBroad);
  const copies = [0, 1].flatMap((place) => [
    apart
      .filter(({ without }) => without[place])
      .map((check) => ({ ...check, change: check.without[place]! })),
    ...broad.map((check) => [{ ...check, change: check.without[place]! }]),
  ]);

  test('has a copy for each change of an item', () => {
    expect(copies.flat()).toHaveLength(checks.flatMap(({ without }) => without).length);
  });

  test.each(copies.map((copy) => ({ copy })))(
    'is broken in just the items that copy $# changes',
    async ({ copy }) => {
      const app = await launch(browser(), { appFolder: changedApp(...copy.map(({ change }) => change)) });
      await app.window();
      const items = (await broken(app)).filter(
        (item) => !(copy.length > 1 && broad.some((check) => item.startsWith(`${check.item}: `))),
      );
      expect(items).toEqual(copy.map(({ item }) => expect.stringContaining(`${item}: `) as string));
    },
  );

  test('15, sessions: one place opens addresses outside, no certificate is waved through, no crash is uploaded', () => {
    const main = builtMain();
    const words = [
      'setCertificateVerifyProc',
      '"certificate-error"',
      'crashReporter',
      'webSecurity',
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'enableBlinkFeatures',
    ];
    expect(words.filter((word) => main.includes(word))).toEqual([]);
    // The page of a company's sign-in, after its scheme was looked at: src-main/hosts/electron/desktop.ts.
    expect(main.match(/openExternal/g)).toHaveLength(1);
  });
});

describe('the command line and the environment', () => {
  test.each([
    '--remote-debugging-port=9222',
    '--ignore-certificate-errors',
    '--inspect',
    '--host-rules=MAP * x',
  ])('the packaged app doesn’t start with %s', async (name) => {
    const app = await launch(browser(), { switches: [name], environment: { STAND_IN_PACKAGED: '1' } });
    expect(await app.exited).toBe(1);
    expect(app.output).toContain(`Ferry doesn’t start with ${name.split('=')[0]}`);
  });

  test('a developer’s app starts with them; the packaged one has no developer tools', async () => {
    const developers = await launch(browser(), { switches: ['--inspect'] });
    await developers.window();
    const packaged = await launch(browser(), { environment: { STAND_IN_PACKAGED: '1' } });
    await packaged.window();
    const [call] = await packaged.calls('new BrowserWindow');
    expect(call!.args[0]).toMatchObject({ webPreferences: { devTools: false } });
  });

  test('the environment can’t switch the checking of certificates off', async () => {
    const app = await launch(browser(), { environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    await app.window();
    expect(await app.evaluate(() => process.env.NODE_TLS_REJECT_UNAUTHORIZED ?? 'not set')).toBe('not set');
  });
});
