import { describe, expect, it } from 'vitest';
import { cancelQuestion } from '../../src-renderer/presentation/cancel-words.ts';
import { connection } from '../fakes/scripted-app.ts';
import { secretPlace, secretWords, signInWords } from '../../src-renderer/presentation/connection-words.ts';
import { explainOf } from '../../src-shared/failures/kind-failure-words.ts';
import { explainFailure } from '../../src-renderer/presentation/explain-failure.ts';
import { typeWords } from '../../src-renderer/presentation/column-words.ts';
import { actionsFor } from '../../src-renderer/presentation/actions.ts';
import { rowWords } from '../../src-renderer/presentation/row-words.ts';
import { kindOfAddress } from '../../src-renderer/presentation/server-words.ts';
import { timelineSteps } from '../../src-renderer/presentation/timeline-words.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import {
  cancelled,
  downloading,
  failed,
  noCounters,
  paused,
  preparing,
  preparingProgress,
  queued,
} from '../fakes/job-rows.ts';

const now = Date.UTC(2026, 10, 21, 14, 0);
const minute = 60_000;
const at = { id: 'one', name: 'user_export', exportType: 'user_export', connectionName: 'Academy', now };
const labels = (job: JobView): string[] => actionsFor(job).map((offer) => offer.label);

describe('a Bridge’s row', () => {
  it('shows what tells it from others while the server works and while it is paused', () => {
    const row = preparing({ ...at, name: 'Everybody' });
    const asked = { kind: 'bridge' as const, downloadType: 'user_export', parameters: 'from: 2026-01-01' };
    const progress = preparingProgress('one', now, noCounters, { word: 'pending', minutes: 1 });
    expect(rowWords({ ...row, asked }, progress, now).detail).toBe(
      'Server says “pending” · Export “user_export” · from: 2026-01-01 · Academy',
    );
    expect(typeWords({ ...row, asked })).toBe('user_export · from: 2026-01-01');
  });

  it('says the server’s own word as it is, and since when', () => {
    const progress = preparingProgress('one', now, noCounters, { word: 'Crunching', minutes: 6 });
    const words = rowWords(preparing(at), progress, now);
    expect(words.detail).toBe('Server says “Crunching” · Academy');
    expect(words.aside).toBe('6 min');
    expect(words.time).toMatch(/^since \d/);
  });

  it('offers another request where the server doesn’t make the kind for this account', () => {
    expect(labels(failed(at, { kind: 'refused' }))[0]).toBe('Change request');
    // Too many requests are no refusal, and need nobody.
    expect(labels(failed(at, { kind: 'busy' }))[0]).toBe('Retry');
  });

  it('offers to stop watching as long as the server works, and to cancel before and after', () => {
    expect(labels(preparing(at))).toContain('Stop watching');
    expect(labels(paused(at, 'preparing'))).toContain('Stop watching');
    for (const job of [queued(at), downloading(at), paused(at, 'ready')]) {
      expect(labels(job)).toContain('Cancel');
      expect(labels(job)).not.toContain('Stop watching');
    }
    const { exportType: _, ...alfresco } = at;
    expect(labels(preparing(alfresco))).toContain('Cancel');
  });

  it('asks before it gives up in words that hold for this server', () => {
    expect(cancelQuestion(preparing(at)).description).toContain('Academy can’t be told to stop');
    expect(cancelQuestion(downloading(at)).description).toContain('stays there');
    const { exportType: _, ...alfresco } = at;
    expect(cancelQuestion(preparing(alfresco)).description).toContain('told to stop and tidy up');
  });

  it('tells of what was given up whether the server still works on it', () => {
    const entry = (event: string, from: string, to: string) => ({ at: now, event, from, to, detail: {} });
    const last = (...entries: ReturnType<typeof entry>[]) =>
      timelineSteps(cancelled(at), entries).at(-1)?.title;
    expect(last(entry('cancel', 'preparing', 'cancelled'))).toBe('Stopped watching');
    expect(last(entry('becameReady', 'preparing', 'ready'), entry('cancel', 'ready', 'cancelled'))).toBe(
      'Cancelled',
    );
    expect(last(entry('cancel', 'queued', 'cancelled'))).toBe('Cancelled');
  });

  it('calls a long silence what it is: the same word', () => {
    const stuck = preparing({ ...at, waitingFor: { for: 'progress', since: now - 184 * minute } });
    expect(rowWords(stuck, undefined, now)).toMatchObject({ status: 'No news' });
    expect(rowWords(stuck, undefined, now).detail).toContain('said the same for 3 h');
  });
});

