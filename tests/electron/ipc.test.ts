import { expect, test } from 'vitest';
import fc from 'fast-check';
import { calls as contract } from '../../src-shared/contract.ts';
import { longestCall } from '../../src-shared/rpc-wire.ts';
import { useApp, useBrowser } from './desktop-harness.ts';
import type { StandInApp } from './launch.ts';

const theApp = useApp(useBrowser());
const channel = 'ferry:to-app';

/** Sends texts as the page does and resolves with the app's answers by id; those that never come are missing. */
async function say(app: StandInApp, ...messages: unknown[]): Promise<Record<string, unknown>> {
  const page = await app.window();
  // The last call is answered after all that were refused or dropped at once. The page's own calls are answered too.
  const script = `(async (messages) => {
    const answers = {};
    const own = new Set(messages.map((text) => Number(/^\\{"id":(\\d+),/.exec(text)?.[1])));
    const last = 900_000_000 + Math.floor(Math.random() * 1_000_000);
    await new Promise((resolve) => {
      window.ferry.onMessage((text) => {
        const message = JSON.parse(text);
        if (message.id === last) resolve();
        else if (own.has(message.id)) answers[message.id] = message;
      });
      for (const message of messages) window.ferry.send(message);
      window.ferry.send(JSON.stringify({ id: last, call: 'queue.snapshot', input: {} }));
    });
    return answers;
  })(${JSON.stringify(messages)})`;
  return page.evaluate(script);
}

const call = (id: number, name: string, input: unknown): string => JSON.stringify({ id, call: name, input });

/** What the app shows, and how it is set. Calls that wait for something are answered in any order. */
async function snapshotAndSettings(app: StandInApp): Promise<unknown> {
  const page = await app.window();
  return page.evaluate(`new Promise((resolve) => {
    const answers = {};
    window.ferry.onMessage((text) => {
      const message = JSON.parse(text);
      if (message.id === 801 || message.id === 802) answers[message.id] = message;
      if (answers[801] && answers[802]) resolve(answers);
    });
    window.ferry.send(${JSON.stringify(call(801, 'queue.snapshot', {}))});
    window.ferry.send(${JSON.stringify(call(802, 'settings.get', {}))});
  })`);
}

/**
 * Brings a call with the id 1 past the preload, as a page that was taken over might. Tells how many answers came of it
 * until a later call of the page was answered.
 */
async function inject(app: StandInApp, from: string, args: unknown[]): Promise<number> {
  const answered = async (): Promise<number> => {
    await say(app);
    const sent = await app.calls('frame.send');
    return sent.filter(({ args: [, text] }) => (JSON.parse(text as string) as { id?: number }).id === 1)
      .length;
  };
  const before = await answered();
  await app.evaluate(
    ({ BrowserWindow, ipcMain }, [name, sender, given]) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const { mainFrame } = webContents;
      const otherWindow = Object.create(webContents) as typeof webContents;
      // Answers to them would be seen.
      const send: typeof mainFrame.send = (...message) => mainFrame.send(...message);
      const twin = { url: mainFrame.url, parent: null, detached: false, isDestroyed: () => false, send };
      const inner = { ...twin, parent: mainFrame };
      if (sender === 'a frame that is gone') ipcMain.deliver(webContents, null, name, given);
      else if (sender === 'an inner frame') ipcMain.deliver(webContents, inner, name, given);
      else if (sender === 'another frame of the same address')
        ipcMain.deliver(webContents, twin, name, given);
      else if (sender === 'another window') ipcMain.deliver(otherWindow, mainFrame, name, given);
      else {
        if (sender === 'another page')
          Object.defineProperty(mainFrame, 'url', { value: 'app://ferry.elsewhere/', configurable: true });
        ipcMain.deliver(webContents, mainFrame, name, given);
        Reflect.deleteProperty(mainFrame, 'url');
      }
    },
    [channel, from, args] as const,
  );
  return (await answered()) - before;
}

test('only the window’s own page gets answers', async () => {
  const app = theApp();
  const good = call(1, 'settings.get', {});
  expect(await inject(app, 'the window', [good])).toBe(1);
  for (const from of [
    'a frame that is gone',
    'an inner frame',
    'another frame of the same address',
    'another page',
    'another window',
  ])
    expect([from, await inject(app, from, [good])]).toEqual([from, 0]);
});

