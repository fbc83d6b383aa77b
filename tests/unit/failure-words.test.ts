import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { phrase } from '../../src-shared/language/phrase.ts';
import { failureKindSchema, FailedError } from '../../src-shared/failures/failure.ts';
import type { Failure, FailureKind } from '../../src-shared/failures/failure.ts';
import { failurePhrase, saidBy } from '../../src-shared/failures/failure-phrases.ts';
import { policyOf } from '../../src-shared/failures/failure-table.ts';
import type { FailureAction } from '../../src-shared/failures/failure-table.ts';
import { explain, sentence, sentenceOf } from '../../src-shared/failures/failure-words.ts';
import { languages, said, setLanguage } from '../../src-shared/language/index.ts';
import type { Phrase, Words } from '../../src-shared/language/words.ts';

afterEach(() => setLanguage('en'));

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

/** What the advice beside a button that leads somewhere speaks of, in each language. */
const speaksOf: Partial<Record<FailureAction, Record<'en' | 'de', RegExp>>> = {
  'sign-in': { en: /sign in|password/i, de: /Anmeld|Melden|melden|Passwort/ },
  'edit-connection': { en: /address|settings/, de: /Adresse|Einstellungen/ },
  'ask-again': { en: /ask|again/i, de: /fordern|noch einmal/i },
  'change-request': { en: /^(Ask|Check|Name|It may)/, de: /^(Bitten|Prüfen|Nennen|Fordern|Vielleicht)/ },
  'keep-waiting': { en: /keep waiting/i, de: /Warten Sie/ },
  'choose-folder': { en: /drive|space/, de: /Laufwerk|Platz/ },
  'open-anyway': { en: /^Open/, de: /^Öffnen/ },
};

describe.each(languages)('in $label', ({ value: language }) => {
  beforeEach(() => setLanguage(language));

  test.each(failureKindSchema.options)('%s says what happened in whole sentences of its own', (kind) => {
    const { what } = explain({ kind });
    expect(what).toMatch(/^\p{Lu}[^{}]+\.$/u);
    expect(what.split(' ').length).toBeGreaterThan(2);
    const others = failureKindSchema.options.filter((other) => other !== kind);
    expect(others.map((other) => explain({ kind: other }).what)).not.toContain(what);
  });

  test.each(failureKindSchema.options)(
    '%s says what to do, which is what the button beside it leads to',
    (kind) => {
      const { what, advice, action } = explain({ kind });
      // What was typed or asked for is refused with the reason: that says as well what could be done.
      if (kind === 'invalid-input') return expect(advice).toBe('');
      expect(advice).toMatch(/^\p{Lu}[^{}]+\.$/u);
      expect(advice).toMatch(speaksOf[action]?.[language] ?? /./);
      expect(advice).not.toBe(what);
      expect(sentence({ kind })).toBe(`${what} ${advice}`);
    },
  );

  test.each(failureKindSchema.options)(
    '%s leaves no gap and no double stop, however much is known',
    (kind) => {
      const known = { status: 503, at: 'proxy:80', limit: 1_000, size: 2_000 };
      const details: (Words | undefined)[] = ['Some words.', undefined];
      // Of a refusal the detail is the whole sentence.
      if (kind !== 'invalid-input') details.push('Some words', phrase('failureDetails.network.busy'));
      for (const detail of details)
        for (const more of [known, {}]) {
          const text = sentence({ kind, ...(detail !== undefined && { detail }), ...more });
          expect(text).toMatch(/^\S.*[.”“]$/);
          expect(text).not.toMatch(/\{|\}|undefined|null|NaN|\(\)|\( | \)| {2}| [.,]|\.{2}|\.\)\./);
          expect(text).not.toMatch(/\.[”“]\.|[a-z]\.[a-z]+\.[a-z]/i);
        }
    },
  );

  test('numbers and names that are known are told', () => {
    const tells = (failure: Failure, ...words: string[]) =>
      words.forEach((word) => expect(explain(failure).what).toContain(word));
    const comma = language === 'de' ? ',' : '.';
    tells({ kind: 'server-error', status: 503 }, '(503)');
    tells({ kind: 'gateway', status: 504 }, '(504)');
    tells({ kind: 'proxy-failed', at: 'proxy:80' }, ' proxy:80 ');
    tells({ kind: 'proxy-sign-in', at: 'proxy:80' }, ' proxy:80 ');
    tells({ kind: 'too-large', size: 2_000, limit: 1_000 }, `2${comma}0 kB`, `1${comma}0 kB`);
    tells({ kind: 'too-large', item: 'Plans', size: 2_000, limit: 1_000 }, 'Plans', `2${comma}0 kB`);
    tells({ kind: 'no-space', size: 2_000, limit: 1_000 }, `2${comma}0 kB`, `1${comma}0 kB`);
    tells({ kind: 'no-space', limit: 1_000 }, `(1${comma}0 kB`);
    tells({ kind: 'list-unsaved', limit: 1_000 }, `(1${comma}0 kB`);
    tells({ kind: 'other-account', detail: 'ada' }, ' ada');
    tells({ kind: 'risky-file', detail: '.exe' }, '(.exe)');
    tells({ kind: 'secret-missing', detail: 'the keychain is locked' }, ': the keychain is locked.');
    for (const kind of ['unsupported', 'client-certificate', 'invalid-input'] as const)
      expect(explain({ kind, detail: 'All of it.' }).what).toBe('All of it.');
  });

  test('where one of several ways is in the way, the advice is about that one', () => {
    const advice = (kind: FailureKind, detail?: Phrase): string =>
      explain({ kind, ...(detail && { detail }) }).advice;
    expect(advice('proxy-sign-in', phrase('failureDetails.proxy.windows', { schemes: 'NTLM' }))).toContain(
      'px',
    );
    expect(advice('proxy-sign-in')).not.toContain('px');
    expect(advice('client-certificate', phrase('failureDetails.identity.oldMethod'))).toContain('AES-256');
    expect(advice('client-certificate')).not.toContain('AES-256');
    expect(advice('proxy-failed', phrase('failureDetails.proxy.windows', { schemes: 'NTLM' }))).toBe(
      advice('proxy-failed'),
    );
  });
});

