import { expect, test } from 'vitest';
import { phrase } from '../../src-shared/language/phrase.ts';
import { failureKindSchema, FailedError } from '../../src-shared/failures/failure.ts';
import { policyOf } from '../../src-shared/failures/failure-table.ts';
import { explain, sentence, sentenceOf } from '../../src-shared/failures/failure-words.ts';

test('what a server says ends as a sentence does, whether it had a full stop or not', () => {
  const what = (detail: string): string => explain({ kind: 'refused', detail }).what;
  expect(what('No right')).toMatch(/ The server says: “No right”\.$/);
  expect(what('No right.')).toMatch(/ The server says: “No right\.”$/);
  expect(what('Why?')).toMatch(/ The server says: “Why\?”$/);
});

test('what Ferry found out itself is not put into the server’s mouth', () => {
  const detail = phrase('failureDetails.answer.linkRefusedWith', { code: 'AccessDenied' });
  expect(explain({ kind: 'server-error', status: 403, detail }).what).toBe(
    'The server had an error of its own (403). In detail: the file store refuses the link: AccessDenied.',
  );
});

test('a sentence within another one leaves its full stop there', () => {
  const detail = phrase('failureDetails.bytes.again.whole');
  expect(explain({ kind: 'protocol', detail }).what).toBe(
    'The server’s answer makes no sense (The server sent the whole file instead of the rest).',
  );
  expect(explain({ kind: 'server-error', detail }).what).toBe(
    'The server had an error of its own. In detail: The server sent the whole file instead of the rest.',
  );
  expect(explain({ kind: 'protocol', detail: 'Words of the system.' }).what).toContain(
    '(Words of the system).',
  );
});

test('what may end a download promises nothing that only happens while it goes on', () => {
  for (const kind of failureKindSchema.options) {
    if (policyOf(kind).retry !== 'auto' && policyOf(kind).retry !== 'never') continue;
    expect(explain({ kind }).advice).not.toMatch(/Ferry (?:goes on|tries|continues)/);
  }
});

test('every kind is told in whole sentences, with nothing left over where there is no advice', () => {
  for (const kind of failureKindSchema.options)
    for (const failure of [{ kind }, { kind, detail: 'Some words.' }])
      expect(sentence(failure)).toMatch(/^\S.*[.”]$/);
});

test('a thrown failure is told as its sentence, any other error in its own words', () => {
  const failed = new FailedError({ kind: 'invalid-input', detail: 'Not this way.' });
  expect(sentenceOf(failed)).toBe('Not this way.');
  expect(failed.message).toBe('invalid-input');
  expect(sentenceOf(new Error('No such file'))).toBe('No such file');
  expect(sentenceOf('stop')).toBe('stop');
});