test('a message that isn’t one text of a sensible length is dropped', async () => {
  const app = theApp();
  const good = call(1, 'settings.get', {});
  const huge = `${good}${' '.repeat(longestCall)}`;
  const many: unknown[][] = [[], [good, good], [{ text: good }], [7], [null], [undefined], [[good]], [huge]];
  for (const args of many) expect(await inject(app, 'the window', args)).toBe(0);
  expect(await inject(app, 'the window', [good])).toBe(1);
});

test('wrong calls get typed refusals or nothing, change nothing, and the app lives on', async () => {
  const app = theApp();
  const before = await snapshotAndSettings(app);
  const wrong = [
    call(10, 'jobs.act', { jobId: '../../etc/passwd', action: 'open' }),
    call(11, 'jobs.act', { jobId: 'unknown', action: 'reveal' }),
    call(12, 'jobs.act', { path: '/etc/passwd', action: 'open' }),
    call(13, 'folders.list', { path: null }),
    call(14, 'settings.save', { settings: { transferSlots: 'many' } }),
    call(15, 'connections.getSecret', { id: 'demo' }),
    call(16, '__proto__', {}),
    call(17, 'constructor', {}),
  ];
  const answers = await say(
    app,
    ...wrong,
    'no JSON',
    '{}',
    '[]',
    'null',
    '{"id":"x","call":1}',
    '{"id":1e999}',
  );
  expect(Object.keys(answers)).toEqual(['10', '11', '12', '13', '14', '15', '16', '17']);
  for (const answer of Object.values(answers)) {
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    expect(JSON.stringify(answer)).not.toMatch(/\\n\s+at |node:internal|\.js:/);
  }
  expect(await snapshotAndSettings(app)).toEqual(before);
  expect((await app.calls()).filter(({ call: name }) => name.startsWith('shell.'))).toEqual([]);
});

test('random messages never end the app and never get a success that they didn’t earn', async () => {
  const app = theApp();
  const names = Object.keys(contract).filter(
    (name) => name !== 'folders.pick' && name !== 'connections.addDemo',
  );
  const messages = fc.sample(
    fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ id: fc.nat(1_000_000), call: fc.constantFrom(...names), input: fc.jsonValue() })
        .map((value) => JSON.stringify(value)),
      fc
        .record({ id: fc.anything(), call: fc.anything(), input: fc.jsonValue() })
        .map((value) =>
          JSON.stringify(value, (_key, entry: unknown) =>
            typeof entry === 'bigint' ? String(entry) : entry,
          ),
        ),
    ),
    { numRuns: 300, seed: 7 },
  );
  for (let index = 0; index < messages.length; index += 100)
    await say(app, ...messages.slice(index, index + 100));
  expect(await say(app, call(1, 'app.info', {}))).toMatchObject({ 1: { ok: true } });
});

test('ten thousand calls at once are answered or refused, and the next one works', async () => {
  const app = theApp();
  const answers = await say(
    app,
    ...Array.from({ length: 10_000 }, (_, id) => call(id, 'folders.space', { path: '/' })),
  );
  const kinds = new Set(Object.values(answers).map((answer) => (answer as { ok: boolean }).ok));
  expect(kinds.has(false)).toBe(true);
  expect(await say(app, call(1, 'app.info', {}))).toMatchObject({ 1: { ok: true } });
});

test('an answer for a page before a reload doesn’t reach the page after it', async () => {
  const app = theApp();
  const page = await app.window();
  await page.evaluate(`window.ferry.send(${JSON.stringify(call(1, 'folders.pick', { startAt: '/' }))})`);
  await expect.poll(() => app.calls('dialog.showOpenDialog')).toHaveLength(1);
  await page.reload();
  await page.getByRole('button', { name: 'Add a server' }).first().waitFor();
  await page.evaluate(
    `{ window.seen = []; window.ferry.onMessage((text) => window.seen.push(JSON.parse(text))); }`,
  );
  await app.evaluate(({ standIn }) => standIn.answers.openDialog.give('/somewhere'));
  await say(app);
  expect(await page.evaluate(`window.seen.filter((message) => message.ok && message.value?.path)`)).toEqual(
    [],
  );
});
