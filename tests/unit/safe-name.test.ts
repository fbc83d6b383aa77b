import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { cutName, foldedName, longestName, numberedName, safeName } from '../../src-shared/safe-name.ts';

const folder = mkdtempSync(join(tmpdir(), 'ferry-names-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = (text: string) => Buffer.byteLength(text);

describe('a server’s name becomes a safe one', () => {
  test.each([
    ['a plain name stays', 'Board papers 2026.zip', 'Board papers 2026.zip'],
    ['letters of all scripts stay', 'Überblick 第3章 نسخة 🚢.pdf', 'Überblick 第3章 نسخة 🚢.pdf'],
    ['a path loses its folders', '../../etc/passwd', 'passwd'],
    ['a Windows path loses its folders', '..\\..\\evil.exe', 'evil.exe'],
    ['accents are composed', 'cafe\u0301.zip', 'caf\u00e9.zip'],
    [
      'accents are composed although something invisible stood between',
      'cafe\u200d\u0301.zip',
      'caf\u00e9.zip',
    ],
    ['half a character becomes a line', 'a\ud83d.zip', 'a_.zip'],
    ['a NUL goes', 'a\0.zip', 'a.zip'],
    ['direction changes go', 'invoice\u202Egpj.exe', 'invoicegpj.exe'],
    ['invisible characters go', '\uFEFFre\u200Bport.zip', 'report.zip'],
    ['line separators and non-characters go', 'a\u2028b\uFFFEc\u{1FFFF}.zip', 'abc.zip'],
    ['runs of white space become one space', 'a \u00a0\u3000 b.zip', 'a b.zip'],
    ['what Windows refuses becomes a line', 'a"b*c:d<e>f?g|h~1.zip', 'a_b_c_d_e_f_g_h_1.zip'],
    ['a leading hyphen is no option', '-rf', '_rf'],
    ['a leading hyphen behind dots is none either', '. -rf', '_rf'],
    ['dots and spaces at the ends go', ' ..a. . ', 'a'],
    ['a device gets a line', 'CON', '_CON'],
    ['a device with an extension too', 'nul.tar.gz', '_nul.tar.gz'],
    ['a device with a space before the dot too', 'aux .txt', '_aux .txt'],
    ['superscript device numbers too', 'com¹.log', '_com¹.log'],
    ['console devices too', 'conin$', '_conin$'],
    ['what only starts like a device stays', 'console.zip', 'console.zip'],
    ['a shortcut is shown as what it is', 'Open me.LNK', 'Open me.LNK.download'],
    [
      'a class id is shown as what it is',
      'a.{21EC2020-3AEA-1069-A2DD-08002B30309D}',
      'a.{21EC2020-3AEA-1069-A2DD-08002B30309D}.download',
    ],
    ['folder settings are shown as what they are', 'Desktop.ini', 'Desktop.ini.download'],
    ['nothing becomes a name', '', 'download'],
    ['dots alone become a name', '...', 'download'],
    ['lines alone become a name', '-_-', 'download'],
    ['a folder’s path has no file name', 'a/b/', 'download'],
  ])('%s', (_, raw, safe) => {
    expect(safeName(raw)).toBe(safe);
  });

  test('a long name loses the end of its stem and keeps its extension', () => {
    expect(safeName(`${'x'.repeat(400)}.tar.gz`)).toBe(`${'x'.repeat(longestName - 7)}.tar.gz`);
    expect(safeName(`${'x'.repeat(20_000)}.zip`)).toBe(`${'x'.repeat(longestName - 4)}.zip`);
  });

  test('a long name is not cut inside what is seen as one character', () => {
    expect(safeName(`${'é'.repeat(300)}.zip`)).toBe(`${'é'.repeat(Math.floor((longestName - 4) / 2))}.zip`);
    expect(safeName('🇨🇭'.repeat(100))).toBe('🇨🇭'.repeat(Math.floor(longestName / 8)));
  });

  test('one letter under hundreds of accents still gives a name', () => {
    const safe = safeName(`x${'\u0323'.repeat(500)}.zip`);
    expect(bytes(safe)).toBeLessThanOrEqual(longestName);
    expect(safe).toMatch(/^x.*\.zip$/);
  });

  test('a cut does not bring up a name that a desktop would act on', () => {
    const start = `${'x'.repeat(longestName - 4)}.lnk`;
    expect(safeName(`${start}${'y'.repeat(50)}`)).toMatch(/^x+\.download$/);
  });

  test('an endless extension counts as a part of the stem', () => {
    expect(bytes(safeName(`a.${'z'.repeat(300)}`))).toBe(longestName);
  });

  test('a megabyte of anything is dealt with at once', () => {
    for (const piece of ['.', ' ', '\u0301', '.a', 'e\u0301\u0323', '\u202e']) {
      expect(bytes(safeName(piece.repeat(500_000)))).toBeLessThanOrEqual(longestName);
    }
  });
});

describe('for any text at all', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ...'/\\.~-_ :*?"<>|{}$\0\t\n¹',
        '.lnk',
        '.url',
        'CON',
        'nul',
        'COM1',
        'desktop.ini',
        '.tar',
        '.gz',
      ),
      fc.constantFrom(
        '\u202e',
        '\u200d',
        '\u0301',
        '\u0338',
        '\ud83d',
        '\udc69',
        '\ufffe',
        '\u2028',
        '\u212a',
        '\u037e',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    ),
    maxLength: 80,
  });

  test('the name is legal everywhere, never empty, and leaves room for what is put around it', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const safe = safeName(raw);
        expect(safe).not.toBe('');
        expect(bytes(`.${safe}.12345678.part`)).toBeLessThanOrEqual(200);
        expect(bytes(numberedName(safe, 999))).toBeLessThanOrEqual(200);
        expect(safe).toBe(safe.normalize('NFC'));
        expect(safe.isWellFormed()).toBe(true);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029\p{Noncharacter_Code_Point}"*/:<>?\\|~\uFFFD]/u);
        expect(safe).not.toMatch(/^[-. ]|[. ]$|^[-_]*$/);
        expect(safe).not.toMatch(/^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)/i);
        expect(safe).not.toMatch(/\.(lnk|local|url|scf|desktop)$|\.\{[^.]*\}$|^(desktop|autorun)\.ini?nf?$/i);
      }),
      { numRuns: 3000 },
    );
  });

  test('a safe name stays as it is', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        expect(safeName(safeName(raw))).toBe(safeName(raw));
      }),
      { numRuns: 3000 },
    );
  });

  test('a file of that name can be made, found under exactly that name, numbered and removed', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        for (const name of [safeName(raw), numberedName(safeName(raw), 1)]) {
          writeFileSync(join(folder, name), 'x', { flag: 'wx' });
          expect(lstatSync(join(folder, name)).isFile()).toBe(true);
          expect(readdirSync(folder)).toEqual([name]);
          rmSync(join(folder, name));
        }
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['Minutes.zip', 11, 'Minutes.zip'],
  ['Minutes.zip', 10, 'Minute.zip'],
  ['Minutes of May.tar.gz', 15, 'Minutes.tar.gz'],
  ['Fähre 👩‍👧‍👦.zip', 12, 'Fähre.zip'],
  ['CONTRACT.txt', 7, '_CON.txt'],
])('“%s” cut to %d is “%s”', (name, units, expected) => {
  expect(cutName(name, units)).toBe(expected);
});

describe('numbers and sameness', () => {
  test.each([
    ['a.zip', 0, 'a.zip'],
    ['a.zip', 1, 'a (1).zip'],
    ['a.tar.gz', 12, 'a (12).tar.gz'],
    ['tar.gz', 1, 'tar (1).gz'],
    ['README', 2, 'README (2)'],
    ['Minutes of 3. November', 1, 'Minutes of 3. November (1)'],
    ['a (1).zip', 1, 'a (1) (1).zip'],
  ])('%s with number %i is %s', (name, number, numbered) => {
    expect(numberedName(name, number)).toBe(numbered);
  });

  test('names that differ by case or composed accents alone fold to the same', () => {
    expect(foldedName('CAFE\u0301.zip')).toBe(foldedName('caf\u00e9.ZIP'));
    expect(foldedName('ΟΔΟΣ')).toBe(foldedName('οδος'));
    expect(foldedName('a.zip')).not.toBe(foldedName('b.zip'));
  });
});
