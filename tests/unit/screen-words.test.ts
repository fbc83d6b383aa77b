import { describe, expect, it } from 'vitest';
import { isIn, needsAttention } from '../../src-shared/job/job-group.ts';
import { actionsFor } from '../../src-renderer/presentation/actions.ts';
import { isMain } from '../../src-renderer/presentation/main-action.ts';
import { sumOf } from '../../src-renderer/presentation/chosen-sum.ts';
import { phaseBar } from '../../src-renderer/presentation/phase-bar.ts';
import { rowSentence, rowWords, staleWords } from '../../src-renderer/presentation/row-words.ts';
import { factsOf } from '../../src-renderer/views/details/job-facts.ts';
import { troubleOf } from '../../src-renderer/views/details/job-trouble.ts';
import { placeOf } from '../../src-renderer/views/inbox/inbox-words.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { waitingWordsOf } from '../../src-renderer/presentation/waiting-downloads.ts';
import { timelineSteps } from '../../src-renderer/presentation/timeline-words.ts';
import {
  cancelled,
  counters,
  downloading,
  downloadProgress,
  expired,
  failed,
  paused,
  preparing,
  preparingProgress,
  queued,
  ready,
  saved,
  unsure,
} from '../fakes/job-rows.ts';

const now = Date.UTC(2026, 10, 21, 14, 0);
const minute = 60_000;
const at = { id: 'one', name: 'Reports.zip', now };
const labels = (job: Parameters<typeof actionsFor>[0]): string[] =>
  actionsFor(job).map((offer) => offer.label);

it('the details of a download that waits for its turn say what that depends on', () => {
  const waits: JobView = { ...queued(at), waitingFor: { for: 'slot', ahead: 2 } };
  expect(troubleOf(waits, rowWords(waits, undefined, now), now)).toEqual({
    tone: 'plain',
    words: '2 ahead in the queue. How many run at once is in the settings, under “Limits”.',
  });
  const stuck: JobView = { ...preparing(at), waitingFor: { for: 'progress', since: now - 40 * minute } };
  expect(troubleOf(stuck, rowWords(stuck, undefined, now), now)?.words).toMatch(
    /no progress for 40 min\..* it holds one of this server’s places for preparations, for which others may wait\.$/,
  );
});

