import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { lockDataFolder } from '../../src-main/adapters/data-folder.ts';
import { canMount, fill, mayNotMount, mount, unmount } from '../fakes/volume.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { enterWebHost, layWebHostHome, startWebHost } from './web-host-process.ts';
import type { WebHostHome, WebHostProcess } from './web-host-process.ts';

let folder: string;
let dataFolder: string;
let opened: WebHostHome['opened'];

beforeEach(() => {
  ({ home: folder, dataFolder, opened } = layWebHostHome());
});

const start = (...args: string[]): WebHostProcess =>
  startWebHost({ home: folder, dataFolder, opened }, ...args);
const enter = enterWebHost;

const page = (): string => join(dataFolder, 'open-ferry.html');
const note = (): string => join(dataFolder, 'running.json');
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test.each(['SIGINT', 'SIGTERM'] as const)(
  'the web host serves the app until %s, then tells its tabs, cleans up and ends with 0',
  async (signal) => {
    const run = start('--no-open');
    const client = await enter(await run.address);
    const info = await client.call('app.info', {});
    expect(info).toMatchObject({ ok: true, value: { defaultFolder: join(folder, 'Downloads', 'Ferry') } });
    expect(existsSync(page()) && existsSync(note())).toBe(true);
    const closed = new Promise<void>((resolve) => client.onClose(resolve));
    run.stop(signal);
    await closed;
    expect(await run.ended).toMatchObject({ code: 0, errors: '' });
    expect(existsSync(page()) || existsSync(note())).toBe(false);
    expect(opened()).toEqual([]);
    // The folder is free again.
    lockDataFolder(dataFolder).release();
  },
);

test('--port sets the port, and a port in use is reported in a sentence', async () => {
  const run = start('--no-open');
  const { port } = new URL(await run.address);
  dataFolder = join(folder, 'other');
  const second = await start('--no-open', '--port', port).ended;
  expect(second).toMatchObject({ code: 1, output: '' });
  expect(second.errors).toMatch(new RegExp(`^Port ${port} is used by another program\\. .*\n$`));
});

test('--demo starts the demo server and adds it', async () => {
  const client = await enter(await start('--no-open', '--demo').address);
  const result = await client.call('connections.list', {});
  if (!result.ok) throw new Error(result.failure.kind);
  expect(result.value.connections).toMatchObject([{ kind: 'alfresco', demo: true }]);
});

test('a folder outside of those that the list shows is refused for every file, before anything is created there', async () => {
  const client = await enter(await start('--no-open', '--demo').address);
  const outside = join(tempFolder(), 'new');
  const refused = { ok: false, failure: { kind: 'invalid-input' } };
  const items = ['11111111-2222-4333-8444-555555555555'];
  const create = (target: string) =>
    client.call('jobs.create', { connectionId: 'demo', items, folder: target });
  expect(await create(outside)).toMatchObject(refused);
  expect(await create(join(folder, '.config'))).toMatchObject(refused);
  const settings = await client.call('settings.get', {});
  if (!settings.ok) throw new Error(settings.failure.kind);
  const save = (target: string) =>
    client.call('settings.save', { settings: { ...settings.value.settings, folder: target } });
  expect(await save(outside)).toMatchObject(refused);
  expect(existsSync(outside)).toBe(false);
  expect(await create('~/new')).toMatchObject({ ok: true });
  expect(existsSync(join(folder, 'new'))).toBe(true);
  expect(await save('~/new')).toMatchObject({
    ok: true,
    value: { settings: { folder: join(folder, 'new') } },
  });
});

