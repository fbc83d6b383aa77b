import { expect, test } from 'vitest';
import { droppedText } from '../../src-renderer/presentation/dropped-text.ts';
import { isAboutFolder } from '../../src-renderer/presentation/failure-place.ts';
import {
  crumbsOf,
  folderName,
  foldersWithin,
  overlapsOf,
  siteOf,
  whereOf,
} from '../../src-renderer/presentation/item-words.ts';
import { foldersApart } from '../../src-shared/folders-apart.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { ServerItem } from '../../src-shared/server-items.ts';

const item = (path: string | null, isFolder = true): ServerItem => ({
  ...{ id: path ?? 'nowhere', name: path?.split('/').at(-1) ?? '', isFolder, size: null, modifiedAt: null },
  path,
  mimeType: '',
});
const library = '/Sites/harbour/documentLibrary';
const sites = [{ id: 'harbour', nodeId: 'n', title: 'Harbour Extension' }];

test('things from several folders go into as many, without what is common to their paths', () => {
  const paths = [`${library}/Tender/Plans/A.pdf`, `${library}/Minutes/B.pdf`, `${library}/C.pdf`, null];
  expect(foldersApart(paths)).toEqual([['Tender', 'Plans'], ['Minutes'], [], []]);
  expect(foldersApart([`${library}/A.pdf`, `${library}/B.pdf`])).toEqual([[], []]);
});

test('what is inside another chosen folder overlaps with the outermost of them, and nothing else does', () => {
  const chosen = [
    item(`${library}/Tender`),
    item(`${library}/Tender/Plans`),
    item(`${library}/Tender/Plans/A.pdf`, false),
    item(`${library}/Tender 2026`),
    item(null),
  ];
  const overlaps = [...overlapsOf(chosen)].map(([id, holder]) => [id, holder.id]);
  expect(overlaps).toEqual([
    [`${library}/Tender/Plans`, `${library}/Tender`],
    [`${library}/Tender/Plans/A.pdf`, `${library}/Tender`],
  ]);
});

test('every folder above something chosen is partly chosen', () => {
  expect([...foldersWithin([item('/Sites/harbour/a'), item('/Shared/x/y', false), item(null)])]).toEqual([
    '/Sites/harbour',
    '/Sites',
    '/Shared/x',
    '/Shared',
  ]);
});

test('a place is told as people know it: by the site’s title, without its library', () => {
  expect(whereOf(`${library}/Tender/A.pdf`, sites)).toBe('Harbour Extension / Tender');
  expect(whereOf('/Sites/other/documentLibrary/A.pdf', sites)).toBe('other');
  expect(whereOf('/Shared/Forms/A.pdf', sites)).toBe('Shared / Forms');
  expect(whereOf(null, sites)).toBe('');
  const above = ['Company Home', 'Sites', 'harbour', 'documentLibrary', 'Tender'].map((name) => ({
    id: name,
    name,
  }));
  expect(crumbsOf({ above, name: 'Plans' }, sites)).toEqual([
    { id: 'documentLibrary', name: 'Harbour Extension' },
    { id: 'Tender', name: 'Tender' },
  ]);
  expect(crumbsOf({ above: above.slice(0, 1), name: 'Shared' }, sites)).toEqual([
    { id: 'Company Home', name: 'Repository' },
  ]);
});

test('an open folder is known to be in a site, whose library is called as the site is, and is its top', () => {
  const below = (...names: string[]) => ({
    name: names.at(-1)!,
    above: names.slice(0, -1).map((name) => ({ id: name, name })),
  });
  const path = ['Company Home', 'Sites', 'harbour', 'documentLibrary'];
  expect(siteOf(below(...path, 'Tender', 'Plans'))).toBe('harbour');
  expect(siteOf(below('Company Home', 'Sites', 'harbour'))).toBe('harbour');
  expect(siteOf(below('Company Home', 'Sites'))).toBeNull();
  expect(siteOf(below('Company Home', 'Shared', 'Sites'))).toBeNull();
  const name = (...names: string[]) => folderName(below(...names), sites);
  expect(name(...path)).toBe('Harbour Extension');
  expect(name('Company Home', 'Sites', 'other', 'documentLibrary')).toBe('other');
  expect(name(...path, 'documentLibrary')).toBe('documentLibrary');
  expect(name('Company Home', 'Shared', 'x', 'documentLibrary')).toBe('documentLibrary');
  expect(crumbsOf(below(...path), sites)).toEqual([]);
  // What it is called further in is what leads back to it.
  expect(crumbsOf(below(...path, 'Tender'), sites)).toEqual([
    { id: 'documentLibrary', name: 'Harbour Extension' },
  ]);
});

test('of what is dropped links count before text, without remarks', () => {
  const dropped = (data: Record<string, string>): string =>
    droppedText({ dataTransfer: { getData: (type) => data[type] ?? '' } });
  expect(dropped({ 'text/uri-list': '# x\r\nhttps://a\r\nhttps://b\r\n', 'text/plain': 'no' })).toBe(
    'https://a\nhttps://b',
  );
  expect(dropped({ 'text/plain': '  an id ' })).toBe('an id');
  expect(dropped({})).toBe('');
});

test('a failure of the folder is told at its field, others aren’t', () => {
  expect(isAboutFolder({ kind: 'folder-unavailable' })).toBe(true);
  expect(isAboutFolder({ kind: 'invalid-input', detail: phrase('validationErrors.folder.own') })).toBe(true);
  expect(isAboutFolder({ kind: 'invalid-input', detail: phrase('validationErrors.serverGone') })).toBe(false);
  expect(isAboutFolder({ kind: 'refused' })).toBe(false);
});
