import type { ItemSort } from '../../../src-shared/server-items.ts';

/*
 * What is written in Alfresco's own languages of queries and conditions: full text search (AFTS), `orderBy` and `where` of
 * the REST API. Words that come from people are quoted here and nowhere else.
 */

/** Quotes typed words, or a name of the server's. */
const quoted = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`;

/** Documents and folders whose names, titles or contents hold words that begin with these. Null where there are no words. */
export function wordsQuery(text: string): string | null {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const ofWord = (word: string): string =>
    `(cm:name:${quoted(`${word}*`)} OR cm:title:${quoted(`${word}*`)} OR TEXT:${quoted(`${word}*`)})`;
  return words.length === 0 ? null : words.map(ofWord).join(' AND ');
}

export const changedBy = (account: string): string => `cm:modifier:${quoted(account)}`;
export const onlyDocuments = 'TYPE:"cm:content"';
export const documentsAndFolders = 'TYPE:"cm:content" OR TYPE:"cm:folder"';
export const below = (folderId: string): string =>
  `ANCESTOR:${quoted(`workspace://SpacesStore/${folderId}`)}`;

/** Of favourites: those that can be fetched. */
export const everyFavourite = '(EXISTS(target/file) OR EXISTS(target/folder) OR EXISTS(target/site))';

/** Folders first, as the server sorts by itself. */
export function orderOf(sort: ItemSort | null): string {
  const { by, descending } = sort ?? { by: 'name', descending: false };
  const field = { name: 'name', modified: 'modifiedAt', size: 'sizeInBytes' }[by];
  const terms = ['isFolder DESC', `${field} ${descending ? 'DESC' : 'ASC'}`];
  return [...terms, ...(by === 'name' ? [] : ['name ASC'])].join(',');
}
