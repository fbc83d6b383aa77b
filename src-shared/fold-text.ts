import type { ConnectionKind } from './kinds/kind-table.ts';

const isPlain = /^[\x20-\x7e\n]*$/;

/**
 * Text as it is compared in a search: upper and lower case alike in every script (`straße` and `STRASSE`, `ς` and
 * `Σ`), with and without accents (`Müller` and `muller`), and the same letter alike however it was typed. Upper case
 * is taken because it depends on no neighbour.
 */
export function foldText(text: string): string {
  const upper = text.toUpperCase();
  // Most names are plain, and a search folds millions of them.
  return isPlain.test(upper) ? upper : upper.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC');
}

/** The folded words of a search, all of which must be found. */
export function searchWords(text: string): string[] {
  return foldText(text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** What of a download is searched besides its server's name, which may change: the folded name, kind and type. */
export function searchedText(
  name: string,
  kind: ConnectionKind,
  exportType: string | null,
  fileName: string | null,
): string {
  return foldText([name, fileName !== name ? fileName : null, kind, exportType].filter(Boolean).join('\n'));
}
