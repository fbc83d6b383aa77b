import { expect, test } from 'vitest';
import { exportInfoIn } from '../../src-shared/export-info.ts';
import { sentenceOf } from '../../src-shared/failures/failure-words.ts';

const refusal = (typed: string): string => {
  try {
    exportInfoIn(typed);
  } catch (thrown) {
    return sentenceOf(thrown);
  }
  return '';
};

test('an object is read as it is written, whatever an editor or pasting left around it', () => {
  expect(exportInfoIn('\uFEFF\n {"from": "2026-01-01", "deep": [1.5, null, true]} \r\n')).toEqual({
    from: '2026-01-01',
    deep: [1.5, null, true],
  });
  expect(exportInfoIn(`{"most": ${Number.MAX_SAFE_INTEGER}, "small": 1e-5}`)).toEqual({
    most: Number.MAX_SAFE_INTEGER,
    small: 0.00001,
  });
});

test.each(['', '  \n', '\uFEFF '])('nothing (%j) is no parameters', (typed) => {
  expect(exportInfoIn(typed)).toBeUndefined();
});

test('a fault is told with its line and column, however lines end, and what stands there', () => {
  expect(refusal('{"a": 1,\n  b: 2}')).toMatch(/line 2.*column 3.*b: 2/i);
  expect(refusal('{"a": 1,\r\n\r\n  b: 2}')).toMatch(/line 3.*column 3/i);
  expect(refusal('\uFEFF\n{"a": 1,\rb}')).toMatch(/line 3.*column 1/i);
  // Only what is in that line, and not all of a long one.
  expect(refusal('{"a": x\ny}')).not.toContain('y}');
  expect(refusal(`{"a": ${'x'.repeat(100)}}`)).not.toContain('x'.repeat(21));
  expect(refusal('{"a": 1')).toMatch(/line 1.*column 8/i);
});

test.each([
  ['[1]', /list/],
  ['null', /null/],
  ['"text"', /a string/],
  ['12', /number/],
  ['true', /a boolean/],
])('%s is no object, and an example shows one', (typed, what) => {
  expect(refusal(typed)).toMatch(what);
  expect(refusal(typed)).toContain('{"from": "2026-01-01"}');
});

test('a number that would be sent as another one is refused by its name', () => {
  for (const number of ['9007199254740993', '-9007199254740993', '1e400'])
    expect(refusal(`{"id": ${number}}`)).toContain('id');
  expect(exportInfoIn('{"id": 9007199254740993.5}')).toBeDefined();
});
