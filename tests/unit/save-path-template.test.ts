import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { templateFault, fillSavePath } from '../../src-shared/save-path-template.ts';
import { safeName } from '../../src-shared/safe-name.ts';
import { typedFolders, typedName } from '../../src-shared/typed-place.ts';

const at = new Date(2026, 10, 5, 9, 3).getTime();
const facts = { server: 'Records Alfresco', name: 'Minutes 2026.zip', type: '', at };

const filed = (folder: string, name: string, more: Partial<typeof facts> = {}): string => {
  const place = fillSavePath({ folder, name }, { ...facts, ...more });
  return [...place.folders, place.name].join('/');
};

describe('a filing rule', () => {
  test('that says nothing leaves the file where it was asked for, under its own name', () => {
    expect(filed('', '{name}')).toBe('Minutes 2026.zip');
  });

  test('fills in the server, the day and the kind, and keeps the file’s extension', () => {
    expect(filed('{server}/{date:yyyy-MM}', '{date:yyyy-MM-dd} {name}')).toBe(
      'Records Alfresco/2026-11/2026-11-05 Minutes 2026.zip',
    );
    expect(filed('{type}', '{name}')).toBe('zip/Minutes 2026.zip');
    expect(filed('{type}', '{name}.zip', { type: 'user_export' })).toBe('user_export/Minutes 2026.zip');
    expect(filed('', '{date} at {date:HH.mm}')).toBe('2026-11-05 at 09.03.zip');
  });

  test('keeps double extensions, and names without one', () => {
    expect(filed('', 'archive', { name: 'a.tar.gz' })).toBe('archive.tar.gz');
    expect(filed('{type}', '{name}', { name: 'README' })).toBe('file/README');
  });

  test('never leads out of the folder, whatever the server is called', () => {
    expect(filed('{server}', '{name}', { server: '../../etc' })).toBe('_.._etc/Minutes 2026.zip');
    expect(filed('../{server}\\x', '{name}', { server: 'a/b' })).toBe('a_b/x/Minutes 2026.zip');
    expect(filed('', '{server} {name}', { server: 'a/b' })).toBe('a_b Minutes 2026.zip');
  });

  test('makes only safe names of any text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(text, text, text, text, (folder, name, server, told) => {
        const place = fillSavePath({ folder, name }, { ...facts, server, name: told });
        for (const part of [...place.folders, place.name]) expect(safeName(part)).toBe(part);
      }),
    );
  });

  test.each([
    ['{serve}', '{name}', 'folder', '{serve}'],
    ['', '{name', 'name', '{'],
    ['', '{date:}', 'name', '{date:}'],
    ['', 'a}', 'name', '}'],
  ])('“%s”, “%s” is refused: what is wrong is in the %s', (folder, name, where, text) => {
    expect(templateFault({ folder, name })).toEqual({ in: where, text });
  });

  test('with known tokens alone is fine', () => {
    expect(templateFault({ folder: '{server}/{date:yyyy}', name: '{name} {type} {date:dd.MM.}' })).toBeNull();
  });
});

test('what was typed loses nothing: a name stays whole, and folders that would lead out are refused', () => {
  expect(typedName(' Q1/2026 ?', true)).toBe('Q1_2026 _.zip');
  expect(typedName('..\\a.pdf', false)).toBe('_a.pdf');
  expect(typedName(' ', true)).toBe('');
  expect(typedFolders(' /2026//May: plans\\./ ')).toEqual(['2026', 'May_ plans']);
  expect(typedFolders('')).toEqual([]);
  for (const typed of ['..', '../up', 'a/.. /b', 'a/...']) expect(typedFolders(typed), typed).toBeNull();
});