describe('words about a server', () => {
  it('name what was refused as its user knows it', () => {
    const what = (kind: 'alfresco' | 'bridge', user: string) =>
      explainFailure({ kind, user }, { kind: 'sign-in-refused' }).what;
    expect(what('bridge', '')).toBe('The server refused the token.');
    expect(what('bridge', 'key')).toBe('The server refused the key or the secret.');
    expect(what('alfresco', 'alice')).toContain('password');
  });

  it('keep a locked keychain apart from a missing secret', () => {
    const about = (detail?: string) =>
      explainFailure({ kind: 'bridge', user: '' }, { kind: 'secret-missing', ...(detail && { detail }) })
        .what;
    expect(about()).toBe('Ferry has no token for this server.');
    expect(about('the keychain is locked')).toBe(
      'Ferry can’t read the token of this server: the keychain is locked.',
    );
  });

  it('promise no download where none waits', () => {
    const advice = (openJobs: number) =>
      explainFailure({ kind: 'alfresco', user: 'demo', openJobs }, { kind: 'secret-missing' }).advice;
    expect(advice(1)).toContain('waiting downloads');
    expect(advice(0)).toBe('Sign in to go on.');
  });

  it('tell each place of a secret differently', () => {
    const places = (['keychain', 'run', 'absent', 'locked', 'unavailable'] as const).map((secret) => ({
      kind: 'bridge' as const,
      user: '',
      secret,
    }));
    expect(new Set(places.map(secretPlace)).size).toBe(5);
    expect(new Set(places.map(secretWords)).size).toBe(5);
  });

  it('guess its kind from an address that tells it, and from no other', () => {
    expect(kindOfAddress(' academy.bridgeapp.com/learner ')).toBe('bridge');
    expect(kindOfAddress('https://a.bridgeapp.com')).toBe('bridge');
    expect(kindOfAddress('https://bridgeapp.com.evil.example')).toBeNull();
    expect(kindOfAddress('records.example.com/share/page/x')).toBe('alfresco');
    expect(kindOfAddress('https://records.example.com')).toBeNull();
    expect(kindOfAddress('')).toBeNull();
  });
});

it('what is refused at create is told from a rate limit, each with what can be done', () => {
  const detail = 'You may not do that.';
  expect(explainOf('bridge', { kind: 'refused', status: 403, detail })).toMatchObject({
    what: expect.stringContaining(detail) as unknown,
    advice: 'Ask a Bridge administrator for a token that may, or ask for another kind.',
    action: 'change-request',
  });
  const busy = explainOf('bridge', { kind: 'busy', status: 403 });
  expect(busy.advice).toBe('Ferry tries again by itself.');
  expect(busy.action).not.toBe('change-request');
  expect(explainOf('alfresco', { kind: 'refused' }).advice).toBe('Ask its owner for access.');
});

it('a company’s sign-in that a server refuses is no password that was refused', () => {
  const failure = { kind: 'sign-in-refused' } as const;
  const state = { is: 'needsSignIn', failure, since: 0 } as const;
  const signIn = { by: 'oidc', issuer: 'https://sso.example.com', clientId: 'ferry', scope: '' } as const;
  const server = connection({ id: 'records', name: 'Records', state });
  expect(signInWords(server)).toBe('refused the user name or the password.');
  expect(signInWords({ ...server, user: '', signIn })).toBe('refused your company’s sign-in.');
});
