import { expect } from 'vitest';
import type { Change } from './desktop-harness.ts';
import type { StandInApp } from './launch.ts';

/** One item of Electron's security checklist, as something that can be tried on the running app. */
export interface Check {
  item: string;
  /** Rejects where the setting isn't there. */
  verify: (app: StandInApp) => Promise<void>;
  /** Pieces of the built main process whose change must make `verify` reject. */
  without: Change[];
  /** A change of another item makes `verify` reject as well. */
  isBroad?: true;
}

const own = 'app://ferry/index.html';
const elsewhere = [
  'https://elsewhere.invalid/',
  'http://127.0.0.1:1/',
  'file:///etc/passwd',
  'app://ferry.elsewhere/',
  'app://elsewhere/index.html',
  'app://someone@ferry/index.html',
  'appx://ferry/index.html',
  'devtools://devtools/bundled/inspector.html',
  'javascript:alert(1)',
  'no address',
];

async function windowOptions(app: StandInApp): Promise<Record<string, unknown>> {
  const [call] = await app.calls('new BrowserWindow');
  return call!.args[0] as Record<string, unknown>;
}

async function preferences(app: StandInApp): Promise<Record<string, unknown>> {
  return (await windowOptions(app)).webPreferences as Record<string, unknown>;
}

/** What the page gets for a path of its own origin. */
async function fetched(
  app: StandInApp,
  path: string,
  method = 'GET',
): Promise<{ status: number; headers: Record<string, string> }> {
  const page = await app.window();
  const script = `fetch(${JSON.stringify(path)}, { method: '${method}' }).then((answer) => ({ status: answer.status, headers: Object.fromEntries(answer.headers) }))`;
  return page.evaluate(script);
}

/** Which of these navigations the app prevents. */
const prevented = (app: StandInApp, event: string, urls: string[]): Promise<boolean[]> =>
  app.evaluate(
    ({ BrowserWindow, standIn }, [name, addresses]) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      return addresses.map((url) => {
        const details = Object.assign(standIn.event(), { url });
        webContents.emit(name, details);
        return details.defaultPrevented;
      });
    },
    [event, urls] as const,
  );

async function staysHere(app: StandInApp, event: string): Promise<void> {
  expect(await prevented(app, event, elsewhere)).toEqual(elsewhere.map(() => true));
  expect(await prevented(app, event, [own])).toEqual([false]);
}

const preference = (name: string, value: boolean): Check => ({
  item: `2 to 4, 11: ${name} is ${value}`,
  verify: async (app) => expect(await preferences(app)).toMatchObject({ [name]: value }),
  without: [[new RegExp(`\\b${name}: ${value},`), '']],
});

const permission = (handler: string, answer: 'requested' | 'checked' | 'device'): Check => ({
  item: `5: no permission is given (${handler})`,
  verify: async (app) => {
    const given = await app.evaluate(({ session }) => session.defaultSession.permission('media'));
    expect(given[answer]).toBe(false);
  },
  without: [[new RegExp(`\\w+\\.${handler}\\([^;]*;`), '']],
});

const guard = (event: string): Check => ({
  item: `13: ${event} leads nowhere else`,
  verify: (app) => staysHere(app, event),
  without: [[`contents.on("${event}", stay);`, '']],
});

