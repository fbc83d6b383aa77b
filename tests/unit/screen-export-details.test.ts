import { describe, expect, test } from 'vitest';
import { detailsIn, infoOf } from '../../src-renderer/presentation/export-details.ts';
import { exportRefusal } from '../../src-renderer/presentation/export-refusal.ts';

describe('the parameters of an export as a form', () => {
  test.each([
    ['{"from": "2026-01-01"}', [['from', '2026-01-01']]],
    [
      '{"count": 42, "text": "42"}',
      [
        ['count', '42'],
        ['text', '"42"'],
      ],
    ],
    [
      '{"only": [1, 2], "deep": {"a": null}}',
      [
        ['only', '[1,2]'],
        ['deep', '{"a":null}'],
      ],
    ],
    [
      '{"yes": true, "empty": "", "quoted": "say \\"so\\""}',
      [
        ['yes', 'true'],
        ['empty', ''],
        ['quoted', 'say "so"'],
      ],
    ],
    ['', []],
  ])('%s is the same afterwards', (info, expected) => {
    const details = detailsIn(info)!;
    expect(details.map(({ name, value }) => [name, value])).toEqual(expected);
    const again = infoOf(details);
    expect(again === '' ? {} : JSON.parse(again)).toEqual(info === '' ? {} : JSON.parse(info));
  });

  test('aren’t there while the JSON can’t be read', () => {
    expect(detailsIn('{"from": ')).toBeNull();
    expect(detailsIn('[1]')).toBeNull();
  });

  test('without a name aren’t in the JSON, and of two with one name the last counts', () => {
    const details = [
      { name: '', value: 'x' },
      { name: ' from ', value: 'a' },
      { name: 'from', value: 'b' },
    ];
    expect(JSON.parse(infoOf(details))).toEqual({ from: 'b' });
    expect(infoOf([{ name: ' ', value: 'x' }])).toBe('');
  });
});

describe('what a Bridge refused stands at the field that it is about', () => {
  const refusal = (detail: string, info = '{"from": "2026"}') =>
    exportRefusal('bridge', { kind: 'bad-request', status: 422, detail }, info);

  test('in the server’s words', () => {
    expect(refusal('“x” is not a kind of download.')?.words).toContain('“x” is not a kind of download.');
  });

  test.each([
    ['“users” is not a kind of download.', 'type'],
    ['Download from here is not possible', 'info'],
    ['info must have a course', 'info'],
    ['Unknown parameter: to', 'info'],
    ['', 'type'],
  ] as const)('%j: %s', (detail, field) => {
    expect(refusal(detail)?.field).toBe(field);
  });

  test('and nothing stands there where it isn’t about what was asked for', () => {
    expect(exportRefusal('bridge', { kind: 'unreachable' }, '')).toBeNull();
    expect(exportRefusal('bridge', { kind: 'busy' }, '')).toBeNull();
    expect(exportRefusal('bridge', null, '')).toBeNull();
  });
});
