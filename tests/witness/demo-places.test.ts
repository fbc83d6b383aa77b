import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { createDemoWitness } from '../fakes/demo-witness.ts';
import type { DemoWitness } from '../fakes/demo-witness.ts';
import { ask } from './asking.ts';

let server: DemoAlfresco;
let witness: DemoWitness;

beforeAll(async () => {
  server = await startDemoAlfresco({ archived: 100_000 });
  witness = await createDemoWitness(server.url);
});
afterAll(() => server.close());

const names = (page: { list?: { entries?: { entry: { name: string } }[] } }): string[] =>
  (page.list?.entries ?? []).map(({ entry }) => entry.name);

const find = (query: string, more: object = {}) => witness.search.search({ query: { query }, ...more });

test("Alfresco's own client finds the sites, their libraries, and the folder of one of them", async () => {
  const { list } = await witness.sites.listSites({ maxItems: 100 });
  const ids = (list?.entries ?? []).map(({ entry }) => entry.id);
  expect(ids.length).toBeGreaterThan(20);
  expect(ids).toContain('customs');
  expect(ids).not.toContain('pilots');
  const own = await witness.sites.listSiteMembershipsForPerson('-me-');
  expect((own.list?.entries ?? []).map(({ entry }) => entry.id)).toEqual([
    'finance',
    'harbour',
    'legal',
    'records',
  ]);
  const { entry } = await witness.sites.getSiteContainer('legal', 'documentLibrary');
  const library = await witness.nodes.listNodeChildren(entry.id, { skipCount: 0, maxItems: 10 });
  expect(names(library)).toEqual(['Cases', 'Contracts', 'Power of attorney.pdf']);
});

test('a moderated site is known to everybody, and says 403 to those who are no members', async () => {
  const refused = witness.sites.getSiteContainer('customs', 'documentLibrary');
  await expect(refused).rejects.toMatchObject({ status: 403 });
  const eve = await createDemoWitness(server.url, 'eve');
  expect((await eve.sites.getSiteContainer('customs', 'documentLibrary')).entry.id).toBeTruthy();
});

test('a folder that may be seen but not listed is in its folder, and says 403', async () => {
  const { embargoed } = server.tree.examples;
  const above = await witness.nodes.listNodeChildren(embargoed.parentId!, { skipCount: 0, maxItems: 100 });
  expect(names(above)).toContain(embargoed.name);
  const refused = witness.nodes.listNodeChildren(embargoed.id, { skipCount: 0, maxItems: 100 });
  await expect(refused).rejects.toMatchObject({ status: 403 });
});

test("Alfresco's own client sees favourites of each kind and what was shared", async () => {
  const { list } = await witness.favorites.listFavorites('-me-');
  const kinds = (list?.entries ?? []).map(({ entry }) => Object.keys(entry.target)[0]);
  expect(kinds.toSorted()).toEqual(['file', 'folder', 'site']);
  const links = await witness.sharedLinks.listSharedLinks();
  expect(names(links)).toEqual(['Sea bed survey.tif', 'Power of attorney.pdf']);
});

test("Alfresco's own client pages through a folder of a hundred thousand documents, in any order", async () => {
  const archive = [...server.repository.nodes.values()].find(({ name }) => name === 'Archive')!;
  const page = (options: object) =>
    witness.nodes.listNodeChildren(archive.id, { skipCount: 0, maxItems: 100, ...options });
  expect(names(await page({}))[0]).toBe('Scan 000001.tif');
  const last = await page({ skipCount: 99_900 });
  expect(last.list?.pagination?.hasMoreItems).toBe(false);
  expect(names(last)).toHaveLength(100);
  expect(names(last).at(-1)).toBe('Scan 100000.tif');
  expect(names(await page({ orderBy: ['name DESC'] }))[0]).toBe('Scan 100000.tif');
});

test('a secondary child is in both its folders and keeps the path of the first', async () => {
  const { handover, scan } = server.tree.examples;
  const children = await witness.nodes.listNodeChildren(handover.id, { skipCount: 0, maxItems: 10 });
  expect(names(children)).toContain(scan.name);
  const found = await find(`ANCESTOR:"workspace://SpacesStore/${handover.id}" AND cm:name:"sea bed*"`, {
    include: ['path'],
  });
  expect(found.list?.entries?.[0]?.entry.path?.name).toMatch(/\/Drawings$/);
});

test.each([
  ['a word in a name', 'cm:name:"tender*"', 'Tender 2026'],
  ['words side by side', 'cm:name:"power of att*"', 'Power of attorney.pdf'],
  ['two terms', 'cm:name:power AND cm:name:attorney', 'Power of attorney.pdf'],
  ['a star within', '=cm:name:"*bottom.txt"', 'At the bottom.txt'],
  ['another alphabet', 'cm:name:"第1号"', '東京港 図面 第1号.pdf'],
])('the search finds by %s', async (_how, query, name) => {
  expect(names(await find(query))).toContain(name);
});

test('the search looks into texts, by words and phrases, and knows folders, owners and times', async () => {
  const letter = server.tree.examples.letter.name;
  const inMine = `ANCESTOR:"workspace://SpacesStore/${server.tree.examples.mine.id}"`;
  const content = await find(`cm:content:"harbour master asks" AND ${inMine}`);
  expect(names(content).length).toBeGreaterThan(5);
  expect(names(await find(`TEXT:"no such wording anywhere" AND ${inMine}`))).toEqual([]);
  expect(
    names(await find(`(cm:name:master OR cm:name:nonsense) AND ${inMine} AND -TYPE:"cm:folder"`)),
  ).toEqual([letter]);
  expect(names(await find('cm:modifier:demo AND cm:modified:[2026-01-01 TO 2026-01-02]'))).toEqual([]);
  expect(names(await find('cm:creator:eve AND cm:name:rota'))).toEqual([]);
});

test('the last changed ones come first where that is wanted, with nothing that may not be read', async () => {
  const found = await find('cm:modifier:demo', {
    sort: [{ type: 'FIELD', field: 'cm:modified', ascending: false }],
    paging: { maxItems: 50 },
    fields: ['id', 'name', 'modifiedAt'],
  });
  const times = (found.list?.entries ?? []).map(({ entry }) =>
    Date.parse(String((entry as never)['modifiedAt'])),
  );
  expect(times).toHaveLength(50);
  expect(times).toEqual(times.toSorted((one, other) => other - one));
  const eves = await find('cm:creator:eve AND TYPE:"cm:content" AND cm:name:january');
  expect(names(eves)).toEqual([]);
});

test('without the search API only names are found, without an index nothing', async () => {
  const { knobs } = server.control;
  try {
    knobs.search = 'names';
    await expect(find('quay')).rejects.toMatchObject({ status: 404 });
    expect((await ask(server, '/queries/nodes?term=quay')).status).toBe(200);
    knobs.search = 'none';
    await expect(find('quay')).rejects.toMatchObject({ status: 500 });
    expect((await ask(server, '/queries/nodes?term=quay')).status).toBe(500);
  } finally {
    knobs.search = 'all';
  }
});

test('sizes of folders are counted since 23.4, by older servers not at all', async () => {
  const { knobs } = server.control;
  const { photos } = server.tree.examples;
  const path = `/nodes/${photos.id}/size-details`;
  expect((await ask(server, { method: 'POST', path })).status).toBe(202);
  try {
    knobs.version = '23.3.0';
    expect((await ask(server, { method: 'POST', path })).status).toBe(404);
  } finally {
    knobs.version = '23.4.0';
  }
});