/** The checklist of https://www.electronjs.org/docs/latest/tutorial/security, by its numbers. */
export const checks: Check[] = [
  {
    item: '1: nothing but the window’s own files is requested',
    verify: async (app) => {
      const went = await app.evaluate(
        ({ session }, urls) => Promise.all(urls.map((url) => session.defaultSession.mayGo(url))),
        [own, ...elsewhere.filter((url) => !url.startsWith('devtools:'))],
      );
      expect(went).toEqual([true, ...Array<boolean>(went.length - 1).fill(false)]);
    },
    without: [['cancel: !isOwnAddress(url) && !isDevTools', 'cancel: false']],
  },
  {
    item: '4: every renderer is sandboxed, said before the app is ready',
    verify: async (app) => expect(await app.calls('app.enableSandbox')).toMatchObject([{ isReady: false }]),
    without: [['app.enableSandbox();', '']],
  },
  preference('sandbox', true),
  preference('contextIsolation', true),
  preference('nodeIntegration', false),
  preference('nodeIntegrationInWorker', false),
  preference('nodeIntegrationInSubFrames', false),
  preference('webviewTag', false),
  preference('spellcheck', false),
  permission('setPermissionRequestHandler', 'requested'),
  permission('setPermissionCheckHandler', 'checked'),
  permission('setDevicePermissionHandler', 'device'),
  {
    item: '6, 8, 9, 10: no other setting of a page is touched',
    isBroad: true,
    verify: async (app) =>
      expect(Object.keys(await preferences(app)).sort()).toEqual([
        'contextIsolation',
        'devTools',
        'nodeIntegration',
        'nodeIntegrationInSubFrames',
        'nodeIntegrationInWorker',
        'preload',
        'sandbox',
        'spellcheck',
        'webviewTag',
      ]),
    without: [
      ['sandbox: true,', 'sandbox: true, webSecurity: false,'],
      ['sandbox: true,', 'sandbox: true, allowRunningInsecureContent: true,'],
    ],
  },
  {
    item: '7: the content policy is the strict one, and holds',
    verify: async (app) => {
      const { headers } = await fetched(app, '/index.html');
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
      );
      const page = await app.window();
      const ran = await page.evaluate(
        `(() => { const script = document.createElement('script'); script.textContent = 'globalThis.inlineRan = true'; document.head.append(script); return globalThis.inlineRan === true; })()`,
      );
      expect(ran).toBe(false);
    },
    without: [
      ["script-src 'self'", "script-src 'self' 'unsafe-inline'"],
      ["frame-ancestors 'none'", "frame-ancestors 'self'"],
    ],
  },
  {
    item: '7: no type is guessed',
    verify: async (app) =>
      expect((await fetched(app, '/index.html')).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
      }),
    without: [['"X-Content-Type-Options": "nosniff",', '']],
  },
  {
    item: '12: no page is embedded',
    verify: async (app) => {
      expect(await prevented(app, 'will-attach-webview', [own])).toEqual([true]);
    },
    without: [[/contents\.on\("will-attach-webview"[^;]*;/, '']],
  },
  guard('will-navigate'),
  guard('will-frame-navigate'),
  guard('will-redirect'),
  {
    item: '14: no page opens a window',
    verify: async (app) => {
      const page = await app.window();
      await page.evaluate(`void window.open('about:blank')`);
      await expect.poll(() => app.calls('window.open')).toHaveLength(1);
      expect(await app.calls('window.open')).toMatchObject([{ args: ['about:blank', 'deny'] }]);
      await expect.poll(() => page.context().pages().length).toBe(1);
    },
    without: [['{ action: "deny" }', '{ action: "allow" }']],
  },
  {
    item: '18: the scheme has an origin of its own, said once and before the app is ready',
    verify: async (app) =>
      expect(await app.calls('protocol.registerSchemesAsPrivileged')).toEqual([
        {
          call: 'protocol.registerSchemesAsPrivileged',
          isReady: false,
          args: [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]],
        },
      ]),
    without: [['supportFetchAPI: true', 'supportFetchAPI: true, bypassCSP: true']],
  },
  {
    item: '18: only the files of the screen are served, and only read',
    verify: async (app) => {
      for (const path of [
        '/../../package.json',
        '/%2e%2e/%2e%2e/package.json',
        '/..%2f..%2fpackage.json',
        '/assets',
      ])
        expect((await fetched(app, path)).status).toBe(404);
      expect((await fetched(app, '/index.html', 'POST')).status).toBe(405);
      expect((await fetched(app, '/')).status).toBe(200);
    },
    without: [[/if \(request\.method !== "GET" && request\.method !== "HEAD"\) return refuse\(405\);/, '']],
  },
  {
    item: '20: the page sees two functions, and nothing of Electron or Node',
    verify: async (app) => {
      const page = await app.window();
      const seen = await page.evaluate(
        `({ keys: Object.keys(window.ferry).sort(), frozen: Object.isFrozen(window.ferry), source: window.ferry.send.toString().includes('ipcRenderer'), other: ['require', 'process', 'module', 'ipcRenderer', 'Buffer', 'global'].filter((name) => name in window) })`,
      );
      expect(seen).toEqual({ keys: ['onMessage', 'send'], frozen: true, source: false, other: [] });
    },
    without: [],
  },
];
