import { expect, test } from 'vitest';
import { markedPieces } from '../../src-renderer/presentation/marked-text.ts';
import { searchWords } from '../../src-shared/fold-text.ts';

const marked = (text: string, search: string): string =>
  markedPieces(text, searchWords(search))
    .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
    .join('');

test.each([
  ['Tender documents', 'tender', '[Tender] documents'],
  ['Tender documents', 'tend docu', '[Tend]er [docu]ments'],
  ['plans/Tender tender', 'TENDER', 'plans/[Tender] [tender]'],
  ['Lange Straße 7', 'strasse', 'Lange [Straße] 7'],
  ['U\u0308bung und Übung', 'ubung', '[U\u0308bung] und [Übung]'],
  ['Report', 'zebra', 'Report'],
  ['Report', '', 'Report'],
  ['', 'a', ''],
])('what a search found in “%s” by “%s” is marked', (text, search, expected) => {
  expect(marked(text, search)).toBe(expected);
});
