import { describe, expect, test } from 'vitest';
import { cutText } from '../../src-shared/cut-text.ts';
import { deepFreeze } from '../../src-shared/deep-freeze.ts';
import { foldText, searchedText, searchWords } from '../../src-shared/fold-text.ts';

describe('a text that is cut', () => {
  test('has as many units as it may, and stays as it is where it fits', () => {
    expect(cutText('harbour', 7)).toBe('harbour');
    expect(cutText('harbour', 4)).toBe('harb');
    expect(cutText('', 4)).toBe('');
  });

  test('never ends in half a character', () => {
    expect(cutText('ab😀cd', 3)).toBe('ab');
    expect(cutText('ab😀cd', 4)).toBe('ab😀');
    // The first and the last of the halves that begin a pair, and what lies beside them.
    expect(cutText('a\u{10000}b', 2)).toBe('a');
    expect(cutText('a\u{10ffff}b', 2)).toBe('a');
    expect(cutText('a\ud7ffb', 2)).toBe('a\ud7ff');
    expect(cutText('a\ue000b', 2)).toBe('a\ue000');
  });
});

test('frozen data is frozen all the way down, and is the same data', () => {
  const data = { list: [{ name: 'a' }], nothing: null, text: 'b' };
  expect(deepFreeze(data)).toBe(data);
  expect([data, data.list, data.list[0]].every(Object.isFrozen)).toBe(true);
  expect(() => (data.list[0]!.name = 'c')).toThrow(TypeError);
  expect(deepFreeze('text')).toBe('text');
  expect(deepFreeze(null)).toBeNull();
});

describe('text that is searched', () => {
  test('is found whatever its case, its accents and the way it was typed', () => {
    for (const [one, other] of [
      ['Straße', 'STRASSE'],
      ['Müller', 'muller'],
      ['ΟΔΟΣ', 'οδος'],
      ['cafe\u0301', 'café'],
      ['ﬁle', 'file'],
    ] as const)
      expect(foldText(one), one).toBe(foldText(other));
    expect(foldText('Minutes 2026.zip')).toBe('MINUTES 2026.ZIP');
    expect(foldText('a')).not.toBe(foldText('b'));
  });

  test('is looked through word by word, without blanks around them', () => {
    expect(searchWords('  Minutes \t of  May ')).toEqual(['MINUTES', 'OF', 'MAY']);
    expect(searchWords('   ')).toEqual([]);
  });

  test('is the name, the file’s name where that is another one, the kind and the type', () => {
    expect(searchedText('Minutes', 'bridge', 'users', 'users.csv')).toBe('MINUTES\nUSERS.CSV\nBRIDGE\nUSERS');
    expect(searchedText('a.zip', 'alfresco', null, 'a.zip')).toBe('A.ZIP\nALFRESCO');
    expect(searchedText('a.zip', 'alfresco', null, null)).toBe('A.ZIP\nALFRESCO');
  });
});
