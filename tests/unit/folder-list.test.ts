import { chmodSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { downloadsFolder } from '../../src-main/adapters/downloads-folder.ts';
import { createFolderList, usualPlaces } from '../../src-main/adapters/folder-list.ts';
import type { FolderList } from '../../src-main/core/ports.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { said } from '../../src-shared/language/index.ts';
import { saying } from '../fakes/saying.ts';

let top: string;
let home: string;
let list: FolderList;

beforeEach(() => {
  top = realpathSync(tempFolder());
  home = join(top, 'home', 'me');
  for (const path of [
    'Documents/2026',
    'Downloads/Ferry',
    'Downloads/item 10',
    'Downloads/item 9',
    '.ssh/keys',
  ])
    mkdirSync(join(home, path), { recursive: true });
  mkdirSync(join(top, 'home', 'me too', 'private'), { recursive: true });
  mkdirSync(join(top, 'drive'));
  writeFileSync(join(home, 'letter.txt'), 'a file');
  const places = [
    { name: 'Ferry', path: join(home, 'Downloads', 'Ferry') },
    { name: 'Home', path: home },
    { name: 'drive', path: join(top, 'drive') },
    { name: 'unplugged', path: join(top, 'unplugged') },
  ];
  list = createFolderList(async () => places);
});

const names = async (path: string | null): Promise<string[]> =>
  (await list.list(path)).folders.map(({ name }) => said(name));
const refused = { failure: { kind: 'invalid-input' } };

test('at first it shows the places that are there', async () => {
  expect(await list.list(null)).toEqual({
    path: null,
    parent: null,
    folders: [
      { name: 'Ferry', path: join(home, 'Downloads', 'Ferry') },
      { name: 'Home', path: home },
      { name: 'drive', path: join(top, 'drive') },
    ],
  });
  rmSync(join(top, 'drive'), { recursive: true });
  expect(await names(null)).toEqual(['Ferry', 'Home']);
});

test('a place shows its folders, without files and hidden ones, and knows the way back', async () => {
  const shown = await list.list(home);
  expect(shown).toEqual({
    path: home,
    parent: null,
    folders: ['Documents', 'Downloads'].map((name) => ({ name, path: join(home, name) })),
  });
  const below = await list.list(join(home, 'Downloads'));
  expect(below.parent).toBe(home);
  expect(below.folders.map(({ name }) => said(name))).toEqual(['Ferry', 'item 9', 'item 10']);
  expect((await list.list(join(home, 'Downloads', 'Ferry'))).parent).toBe(join(home, 'Downloads'));
});

test.each([
  ['a parent of a place', () => join(top, 'home')],
  ['the root', () => sep],
  ['a place whose name begins the same', () => join(top, 'home', 'me too')],
  ['a way up and down again', () => `${home}${sep}..${sep}me too`],
  ['a hidden folder', () => join(home, '.ssh')],
  ['a folder in a hidden one', () => join(home, '.ssh', 'keys')],
  ['a folder that is missing', () => join(home, 'nowhere')],
  ['a relative path', () => 'Documents'],
  ['an empty path', () => ''],
  ['a path with a NUL', () => `${home}\0`],
])('%s is refused', async (_name, path) => {
  await expect(list.list(path())).rejects.toMatchObject(refused);
});

test.each([
  ['a place', true, () => home],
  ['a folder in it that isn’t there yet', true, () => join(home, 'Documents', 'new', 'newer')],
  ['a place that isn’t there yet', true, () => join(top, 'unplugged', 'new')],
  ['a parent of a place', false, () => join(top, 'home')],
  ['a new folder beside a place', false, () => join(top, 'home', 'new')],
  ['a way up and down again', false, () => `${home}${sep}new${sep}..${sep}..${sep}me too`],
  ['a new folder in a hidden one', false, () => join(home, '.ssh', 'new')],
  ['a new hidden folder', false, () => join(home, '.new')],
  ['a relative path', false, () => 'Documents'],
])('files may be saved to %s: %s', async (_name, may, path) => {
  expect(await list.allows(path())).toBe(may);
});

test('files may be saved through a link only where it leads to a place', async () => {
  symlinkSync(join(top, 'home', 'me too'), join(home, 'to a stranger'));
  symlinkSync(join(top, 'nowhere'), join(home, 'to nothing'));
  symlinkSync(join(top, 'drive'), join(home, 'to the drive'));
  const may = ['to a stranger', 'to a stranger/new', 'to nothing', 'to nothing/new', 'to the drive/new'];
  const answers = await Promise.all(may.map((path) => list.allows(join(home, path))));
  expect(answers).toEqual([false, false, false, false, true]);
});

test('a folder leads away where a link in its path came to lead out of the places', async () => {
  mkdirSync(join(home, 'Documents', 'own'));
  const outside = join(top, 'home', 'me too');
  symlinkSync(outside, join(home, 'swapped'));
  symlinkSync(join(top, 'drive'), join(home, 'to the drive'));
  symlinkSync(join(top, 'nowhere'), join(home, 'to nothing'));
  const leads = (path: string) => list.leadsAway(path);
  expect(await leads(join(home, 'swapped'))).toBe(true);
  expect(await leads(join(home, 'swapped', 'private'))).toBe(true);
  expect(await leads(join(home, 'swapped', 'new'))).toBe(true);
  expect(await leads(join(home, 'to nothing'))).toBe(true);
  expect(await leads(join(home, 'Documents', 'own'))).toBe(false);
  expect(await leads(join(home, 'not there'))).toBe(false);
  expect(await leads(join(home, 'to the drive', 'new'))).toBe(false);
  // No link in it: the terminal was told to save there.
  expect(await leads(outside)).toBe(false);
});

test('a folder is made inside a shown one, and under no name that wouldn’t be found again', async () => {
  const made = await list.make(home, ' Plans 2026 ');
  expect(made).toBe(join(home, 'Plans 2026'));
  expect(await names(home)).toContain('Plans 2026');
  for (const name of ['Plans 2026', '', '..', '.hidden', 'a/b', 'CON', '../me too/x'])
    await expect(list.make(home, name), name).rejects.toMatchObject(refused);
  await expect(list.make(join(top, 'home', 'me too'), 'mine')).rejects.toMatchObject(refused);
  expect(await names(join(top, 'drive'))).toEqual([]);
});

test('a link is judged by where it leads', async () => {
  symlinkSync(join(top, 'home', 'me too'), join(home, 'to a stranger'));
  symlinkSync(join(home, '.ssh'), join(home, 'to hidden'));
  symlinkSync(join(home, 'letter.txt'), join(home, 'to a file'));
  symlinkSync(join(home, 'nowhere'), join(home, 'to nothing'));
  symlinkSync(join(top, 'drive'), join(home, 'to the drive'));
  expect(await names(home)).toEqual(['Documents', 'Downloads', 'to the drive']);
  for (const name of ['to a stranger', 'to hidden'])
    await expect(list.list(join(home, name))).rejects.toMatchObject(refused);
  expect((await list.list(join(home, 'to the drive'))).path).toBe(join(top, 'drive'));
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that may not be read is a failure of its own',
  async () => {
    chmodSync(join(home, 'Documents'), 0o000);
    await expect(list.list(join(home, 'Documents'))).rejects.toMatchObject({
      failure: { kind: 'folder-unavailable' },
    });
    chmodSync(join(home, 'Documents'), 0o700);
  },
);

test('a file is no folder', async () => {
  await expect(list.list(join(home, 'letter.txt'))).rejects.toMatchObject({
    failure: { kind: 'folder-unavailable' },
  });
});

test('the usual places begin with the default folder and the home', async () => {
  const defaultFolder = join(home, 'Downloads', 'Ferry');
  const places = await usualPlaces({ platform: 'linux', home, user: 'nobody-here', defaultFolder });
  expect(places.slice(0, 2)).toEqual([
    { name: 'Ferry', path: defaultFolder },
    { name: saying('Home'), path: home },
  ]);
});

test.skipIf(process.platform === 'win32' || process.platform === 'darwin')(
  'the folder for downloads is the one that the desktop names, else Downloads',
  () => {
    expect(downloadsFolder(home, {})).toBe(join(home, 'Downloads'));
    mkdirSync(join(home, '.config'));
    const file = join(home, '.config', 'user-dirs.dirs');
    writeFileSync(
      file,
      '# made by a program\nXDG_DESKTOP_DIR="$HOME/B"\nXDG_DOWNLOAD_DIR="$HOME/Téléchargements"\n',
    );
    expect(downloadsFolder(home, {})).toBe(join(home, 'Téléchargements'));
    writeFileSync(file, 'XDG_DOWNLOAD_DIR="/data/downloads/"\n');
    expect(downloadsFolder(home, {})).toBe('/data/downloads');
    // More than such a file can be: it is no reason to read for minutes at each start.
    writeFileSync(file, `XDG_DOWNLOAD_DIR="/data/downloads/"\n${' '.repeat(1_000_000)}`);
    expect(downloadsFolder(home, {})).toBe(join(home, 'Downloads'));
    writeFileSync(file, 'XDG_DOWNLOAD_DIR="relative"\n');
    expect(downloadsFolder(home, {})).toBe(join(home, 'Downloads'));
    expect(downloadsFolder(home, { XDG_CONFIG_HOME: join(top, 'elsewhere') })).toBe(join(home, 'Downloads'));
  },
);

describe('on Windows the folder for downloads', () => {
  const ask = (output: string) => (): string => output;
  const folder = (answer: () => string): string =>
    downloadsFolder(
      'C:\\Users\\alice',
      { userprofile: 'C:\\Users\\alice' },
      { platform: 'win32', ask: answer },
    );
  const usual = join('C:\\Users\\alice', 'Downloads');
  const line = (type: string, value: string): string =>
    `\r\nHKEY_CURRENT_USER\\Software\\…\\User Shell Folders\r\n    {374DE290-123F-4565-9164-39C4925E467B}    ${type}    ${value}\r\n\r\n`;

  test('is where it was moved to, also by a variable of the environment', () => {
    expect(folder(ask(line('REG_SZ', 'D:\\Data of Alice\\Downloads')))).toBe('D:\\Data of Alice\\Downloads');
    expect(folder(ask(line('REG_EXPAND_SZ', '%USERPROFILE%\\Downloads')))).toBe(
      'C:\\Users\\alice\\Downloads',
    );
  });

  test('is the usual one where the registry says nothing that can be used, or nobody can ask it', () => {
    expect(folder(ask(line('REG_EXPAND_SZ', '%NOWHERE%\\Downloads')))).toBe(usual);
    expect(folder(ask('ERROR: The system was unable to find the specified registry key.'))).toBe(usual);
    expect(
      folder(() => {
        throw new Error('spawn reg.exe ENOENT');
      }),
    ).toBe(usual);
  });
});