describe('the words of a row', () => {
  it('tell what the server has packed, and how long it will still take', () => {
    const progress = preparingProgress('one', now, counters(50, 100, 500, 1000), { minutes: 6 });
    const words = rowWords(preparing(at), progress, now);
    expect(words).toMatchObject({
      status: 'Preparing',
      aside: '50 %',
      detail: 'Server has packed 50 of 100 files · Records Alfresco',
      time: 'about 6 min',
    });
  });

  it('repeat the server’s own word when it counts nothing', () => {
    const progress = preparingProgress('one', now, counters(0, 0, 0, 0), {
      word: 'Crunching',
      nextPollIn: 12_000,
    });
    expect(rowWords(preparing(at), progress, now).detail).toBe(
      'Server says “crunching” · next check in 12 s · Records Alfresco',
    );
  });

  it('tell how long it usually takes, until that is long over', () => {
    const timeAfter = (minutes: number): string =>
      rowWords(
        preparing(at),
        preparingProgress('one', now, counters(0, 0, 0, 0), { minutes, usualMinutes: 9 }),
        now,
      ).time;
    expect([timeAfter(1), timeAfter(17)]).toEqual(['usually 9 min', 'usually 9 min']);
    expect(timeAfter(18)).toMatch(/^since /);
  });

  it('show share, rate and time left of a transfer', () => {
    const words = rowWords(downloading(at), downloadProgress('one', 500, 1000, 10), now);
    expect(words).toMatchObject({ status: '50 %', aside: '10 B/s', time: '50 s', size: '1.0 kB' });
  });

  it('do not let a progress of an earlier phase speak for the present one', () => {
    const stale = preparingProgress('one', now, counters(100, 100, 1, 1));
    expect(rowWords(downloading(at), stale, now)).toMatchObject({ status: 'Starting', aside: '' });
  });

  it('warn of a file that its server will soon throw away', () => {
    const waits = ready({
      ...at,
      expiresAt: now + 38 * minute,
      waitingFor: { for: 'connection', failure: { kind: 'sign-in-needed' }, since: now },
    });
    expect(rowWords(waits, undefined, now)).toMatchObject({
      status: 'Waiting for sign-in',
      time: 'expires in 38 min',
      timeTone: 'warning',
    });
  });

  it.each([
    ['ready', ready],
    ['downloading', downloading],
  ])('keep saying what is here while the server of a %s file is away', (_state, inState) => {
    const waits = inState({
      ...at,
      waitingFor: { for: 'connection', failure: { kind: 'unreachable' }, since: now, nextAt: now + 31_200 },
    });
    const here = downloadProgress('one', 12_500_000, 50_000_000, 0);
    const words = rowWords(waits, here, now);
    expect(words).toMatchObject({
      ...{ status: 'Waiting for the server', aside: '25 %', time: 'again in 32 s', timeTone: 'quiet' },
    });
    expect(rowWords(waits, here, now + 31_200).time).toBe('');
    expect(words.detail).toMatch(/^12\.5 MB of 50\.0 MB are here · The server can’t be reached/);
    expect(factsOf(waits, here, now)).toContainEqual({ label: 'Here', text: '12.5 MB of 50.0 MB' });
  });

  it('don’t say that anything is here while the folder can’t be reached, only while it is full', () => {
    const here = downloadProgress('one', 12_500_000, 50_000_000, 0);
    const shown = (kind: 'folder-unavailable' | 'no-space') => {
      const waits = ready({ ...at, waitingFor: { for: 'folder', failure: { kind }, since: now } });
      const { aside, detail } = rowWords(waits, here, now);
      const isFact = factsOf(waits, here, now).some(({ label }) => label === 'Here');
      return { aside, isSaid: detail.includes('are here'), isFact };
    };
    expect(shown('folder-unavailable')).toEqual({ aside: '', isSaid: false, isFact: false });
    expect(shown('no-space')).toEqual({ aside: '25 %', isSaid: true, isFact: true });
  });

  it('say what went wrong and what to do, in a sentence', () => {
    const words = rowWords(failed(at, { kind: 'not-found' }), undefined, now);
    expect(words.isSentence).toBe(true);
    expect(words.detail).toMatch(/doesn’t know what was asked for.*Check the link, the path or the id\.$/);
  });

  it('tell of a cancelled download at once what they tell after the next start', () => {
    const stale = preparingProgress('one', now, counters(50, 100, 500, 1000), { minutes: 6 });
    const job = cancelled(at);
    expect(rowWords(job, stale, now)).toEqual(rowWords(job, undefined, now));
    expect(rowWords(job, downloadProgress('one', 500, 1000, 10), now)).toEqual(rowWords(job, undefined, now));
  });

  it('leave out what counts up or down while Ferry doesn’t answer', () => {
    const words = rowWords(downloading(at), downloadProgress('one', 500, 1000, 10), now);
    expect(staleWords(words)).toMatchObject({ status: '50 %', aside: '', time: '' });
  });

  it('make one sentence for who hears the row', () => {
    const job = saved({ ...at, size: 1_000_000, changedAt: now });
    expect(rowSentence(job, rowWords(job, undefined, now))).toMatch(
      /^Reports\.zip, Saved, Checked, Downloads \/ Ferry, Records Alfresco, 1\.0 MB, .+\.$/,
    );
  });
});

describe('the two-phase bar', () => {
  it('moves without a share when the server tells no progress', () => {
    expect(phaseBar(preparing(at), undefined).preparing).toEqual({ is: 'working', share: null });
  });

  it('stands still while the job waits for its server', () => {
    const waits = downloading({
      ...at,
      waitingFor: { for: 'connection', failure: { kind: 'unreachable' }, since: 0 },
    });
    expect(phaseBar(waits, downloadProgress('one', 250, 1000, 0))).toEqual({
      preparing: { is: 'done' },
      fetching: { is: 'stopped', share: 0.25 },
    });
  });

  it('keeps what a paused job has fetched', () => {
    expect(phaseBar(paused(at), downloadProgress('one', 500, 1000, 0)).fetching).toEqual({
      is: 'stopped',
      share: 0.5,
    });
  });
});

