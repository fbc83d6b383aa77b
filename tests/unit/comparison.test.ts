import { expect, test } from 'vitest';
import { changesBetween } from '../../src-shared/history/compare-contents.ts';
import { compareListing } from '../../src-shared/history/compare-listing.ts';
import type { ListedFile } from '../../src-shared/history/compare-listing.ts';
import { comparisonSchema, mostTold } from '../../src-shared/history/comparison.ts';
import type { ListingComparison } from '../../src-shared/history/comparison.ts';
import { changesWords, listingWords } from '../../src-shared/history/comparison-words.ts';
import type { ContentEntry } from '../../src-shared/history/content-lines.ts';
import { said } from '../../src-shared/language/index.ts';

const asked = 1_790_000_000_000;
const at = asked + 60_000;

/** Some at a time. */
async function* inPairs<Item>(items: Item[]): AsyncGenerator<Item[]> {
  for (let from = 0; from < items.length; from += 2) yield items.slice(from, from + 2);
}

const listed = (
  path: string,
  size: number | null = 1,
  changedAt: number | null = asked - 60_000,
): ListedFile => ({
  ...{ id: `id of ${path}`, path, size, changedAt },
});
const inZip = (path: string, size = 1, crc32 = '00000000'): ContentEntry => ({ path, size, crc32 });
const compare = (files: ListedFile[], entries: ContentEntry[]) =>
  compareListing(inPairs(files), inPairs(entries), { at, askedAt: asked });
const none = { count: 0, files: [] };

test('a zip with all that is listed is whole, and says of which listing', async () => {
  const found = await compare(
    [listed('f/a'), listed('f/b', 2), listed('f/c', null)],
    [inZip('f/a'), inZip('f/b', 2), inZip('f/c', 9)],
  );
  expect(found).toEqual({ is: 'compared', at, files: 3, missing: none, otherSize: none, newer: 0, gone: 0 });
  expect(said(listingWords(found))).toMatch(/^All 3 files of the listing of .*2026.* are here\.$/);
});

test('what is listed and not in the zip is named, with the id that it can be asked for by', async () => {
  const found = await compare([listed('f/a'), listed('f/b', 2), listed('f/a')], [inZip('f/a')]);
  expect(found.missing).toEqual({
    count: 2,
    files: [
      { id: 'id of f/b', path: 'f/b', size: 2 },
      // Twice in the listing, once in the zip.
      { id: 'id of f/a', path: 'f/a', size: 1 },
    ],
  });
  expect(said(listingWords(found))).toMatch(/^2 of 3 files of the listing of .* are missing\.$/);
});

test('another size counts, unless the file changed after it was asked for', async () => {
  const found = await compare(
    [listed('f/a', 5), listed('f/b', 5, asked + 1_000), listed('f/new', 1, asked), listed('f/old', 1, null)],
    [inZip('f/a', 4), inZip('f/b', 4), inZip('f/moved')],
  );
  expect(found).toMatchObject({
    otherSize: { count: 1, files: [{ path: 'f/a', listed: 5, inZip: 4 }] },
    missing: { count: 1, files: [{ path: 'f/old' }] },
    newer: 2,
    gone: 1,
  });
  expect(said(listingWords(found))).toBe(
    `${said(listingWords({ ...found, otherSize: none, newer: 0, gone: 0 }))} 1 file has another size here than on the server. 2 files came or changed on the server after they were asked for. 1 file of the zip isn’t on the server anymore, or not in the same place.`,
  );
});

test('a name that is written in another way is the same name', async () => {
  expect(await compare([listed('f/Übung')], [inZip('f/U\u0308bung')])).toMatchObject({
    missing: none,
    gone: 0,
  });
});

test.each<[ListingComparison, RegExp]>([
  [
    { is: 'compared', at, files: 0, missing: none, otherSize: none, newer: 0, gone: 3 },
    /^The listing of .* has no files\. 3 files/,
  ],
  [
    { is: 'compared', at, files: 9, missing: none, otherSize: none, newer: 1, gone: 0 },
    /^All files of the listing of .* that were on the server before\. 1 file came/,
  ],
  [{ is: 'unsteady', at }, /was being changed while the server listed it/],
  [{ is: 'tooMany', at }, /too many files/],
  [{ is: 'due', isAsked: false }, /as soon as the server can be asked/],
  [{ is: 'failed', at, failure: { kind: 'refused', status: 403 } }, /^It couldn’t be compared .* server/],
])('each outcome is said as it is: %o', (outcome, words) => {
  expect(comparisonSchema.parse({ listing: outcome, changes: null }).listing).toEqual(outcome);
  expect(said(listingWords(outcome))).toMatch(words);
});

test('two zips of the same are compared by path, size and CRC-32', async () => {
  const before = [
    inZip('same'),
    inZip('larger', 1),
    inZip('other', 1, 'aaaaaaaa'),
    inZip('gone'),
    inZip('twice', 1, 'bbbbbbbb'),
    inZip('twice', 2),
  ];
  const after = [
    inZip('twice', 2),
    inZip('new', 7),
    inZip('other', 1, 'cccccccc'),
    inZip('larger', 2),
    inZip('same'),
    inZip('twice', 3),
  ];
  const changes = await changesBetween(inPairs(before), inPairs(after));
  expect(changes).toEqual({
    added: { count: 1, files: [{ path: 'new', size: 7 }] },
    changed: {
      count: 3,
      files: [
        { path: 'other', size: 1 },
        { path: 'larger', size: 2 },
        { path: 'twice', size: 3 },
      ],
    },
    gone: { count: 1, files: [{ path: 'gone', size: 1 }] },
  });
  const since = new Date(2026, 10, 3).getTime();
  expect(said(changesWords({ ...changes, since }))).toBe('1 new, 3 changed, 1 gone since 3 Nov 2026.');
  const nothing = { added: none, changed: none, gone: none, since };
  expect(said(changesWords(nothing))).toBe('Nothing changed since 3 Nov 2026.');
});

test('of many changes the first are named and all are counted', async () => {
  const many = Array.from({ length: mostTold + 5 }, (_, index) => inZip(`f/${index}`));
  const { added } = await changesBetween(inPairs([]), inPairs(many));
  expect([added.count, added.files.length]).toEqual([mostTold + 5, mostTold]);
});