describe.skipIf(process.platform === 'win32' || process.platform === 'darwin')('the browser', () => {
  test('the browser is opened through a page that only its owner can read; the token is in no argument', async () => {
    const address = await start().address;
    await expect.poll(opened).toEqual([page()]);
    expect([modeOf(page()), modeOf(note()), modeOf(dataFolder)]).toEqual(['600', '600', '700']);
    expect(readFileSync(page(), 'utf8')).toContain(`location.replace("${address}")`);
  });

  test('60 a second start with the same data opens the running one, prints its address and ends well', async () => {
    const first = start('--no-open');
    const address = await first.address;
    const second = await start().ended;
    expect(second).toMatchObject({ code: 0, errors: '' });
    expect(second.output).toContain(address);
    expect(opened()).toEqual([page()]);
    await enter(address);

    const third = await start('--no-open').ended;
    expect(third.output).toContain(address);
    expect(opened()).toHaveLength(1);
  });

  test('60 after a crash the next start creates a new entry page', async () => {
    const first = start('--no-open');
    const address = await first.address;
    first.stop('SIGKILL');
    await first.ended;
    expect(existsSync(note())).toBe(true);
    const again = await start('--no-open').address;
    expect(again).not.toBe(address);
    expect(readFileSync(page(), 'utf8')).toContain(again);
  });
});

test('60 a second start finds the running Ferry even if the lock was removed, and leaves it alone', async () => {
  const first = start('--no-open');
  const address = await first.address;
  rmSync(join(dataFolder, 'ferry.lock'));
  const second = await start('--no-open').ended;
  expect(second).toMatchObject({ code: 0, errors: '' });
  expect(second.output).toContain(address);
  await enter(address);
});

test('89 the data folder removed while it runs: it is told, and all is there again', async () => {
  const run = start('--no-open');
  const client = await enter(await run.address);
  const heard = new Promise((resolve) => client.on('app.trouble', resolve));
  // Out of the way in one step: what is removed file by file, Ferry may begin to put back meanwhile.
  renameSync(dataFolder, `${dataFolder} removed`);
  rmSync(`${dataFolder} removed`, { recursive: true });
  expect(await client.call('settings.save', { settings: { language: 'de' } })).toMatchObject({ ok: true });
  expect(JSON.stringify(await heard)).toContain('startupProblems.dataFolder.putBack');
  expect(modeOf(dataFolder)).toBe('700');
  expect(readFileSync(join(dataFolder, 'config.json'), 'utf8')).toContain('"de"');
  await expect.poll(() => existsSync(note())).toBe(true);
  run.stop('SIGTERM');
  expect(await run.ended).toMatchObject({ code: 0, errors: '' });
});

test('60 the web host refuses data that another kind of Ferry is using, and says so', async () => {
  const lock = lockDataFolder(dataFolder);
  onTestFinished(() => lock.release());
  const run = await start('--no-open').ended;
  expect(run).toMatchObject({ code: 1, output: '' });
  expect(run.errors).toContain(dataFolder);
});

test.each([
  ['a screen that was not built', [], /no built screen/],
  ['a port that is none', ['--port', '99999'], /--port/],
  ['an unknown option', ['--prot', '1'], /--prot/],
])('%s ends it with words and no data left open', async (_name, args, words) => {
  rmSync(join(folder, 'screen'), { recursive: true });
  const run = await start('--no-open', ...args).ended;
  expect(run).toMatchObject({ code: 1, output: '' });
  expect(run.errors).toMatch(words);
  expect(run.errors).not.toMatch(/\n\s+at /);
  lockDataFolder(dataFolder).release();
});

test.skipIf(!canMount())(
  `45 on a full disk it starts, shows the list and says so (skipped where ${mayNotMount})`,
  async () => {
    mkdirSync(dataFolder);
    expect(mount(dataFolder, 2_000_000)).toBe(true);
    onTestFinished(() => unmount(dataFolder));
    const empty = fill(dataFolder);
    const run = start();
    const client = await enter(await run.address);
    expect(await client.call('queue.snapshot', {})).toMatchObject({ ok: true, value: { jobs: [] } });
    const info = await client.call('app.info', {});
    expect(JSON.stringify(info)).toContain('failures.list-unsaved');
    empty();
    run.stop('SIGTERM');
    const { code, output, errors } = await run.ended;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/is full.*\n.*\n.*\n.*open the address yourself/);
    expect(opened()).toEqual([]);
  },
);