describe('a saved file that isn’t where it was saved', () => {
  const job = { ...saved({ ...at, size: 1 }), actions: ['open', 'reveal', 'again', 'remove'] } as JobView;

  it('is missing, and a folder that can’t be seen is never called deleted', () => {
    const missing = rowWords(job, undefined, now, { is: 'missing' });
    expect(missing).toMatchObject({ status: 'File missing', statusTone: 'warning' });
    expect(missing.detail).toMatch(/^Moved or deleted since · /);
    const away = rowWords(job, undefined, now, { is: 'away', failure: { kind: 'folder-unavailable' } });
    expect(away.status).toBe('Not reachable');
    expect(away.detail).toMatch(/drive connected\?/);
    expect(`${away.status} ${away.detail}`).not.toMatch(/deleted/);
    expect(rowWords(job, undefined, now, { is: 'there' })).toEqual(rowWords(job, undefined, now));
  });

  it('is looked for, or downloaded again, but not opened', () => {
    const offered = (presence: Parameters<typeof actionsFor>[1]): string[] =>
      actionsFor(job, presence).map(({ label }) => label);
    for (const is of ['missing', 'away'] as const)
      expect(offered({ is, failure: { kind: 'folder-unavailable' } } as never)).toEqual([
        'Locate …',
        'Download again',
        'Remove from list',
      ]);
    expect(offered({ is: 'there' })[0]).toBe('Open');
    expect(rowWords(job, undefined, now).time).toBe('ended 13:55');
    const unopened: JobView = { ...job, actions: ['again', 'remove'] };
    expect(labels(unopened)).toEqual(['Copy path', 'Download again', 'Remove from list']);
    expect(actionsFor(job).filter(isMain)[0]).toMatchObject({ action: 'open' });
    expect(isMain(actionsFor(downloading(at))[0]!)).toBe(false);
  });
});

it('failed requests of one name are told apart by what they ask for, and when', () => {
  const one = failed({ ...at, items: 3 }, { kind: 'not-found' });
  expect(rowWords(one, undefined, now).apart).toBe('5ab63e6c… and 2 more · 13:55');
  const asked = { ...one.asked, paths: ['/Sites/finance/Reports/Q3.pdf'] } as JobView['asked'];
  expect(rowWords({ ...one, asked }, undefined, now).apart).toBe('Reports · 13:55');
  expect(rowWords(saved({ ...at, size: 1 }), undefined, now).apart).toBe('');
  expect(placeOf(one)).toBe('Records Alfresco, 5ab63e6c… and 2 more');
});

it('several chosen rows are summed up, as far as their sizes are known', () => {
  const chosen = [saved({ ...at, size: 2_000_000 }), saved({ ...at, size: 1_000_000 }), preparing(at)].map(
    (job) => ({ job, progress: undefined, presence: null }),
  );
  const lines = Object.fromEntries(sumOf(chosen, 3, now).map(({ label, lines }) => [label, lines]));
  expect(lines).toEqual({
    Size: ['3.0 MB in 2 of 3'],
    Status: ['Saved: 2', 'Preparing: 1'],
    Server: ['Records Alfresco: 3'],
  });
  expect(sumOf(chosen.slice(0, 2), 2, now)[0]).toEqual({ label: 'Size', lines: ['3.0 MB'] });
  // What runs has told its size, and a document is a file as those in a zip are.
  const content = { documentId: 'd', name: 'Scan.tif' };
  const { state, ...scan } = downloading(at);
  const source = { from: 'content', content } as const;
  const document = { ...scan, state: { ...state, source, counters: null } } as JobView;
  const running = { job: document, progress: downloadProgress('one', 1, 2_000_000, 0), presence: null };
  expect(sumOf([running, running], 2, now).slice(0, 2)).toEqual([
    { label: 'Size', lines: ['4.0 MB'] },
    { label: 'Contains', lines: ['2 files'] },
  ]);
});

