import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { bridgeAuthorization } from '../../src-main/adapters/servers/bridge-sign-in.ts';
import { extensionFor, isNamed, nameFrom } from '../../src-main/adapters/servers/file-name.ts';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import { jsonFaultIn } from '../../src-shared/json-fault.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { said } from '../../src-shared/language/index.ts';

const servers = createServers({ secrets: createMemorySecrets() });

function detailOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof FailedError && error.failure.kind === 'invalid-input')
      return said(error.failure.detail ?? '');
    throw error;
  }
  throw new Error('It should have been refused');
}

describe('what an export is asked for with', () => {
  test('the kind is free text without the spaces around it', () => {
    expect(servers.understandExport('bridge', '  user export/2 ', '')).toEqual({
      kind: 'bridge',
      downloadType: 'user export/2',
    });
  });

  test.each([
    ['{"group": 3, "deep": [{"a": null}]}', { group: 3, deep: [{ a: null }] }],
    ['\uFEFF \r\n {"group": 3}\r\n\r\n', { group: 3 }],
    ['{}', {}],
  ])('parameters %j are understood', (info, parameters) => {
    expect(servers.understandExport('bridge', 'x', info)).toMatchObject({ info: parameters });
  });

  test.each(['', '   ', '\uFEFF\n'])('nothing in the field (%j) is no parameters', (info) => {
    expect(servers.understandExport('bridge', 'x', info)).not.toHaveProperty('info');
  });

  test.each([
    ['', '', /Name the kind/],
    ['   ', '', /Name the kind/],
    ['x'.repeat(201), '', /longer than 200/],
    ['a\nb', '', /single line/],
    ['x', '[1, 2]', /a JSON object.*a list/],
    ['x', 'null', /this is null/],
    ['x', '"text"', /a string/],
    ['x', '12', /a number/],
    ['x', '{"a": 1,}', /a name in double quotes.*line 1, column 9, at “}”/],
    ['x', "{'a': 1}", /a name in double quotes.*line 1, column 2/],
    ['x', '{\n  "a": 1\n  "b": 2\n}', /a comma or “}”.*line 3, column 3, at “"b": 2”/],
    ['x', '\uFEFF\n\n  {"a" 1}', /a colon.*line 3, column 8/],
    ['x', '{"a": tru}', /a value.*column 7/],
    ['x', '{"a": 01}', /a value.*column 7/],
    ['x', '{"a": "b}', /text in quotes.*column 7/],
    ['x', '{"a": 1', /end is missing.*column 8/],
    ['x', '{"a": 1} {"b": 2}', /behind the end.*column 10/],
    ['x', '['.repeat(5000), /nested too deeply/],
    ['x', '{"id": 12345678901234567890}', /“id”.*double quotes/],
    ['x', '{"id": 1e999}', /“id”.*double quotes/],
  ])('kind %j with %j is refused in words', (type, info, reason) => {
    expect(detailOf(() => servers.understandExport('bridge', type, info))).toMatch(reason);
  });

  test('a place is found in exactly the texts that aren’t JSON', () => {
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const cut = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', ',', '"', '}', 'x', '\n'));
    fc.assert(
      fc.property(cut, ([json, at, sign]) => {
        const place = at % (json.length + 1);
        for (const text of [json, json.slice(0, place), json.slice(0, place) + sign + json.slice(place)])
          expect(jsonFaultIn(text) === null).toBe(isJson(text));
      }),
    );
  });

  test('other kinds of servers make no exports, and a Bridge has no documents', () => {
    expect(detailOf(() => servers.understandExport('alfresco', 'x', ''))).toMatch(/no exports/);
    expect(detailOf(() => servers.understandItems('bridge', ['x']))).toMatch(/kind of export/);
  });

  test('a Bridge’s address has no tenant to name', () => {
    expect(servers.understandAddress('bridge', 'acme')).toEqual({
      baseUrl: 'https://acme.bridgeapp.com',
      tenant: '-default-',
    });
  });
});

describe('what a Bridge is told of who asks', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  test.each([
    ['', 'abc.def', 'Bearer abc.def'],
    ['', '  abc.def\n', 'Bearer abc.def'],
    ['', 'Bearer abc', 'Bearer abc'],
    ['', 'bearer   abc', 'Bearer abc'],
    ['', 'Authorization: Bearer abc', 'Bearer abc'],
    ['', 'Basic a2V5OnNlY3JldA==', 'Basic a2V5OnNlY3JldA=='],
    ['', 'Basic key:secret', `Basic ${base64('key:secret')}`],
    ['key', 'Basic a2V5OnNlY3JldA==', 'Basic a2V5OnNlY3JldA=='],
    ['key', 'secret', `Basic ${base64('key:secret')}`],
    [' key ', ' sécret ', `Basic ${base64('key:sécret')}`],
    ['', '“abc.def”', 'Bearer abc.def'],
    ['', '„abc.def“', 'Bearer abc.def'],
    ['', '"Bearer abc"', 'Bearer abc'],
    ['key', '‘secret’', `Basic ${base64('key:secret')}`],
    ['key', '“secret', `Basic ${base64('key:“secret')}`],
    ['', 'two words', null],
    ['', 'tokén', null],
    ['', '', null],
    ['', 'a\r\nX-Evil: 1', null],
  ])('key %j and secret %j', (key, secret, value) => {
    expect(bridgeAuthorization(key, secret)).toBe(value);
  });
});

describe('the name of a file', () => {
  test.each([
    [undefined, null],
    ['', null],
    ['attachment', null],
    ['attachment; filename=""', null],
    ['attachment; filename=users.csv', 'users.csv'],
    ['inline; filename="a b.csv"', 'a b.csv'],
    [`attachment; filename="x.csv"; filename*=UTF-8''%C3%9Cbersicht.csv`, 'Übersicht.csv'],
    ['attachment; filename="\u00c3\u009cbersicht.csv"', 'Übersicht.csv'],
    ['attachment; filename="caf\u00e9.csv"', 'café.csv'],
    ['attachment; filename="../../x.csv"', '../../x.csv'],
    ['attachment; filename="=?UTF-8?Q?=C3=9Cbersicht.csv?="', 'Übersicht.csv'],
    [';;;===', null],
  ])('in %j is %j', async (header, name) => {
    expect(await nameFrom(header)).toBe(name);
    expect(isNamed(header)).toBe(name !== null);
  });

  test('is never longer than can be kept, and no header throws', async () => {
    expect(await nameFrom(`attachment; filename="${'x'.repeat(60_000)}"`)).toHaveLength(1000);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (header) => void (await nameFrom(header))),
    );
  });

  test('has the extension of its content where no name is told', () => {
    expect(extensionFor('text/csv; charset=utf-8')).toBe('.csv');
    expect(extensionFor('application/zip')).toBe('.zip');
    expect(extensionFor('application/octet-stream')).toBe('');
    expect(extensionFor(undefined)).toBe('');
  });
});