test('a failure as one phrase says both sentences, or the only one that there is', () => {
  const failure: Failure = { kind: 'cut' };
  expect(said(failurePhrase(failure))).toBe(sentence(failure));
  expect(failurePhrase({ kind: 'invalid-input', detail: 'Not this way.' })).toBe('Not this way.');
});

test('what the server says of one of several things stands by itself', () => {
  const about = phrase('failures.aboutItem', { id: 'doc-7', said: ' Gone.' });
  expect(saidBy({ kind: 'not-found', detail: about })).toBe(about);
  expect(explain({ kind: 'not-found', detail: about }).what).toBe(
    'The server doesn’t know what was asked for. It is about doc-7. Gone.',
  );
  expect(saidBy({ kind: 'not-found' })).toBe('');
});

test('a thrown failure is told as its sentence, any other error in its own words', () => {
  const failed = new FailedError({ kind: 'invalid-input', detail: 'Not this way.' });
  expect(sentenceOf(failed)).toBe('Not this way.');
  expect(failed.message).toBe('invalid-input');
  expect(sentenceOf(new Error('No such file'))).toBe('No such file');
  expect(sentenceOf('stop')).toBe('stop');
});

test.each([
  [
    phrase('failureDetails.provider.refused', { host: 'sso.example.com', said: 'not allowed' }),
    'sso.example.com, where your company signs in, refused: “not allowed”. An administrator may have to register Ferry there.',
  ],
  [
    phrase('failureDetails.provider.noDevice', { host: 'sso.example.com' }),
    'sso.example.com, where your company signs in, offers no sign-in on another device. Sign in with the browser.',
  ],
])('a company’s provider is no server that refused a password (%#)', (detail, words) => {
  expect(sentence({ kind: 'sign-in-refused', detail })).toBe(words);
});