describe('what is offered', () => {
  it('begins with the way out that the failure names', () => {
    expect(labels(failed(at, { kind: 'silent' }, 'preparing'))).toEqual([
      'Keep waiting',
      'Ask again',
      'Remove from list',
    ]);
    expect(labels(failed(at, { kind: 'cancelled-on-server' }))).toEqual([
      'Ask again',
      'Retry',
      'Remove from list',
    ]);
    expect(labels(failed(at, { kind: 'other-account', detail: 'bob' }))[0]).toBe('Sign in');
  });

  it('leads a job that waits for its server to the server', () => {
    const waitsFor = (kind: 'sign-in-needed' | 'untrusted' | 'unreachable') =>
      labels(ready({ ...at, waitingFor: { for: 'connection', failure: { kind }, since: 0 } }))[0];
    expect(waitsFor('sign-in-needed')).toBe('Sign in');
    expect(waitsFor('untrusted')).toBe('Edit server');
    expect(waitsFor('unreachable')).toBe('Try now');
    const again = ready({
      ...at,
      waitingFor: { for: 'connection', failure: { kind: 'unreachable' }, since: 0 },
    });
    expect(labels({ ...again, actions: ['retry', ...again.actions] })).not.toContain('Retry');
  });

  it('leads what the server doesn’t know to what was asked for, and then to another try', () => {
    expect(labels({ ...failed(at, { kind: 'not-found' }), actions: ['retry', 'askAgain'] })).toEqual([
      'Change request',
      'Retry',
      'Ask again',
    ]);
  });

  it('never offers the same twice', () => {
    const offered = labels(failed(at, { kind: 'refused' }));
    expect(new Set(offered).size).toBe(offered.length);
  });
});

it('a failed row says what to do before it quotes the server, whose words may be long', () => {
  const { detail } = rowWords(failed(at, { kind: 'refused', detail: 'Access is denied' }), undefined, 0);
  expect(detail).toMatch(/asked for\. Ask its owner for access\. The server says: “Access is denied”\.$/);
});

describe('the filters', () => {
  it('list what is paused where it goes on, and what else stands still as something that needs the user', () => {
    const filters = ['all', 'preparing', 'downloading', 'done', 'attention'] as const;
    const listed = (job: Parameters<typeof isIn>[1]): string[] =>
      filters.filter((filter) => isIn(filter, job));
    expect(listed(paused(at, 'preparing'))).toEqual(['all', 'preparing']);
    expect(listed(paused(at, 'ready'))).toEqual(['all', 'downloading']);
    expect(listed(failed(at, { kind: 'refused' }))).toEqual(['all', 'attention']);
    expect(listed(expired(at))).toEqual(['all', 'attention']);
  });

  it('call for attention for what only the user can move', () => {
    expect([failed(at, { kind: 'refused' }), unsure(at), expired(at)].every(needsAttention)).toBe(true);
    expect(needsAttention(queued({ ...at, waitingFor: { for: 'slot', ahead: 3 } }))).toBe(false);
    const offline = downloading({
      ...at,
      waitingFor: { for: 'connection', failure: { kind: 'unreachable' }, since: 0 },
    });
    expect(needsAttention(offline)).toBe(false);
  });

  it('show everything under All', () => {
    expect([queued(at), expired(at), saved({ ...at, size: 1 })].every((job) => isIn('all', job))).toBe(true);
  });
});

describe('the timeline', () => {
  it('puts each event into words, leaves out what nobody needs, and ends with what comes next', () => {
    const entry = (event: string, to: string, detail = {}) => ({ at: now, event, from: '', to, detail });
    const steps = timelineSteps(downloading(at), [
      entry('added', 'queued'),
      entry('progressed', 'downloading'),
      entry('becameReady', 'ready', { counters: counters(12, 12, 1000, 1000), expiresAt: null }),
      entry('failed', 'ready', { failure: { kind: 'cut' } }),
    ]);
    expect(steps.map(({ title, detail }) => [title, detail])).toEqual([
      ['Asked for', ''],
      ['Ready', '12 files, 1.0 kB unpacked'],
      ['Interrupted, tried again', 'The connection broke in the middle.'],
      ['Check, then save', ''],
    ]);
  });
});

describe('the words of what waits for a server', () => {
  const waiting = (...minutes: (number | null)[]) =>
    minutes.map((left, index) => ({
      name: `File ${index}.zip`,
      expiresAt: left === null ? null : now + left * minute,
    }));

  it.each([
    [waiting(), ''],
    [waiting(null, 3 * 24 * 60, -5), '3 downloads wait.'],
    [waiting(null, 25), '2 downloads wait. Only kept there for 25 min more: File 1.zip.'],
    [
      waiting(90, 25, null),
      '3 downloads wait. Only kept there for a while, the first for 25 min more: File 1.zip and File 0.zip.',
    ],
    [
      waiting(90, 25, 120, 180),
      '4 downloads wait. Only kept there for a while, the first for 25 min more: File 1.zip, File 0.zip and 2 others.',
    ],
  ])('name what the server throws away soon, the most urgent first', (jobs, words) => {
    expect(waitingWordsOf(jobs, now)).toBe(words);
  });
});
