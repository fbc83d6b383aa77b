import { expect, test } from 'vitest';
import { phrase } from '../../src-shared/language/phrase.ts';
import { failureKindSchema, FailedError } from '../../src-shared/failures/failure.ts';
import { explain, sentence, sentenceOf } from '../../src-shared/failures/failure-words.ts';

test('what a server says ends as a sentence does, whether it had a full stop or not', () => {
  const what = (detail: string): string => explain({ kind: 'refused', detail }).what;
  expect(what('No right')).toMatch(/ The server says: “No right”\.$/);
  expect(what('No right.')).toMatch(/ The server says: “No right\.”$/);
  expect(what('Why?')).toMatch(/ The server says: “Why\?”$/);
});

test('what Ferry found out itself is not put into the server’s mouth', () => {
  const detail = phrase('reasons.answer.linkRefusedWith', { code: 'AccessDenied' });
  expect(explain({ kind: 'server-error', status: 403, detail }).what).toBe(
    'The server had an error of its own (403). In detail: the file store refuses the link: AccessDenied.',
  );
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
