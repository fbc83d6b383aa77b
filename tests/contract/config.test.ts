import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import { describe, expect, test } from 'vitest';
import { openConfig } from '../../src-main/adapters/config-conf.ts';
import type { OpenedConfig } from '../../src-main/adapters/config-conf.ts';
import type { Config } from '../../src-main/core/ports.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { defaultSettings } from '../../src-shared/settings.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { saying } from '../fakes/saying.ts';
import { said } from '../../src-shared/language/index.ts';

const connection = (overrides: Partial<Connection> = {}): Connection => ({
  id: 'connection.1',
  kind: 'alfresco',
  name: 'Records',
  baseUrl: 'https://records.example.com/alfresco',
  tenant: '-default-',
  user: 'mara',
  createdAt: 1_790_000_000_000,
  ...overrides,
});
const open = (folder: string): OpenedConfig => openConfig({ folder, now: () => 1_790_000_000_000 });
const writeConfig = (folder: string, content: unknown): void =>
  writeFileSync(join(folder, 'config.json'), typeof content === 'string' ? content : JSON.stringify(content));
const readConfig = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));

describe.each([
  { which: 'in memory', make: (): Config => new FakeConfig() },
  { which: 'in a file', make: (): Config => open(tempFolder()) },
])('a config $which', ({ make }) => {
  test('starts without connections and with the default settings', () => {
    const config = make();
    expect(config.connections()).toEqual([]);
    expect(config.settings()).toEqual(defaultSettings);
  });

  test('keeps connections in the order in which they were made, one to an id', () => {
    const config = make();
    config.saveConnection(connection());
    config.saveConnection(connection({ id: 'two', kind: 'bridge' }));
    config.saveConnection(connection({ name: 'Renamed' }));
    expect(config.connections().map(({ name, id }) => [name, id])).toEqual([
      ['Renamed', 'connection.1'],
      ['Records', 'two'],
    ]);
  });

  test('keeps settings, and refuses what couldn’t be read back', () => {
    const config = make();
    config.saveSettings({ ...defaultSettings, transferSlots: 7 });
    expect(() => config.saveSettings({ ...defaultSettings, transferSlots: 0 })).toThrow(FailedError);
    expect(() => config.saveConnection(connection({ baseUrl: 'nowhere' }))).toThrow(FailedError);
    expect(config.settings().transferSlots).toBe(7);
    expect(config.connections()).toEqual([]);
  });

  test('is not changed by what happens to what it handed out', () => {
    const config = make();
    config.saveConnection(connection());
    expect(() => (config.connections() as Connection[]).push(connection({ id: 'other' }))).toThrow(TypeError);
    expect(() => void (config.connections()[0]!.name = 'Changed')).toThrow(TypeError);
    config.settings().transferSlots = 9;
    expect(config.connections().map(({ name }) => name)).toEqual(['Records']);
    expect(config.settings()).toEqual(defaultSettings);
  });
});

test('connections and settings are there again after opening the file anew', () => {
  const folder = tempFolder();
  const config = open(folder);
  config.saveConnection(connection());
  config.saveSettings({ ...defaultSettings, folder: '/downloads' });

  const again = open(folder);

  expect(again.connections()).toEqual([connection()]);
  expect(again.settings().folder).toBe('/downloads');
  expect(again.problems).toEqual([]);
});

test('the file has the shape and the text that electron-store’s parent writes, for the owner alone', () => {
  const [ours, theirs] = [tempFolder(), tempFolder()];
  const config = open(ours);
  config.saveConnection(connection());
  config.saveSettings(defaultSettings);
  const conf = new Conf({ cwd: theirs });
  conf.set('connections', [connection()]);
  conf.set('settings', defaultSettings);

  expect(readFileSync(join(ours, 'config.json'), 'utf8')).toBe(readFileSync(conf.path, 'utf8'));
  if (process.platform !== 'win32') expect(statSync(join(ours, 'config.json')).mode & 0o777).toBe(0o600);
});

test('56 a bad setting falls back to its default and says so, the others stay', () => {
  const folder = tempFolder();
  writeConfig(folder, { settings: { transferSlots: 'many', silenceMinutes: 5, fromTheFuture: true } });

  const config = open(folder);

  expect(config.settings()).toEqual({ ...defaultSettings, silenceMinutes: 5 });
  expect(config.problems).toEqual([saying(/“transferSlots”/)]);
  config.saveSettings(config.settings());
  expect(readConfig(folder)).toEqual({
    settings: { ...defaultSettings, silenceMinutes: 5, fromTheFuture: true },
  });
  expect(open(folder).problems).toEqual([]);
});

test('an invalid connection is named, not used, and stays in the file', () => {
  const folder = tempFolder();
  const bad = { ...connection({ id: 'bad', name: 'Archive' }), kind: 'gopher' };
  const double = connection({ name: 'Double' });
  writeConfig(folder, { connections: [bad, connection(), 'what?', double] });

  const config = open(folder);

  expect(config.connections()).toEqual([connection()]);
  expect(config.problems).toHaveLength(3);
  expect(said(config.problems[0]!)).toMatch(/“Archive” can’t be used: its kind isn’t valid/);
  config.saveConnection(connection({ id: 'two' }));
  expect(readConfig(folder)).toEqual({
    connections: [connection(), connection({ id: 'two' }), bad, 'what?', double],
  });
});

test.each([
  ['connections that are no list', { connections: 'x' }, /list of servers/],
  ['settings that are no object', { settings: [1] }, /defaults are used/],
])('%s are said to be unusable', (_, content, words) => {
  const folder = tempFolder();
  writeConfig(folder, content);
  const config = open(folder);
  expect([config.connections(), config.settings()]).toEqual([[], defaultSettings]);
  expect(config.problems.map(said).join()).toMatch(words);
});

test.each([
  ['empty', ''],
  ['half written', '{"connections": [{"id": "a", "na'],
  ['no object', '[]'],
  ['zeros', '\0'.repeat(200)],
])('56 a file that is %s is moved aside and the last good one is used', (_, content) => {
  const folder = tempFolder();
  open(folder).saveConnection(connection());
  open(folder);
  writeConfig(folder, content);

  const config = open(folder);

  expect(config.connections()).toEqual([connection()]);
  expect(config.problems.map(said).join()).toMatch(
    /was broken, so the copy from the last good start is used/,
  );
  const [broken] = readdirSync(folder).filter((name) => name.startsWith('config.broken-'));
  expect(readFileSync(join(folder, broken!), 'utf8')).toBe(content);
  expect(open(folder).problems).toEqual([]);
});

test('56 a broken file without a good copy leads to the defaults, and says so', () => {
  const folder = tempFolder();
  writeConfig(folder, '{');
  const events: unknown[] = [];

  const config = openConfig({ folder, log: { event: (...event) => events.push(event) } });

  expect([config.connections(), config.settings()]).toEqual([[], defaultSettings]);
  expect(config.problems.map(said).join()).toMatch(/starts with the defaults/);
  expect(events).toEqual([['config.problem', { detail: JSON.stringify(config.problems[0]) }]]);
  config.saveConnection(connection());
  expect(open(folder).connections()).toEqual([connection()]);
});

test('settings that can’t be saved are refused as a whole, with a reason', () => {
  const folder = tempFolder();
  const config = open(folder);
  mkdirSync(join(folder, 'config.json'));
  expect(() => config.saveConnection(connection())).toThrow(FailedError);
  expect(config.connections()).toEqual([]);
});
