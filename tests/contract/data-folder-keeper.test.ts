import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { lockDataFolder } from '../../src-main/adapters/data-folder.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import type { NodePorts } from '../../src-main/hosts/node-ports.ts';
import { said } from '../../src-shared/language/index.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { failureSaying } from '../fakes/saying.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const emptied = (folder: string): void => {
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
};

interface Running {
  dataFolder: string;
  opened: NodePorts;
  /** What it told of the folder. */
  told: string[];
  save: (id: string) => void;
}

const openIt = (dataFolder: string): Promise<NodePorts> =>
  openNodePorts({ dataFolder, secrets: createMemorySecrets(), desktop: createDesktop(), demo: false });

/** Everything that is kept, opened in a folder that has a list, settings and a log. */
async function running(): Promise<Running> {
  const dataFolder = join(tempFolder(), 'data');
  const opened = await openIt(dataFolder);
  onTestFinished(() => opened.close());
  const told: string[] = [];
  opened.ports.onTrouble?.((news) => told.push(said(news)));
  const { store, config } = opened.ports;
  config.saveSettings({ ...config.settings(), language: 'de' });
  const save = (id: string): void => store.save([composeJob({ id })], [], []);
  save('before');
  return { dataFolder, opened, told, save };
}

/** What the next start finds. */
async function nextStart(run: Running): Promise<{ ids: string[]; language: string }> {
  await run.opened.close();
  const next = await openIt(run.dataFolder);
  const { ports } = next;
  const found = {
    ids: ports.store.open().jobs.map(({ id }) => id),
    language: ports.config.settings().language,
  };
  await next.close();
  return found;
}

afterEach(() => vi.useRealTimers());

const everything = { ids: ['before', 'after'], language: 'de' };

test.each([
  ['the whole folder', (folder: string) => rmSync(folder, { recursive: true })],
  ['all that is in it', (folder: string) => emptied(folder)],
  ['its list', (folder: string) => rmSync(join(folder, 'ferry.db'))],
  ['its list’s log', (folder: string) => rmSync(join(folder, 'ferry.db-wal'))],
  ['its settings', (folder: string) => rmSync(join(folder, 'config.json'))],
  ['its lock', (folder: string) => rmSync(join(folder, 'ferry.lock'))],
  ['its name', (folder: string) => renameSync(folder, `${folder} elsewhere`)],
])('89 %s removed while Ferry runs is put back before anything counts as saved', async (_what, harm) => {
  const run = await running();
  harm(run.dataFolder);
  run.save('after');
  expect(run.told.join()).toMatch(/removed or changed .* Everything was written there again/);
  if (process.platform !== 'win32')
    expect(statSync(join(run.dataFolder, 'ferry.db')).mode & 0o777).toBe(0o600);
  expect(() => lockDataFolder(run.dataFolder)).toThrow(failureSaying(/already running/));
  expect(await nextStart(run)).toEqual(everything);
});

test('89 settings that are saved after the folder was removed are all there at the next start', async () => {
  const run = await running();
  run.save('after');
  rmSync(run.dataFolder, { recursive: true });
  const { config } = run.opened.ports;
  config.saveSettings({ ...config.settings(), welcomed: true });
  expect(await nextStart(run)).toEqual(everything);
});

test('89 a folder that was removed last of all is written again at the end', async () => {
  const run = await running();
  run.save('after');
  rmSync(run.dataFolder, { recursive: true });
  expect(await nextStart(run)).toEqual(everything);
});

test('89 a removed folder is reported at once although nothing is saved, and one that can’t be created is waited for', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const run = await running();
  const parent = join(run.dataFolder, '..');
  renameSync(parent, `${parent} away`);
  vi.advanceTimersByTime(2_000);
  expect(run.told).toHaveLength(1);
  expect(run.told[0]).toMatch(/nothing can be saved now: .* is gone and can’t be made again/);
  expect(() => run.save('after')).toThrow(failureSaying(/can’t save its list of downloads: .* is gone/));
  vi.advanceTimersByTime(20_000);
  expect(run.told).toHaveLength(1);
  mkdirSync(parent);
  vi.advanceTimersByTime(2_000);
  expect(run.told[1]).toMatch(/Everything was written there again/);
  run.save('after');
  expect(await nextStart(run)).toEqual(everything);
  rmSync(`${parent} away`, { recursive: true });
});

test('89 another list in its place is never written over', async () => {
  const run = await running();
  renameSync(run.dataFolder, `${run.dataFolder} elsewhere`);
  mkdirSync(run.dataFolder);
  const other = openJobStore({ folder: run.dataFolder, now: () => 1 });
  other.save([composeJob({ id: 'theirs' })], [], []);
  other.close();
  expect(() => run.save('after')).toThrow(failureSaying(/another list of downloads lies in its data folder/));
  expect(() => run.opened.ports.config.saveSettings(run.opened.ports.config.settings())).toThrow();
  await run.opened.close();
  const again = openJobStore({ folder: run.dataFolder, now: () => 1 });
  expect(again.open().jobs.map(({ id }) => id)).toEqual(['theirs']);
  again.close();
});

test('89 where another Ferry took the folder after its lock was removed, this one saves nothing and must end', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const run = await running();
  rmSync(join(run.dataFolder, 'ferry.lock'));
  const other = lockDataFolder(run.dataFolder);
  onTestFinished(() => other.release());
  expect(() => run.save('after')).toThrow(failureSaying(/another Ferry works with its data folder/));
  vi.advanceTimersByTime(8_000);
  // A second start holds the lock for a moment.
  expect(run.told).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(run.told.join()).toMatch(/Another Ferry took over the data folder/);
  await run.opened.lost;
});

test('a folder that stays as it is costs nothing and says nothing', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const run = await running();
  writeFileSync(join(run.dataFolder, 'ferry.log.1'), '');
  vi.advanceTimersByTime(60_000);
  run.save('after');
  expect(run.told).toEqual([]);
  expect(await nextStart(run)).toEqual(everything);
});
