import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ferry } from './ferry-process.ts';
import { layHarness, reasons } from './process-harness.ts';
import type { Harness } from './process-harness.ts';

/** The arguments of a look around. */
const look = ({ server, data }: Harness, name: string, ...words: string[]): string[] => [
  ...[
    name,
    ...words,
    '--kind',
    'alfresco',
    '--url',
    server.url,
    '--user',
    'demo',
    '--data-dir',
    data,
    '--json',
  ],
];

const library = '/Sites/harbour/documentLibrary';

test('“browse” without a path lists the top folders, and each of their paths can be browsed', async () => {
  const harness = await layHarness();
  const places = await ferry(look(harness, 'browse'));
  expect(places.code).toBe(0);
  const rows = places.json();
  const paths = rows.map(({ path }) => path);
  expect(paths.slice(0, 5)).toEqual(['recent', 'favourites', '/User Homes/demo', 'shared', '/']);
  expect(paths).toContain(library);
  for (const row of rows)
    expect(Object.keys(row)).toEqual(['type', 'id', 'name', 'path', 'isFolder', 'size', 'modifiedAt']);
  for (const path of ['recent', 'shared'])
    expect((await ferry(look(harness, 'browse', path))).code, path).toBe(0);
});

test('“browse” prints a folder’s children one object a line, folders first, without those that may not be read', async () => {
  const harness = await layHarness();
  const end = await ferry(look(harness, 'browse', library));
  expect(end.code).toBe(0);
  const names = end.json().map(({ name }) => name);
  expect(names[0]).toBe('Correspondence');
  expect(names).toContain('Tender 2026');
  expect(names).not.toContain('Board minutes');
  const letter = harness.server.tree.examples.letter;
  const home = await ferry(look(harness, 'browse', '/User Homes/demo'));
  expect(home.json().at(-1)).toEqual({
    type: 'item',
    id: letter.id,
    name: letter.name,
    path: `/User Homes/demo/${letter.name}`,
    isFolder: false,
    size: 5120,
    modifiedAt: new Date(letter.modifiedAt).toISOString(),
  });
});

test('“browse” of a document shows it alone, and pages through a folder of thousands', async () => {
  const harness = await layHarness({ archived: 1_200 });
  const one = await ferry(look(harness, 'browse', `${library}/Handover/Checklist.md`));
  expect(one.json().map(({ name }) => name)).toEqual(['Checklist.md']);
  const all = await ferry(look(harness, 'browse', '/Sites/records/documentLibrary/Archive'));
  expect(new Set(all.json().map(({ id }) => id)).size).toBe(1_200);
});

test.each([
  ['a path that leads nowhere', 'browse', `${library}/No such folder`, /nothing at/i],
  ['an empty folder', 'browse', `${library}/Odd names – Ünïcödé 東京/Empty folder`, /nothing in/i],
  [
    'a folder that may not be listed',
    'browse',
    `${library}/Under embargo`,
    /refused|allow|permission|not let/i,
  ],
  ['words that are nowhere', 'find', 'xyzzyq', /Nothing was found for “xyzzyq”/],
])('%s ends “%s” with exit code 1, in words', async (_what, name, text, words) => {
  const harness = await layHarness();
  const end = await ferry(look(harness, name, text));
  expect(end.code).toBe(1);
  expect(reasons(end)).toHaveLength(1);
  expect(end.stderr).toMatch(words);
  expect(end.json().at(-1)).toMatchObject({ type: 'failure', code: 1 });
});

test('“find” finds names and contents, each with its path', async () => {
  const harness = await layHarness();
  const byName = await ferry(look(harness, 'find', 'power', 'attorney'));
  expect(byName.json()).toMatchObject([
    {
      type: 'item',
      name: 'Power of attorney.pdf',
      path: '/Sites/legal/documentLibrary/Power of attorney.pdf',
    },
  ]);
  const byContent = await ferry(look(harness, 'find', 'bollards', 'anew'));
  expect(byContent.json().length).toBeGreaterThan(100);
});

test('without the search API “find” searches names; without an index it says that there is no search', async () => {
  const harness = await layHarness();
  const { knobs } = harness.server.control;
  knobs.search = 'names';
  const names = await ferry(look(harness, 'find', 'attorney'));
  expect(names.code).toBe(0);
  expect(names.stdout).toContain('searches names only');
  expect(names.json().at(-1)).toMatchObject({ type: 'item', name: 'Power of attorney.pdf' });
  knobs.search = 'none';
  const none = await ferry(look(harness, 'find', 'attorney'));
  expect(none.code).toBe(1);
  expect(none.stderr).toMatch(/no search/);
  const places = await ferry(look(harness, 'browse'));
  expect(places.json().map(({ path }) => path)).not.toContain('recent');
});

test('“get” takes paths and every kind of link, and its first line already has the name', async () => {
  const harness = await layHarness();
  const { origin, tree } = harness.server;
  const share = `${origin}/share/page/site/legal/documentlibrary#filter=path%7C%2FContracts%2FLeases%7C&page=1`;
  const quick = `${origin}/share/s/${[...tree.sharedLinks.keys()][1]}`;
  const viewer = `${origin}/#/libraries/x/(viewer:view/${tree.examples.letter.id})`;
  const webdav = `${origin}/alfresco/webdav/Sites/harbour/documentLibrary/Handover`;
  const end = await ferry([...harness.get(share, quick, viewer, webdav, `${library}/Personnel`), '--json']);
  expect(end.stderr).toBe('');
  expect(end.code).toBe(0);
  const [first] = end.json();
  expect(first!.name).toBe('Letter to the harbour master.txt and 4 more.zip');
  expect(harness.saved()).toEqual(['Letter to the harbour master.txt and 4 more.zip']);
  // A script that runs again would ask for the same once more.
  const single = await ferry([...harness.get(quick), '--json']);
  expect(single.json().find(({ type }) => type === 'saved')).toMatchObject({ size: 41_000 });
});

test('a link to nothing or to another host is quoted in the error, and nothing is requested', async () => {
  const harness = await layHarness();
  const nowhere = await ferry(harness.get(`${harness.server.origin}/share/s/Nothing123`));
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toContain('share/s/Nothing123');
  const other = await ferry(harness.get('https://other.example/share/page/repository#filter=path|/Sites'));
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(/other\.example/);
  expect(harness.asked()).toBe(0);
});

test('browsing a Bridge is refused before any request, because it has no folders', async () => {
  const end = await ferry(['browse', '--kind', 'bridge', '--url', 'https://academy.example', '--user', 'k']);
  expect(end.code).toBe(2);
  expect(end.stderr).toMatch(/no folders/);
});

test('“npx ferry” in the checkout is the same program', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const help = execFileSync(process.execPath, [`${root}/scripts/ferry.js`, '--help'], { encoding: 'utf8' });
  expect(help).toMatch(/browse/);
  expect(help).toMatch(/find/);
});
