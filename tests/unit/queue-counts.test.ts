import { describe, expect, it } from 'vitest';
import { goingOn, summaryOf } from '../../src-main/desktop/queue-summary.ts';
import { downloadsOnly } from '../../src-renderer/presentation/history-periods.ts';
import { isIn } from '../../src-shared/job/job-group.ts';
import type { QueueFilter } from '../../src-shared/job/job-group.ts';
import { countsByServer, countsOf, listedOf, totalsOf } from '../../src-shared/job/queue-counts.ts';
import { totalWords } from '../../src-shared/job/total-words.ts';
import { entriesOf } from '../../src-renderer/table/entries.ts';
import { everything } from '../../src-shared/history/history.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import {
  asking,
  cancelled,
  downloading,
  expired,
  failed,
  paused,
  preparing,
  queued,
  ready,
  saved,
  split,
  unsure,
  verifying,
} from '../fakes/job-rows.ts';

const now = Date.UTC(2026, 10, 21, 14, 0);
let made = 0;
const at = (connectionId = 'one') => ({ id: `job-${(made += 1)}`, name: 'Reports.zip', now, connectionId });
const waitingFor = { for: 'slot', ahead: 1 } as const;
const group = { id: 'whole', name: 'Two folders' };

/** Two folders that were asked for together, and one of everything else. */
const jobs: JobView[] = [
  split({ ...at(), id: group.id }, 2),
  { ...preparing(at()), group },
  { ...queued(at()), group },
  asking(at('two')),
  preparing({ ...at('two'), waitingFor }),
  ready(at()),
  ready({ ...at(), waitingFor }),
  downloading(at()),
  verifying(at()),
  paused(at()),
  failed(at(), { kind: 'refused' }),
  expired(at()),
  unsure(at()),
  saved({ ...at(), size: 1 }),
  cancelled(at('two')),
];
const listed = listedOf(jobs);

/** How many rows a list of these has. */
const rowsOf = (shown: JobView[]): number =>
  entriesOf(shown, [], null).filter((entry) => entry.is === 'row').length;

describe('a number of the queue', () => {
  it('is how many rows its list shows', () => {
    for (const [filter, count] of Object.entries(countsOf(listed)) as [QueueFilter, number][])
      expect(count, filter).toBe(rowsOf(listed.filter((job) => isIn(filter, job))));
    expect(countsOf(listed)).toMatchObject({ all: 14, done: 1 });
  });

  it('is the sum of those of the servers', () => {
    const { one, two } = countsByServer(listed);
    expect([one, two]).toEqual([11, 3]);
    expect(one! + two!).toBe(countsOf(listed).all);
  });

  it('is the same in the status bar, which tells what of them waits or is paused', () => {
    const counts = countsOf(listed);
    const totals = totalsOf(listed);
    expect([totals.preparing.all, totals.downloading.all]).toEqual([counts.preparing, counts.downloading]);
    expect(totalWords(totals)).toBe('Preparing 4 (2 waiting) · Downloading 5 (1 waiting, 1 paused)');
    expect(totalWords(totalsOf([downloading(at())]))).toBe('Downloading 1');
    expect(totalWords(totalsOf([saved({ ...at(), size: 1 })]))).toBe('');
  });

  it('is the same in the tray, on the badge and in the question on quitting, which is asked of what goes on', () => {
    const { counts, totals } = summaryOf(jobs);
    expect(totals).toEqual(totalsOf(listed));
    expect(goingOn(totals)).toBe(totalWords(totals));
    expect(counts.needUser).toBe(countsOf(listed).attention);
    const signIn = { for: 'connection', failure: { kind: 'sign-in-refused' }, since: now } as const;
    const asked = summaryOf([queued({ ...at(), waitingFor: signIn }), queued(at('two'))]);
    expect(asked.counts).toMatchObject({ waiting: 2, needUser: 1 });
    expect(goingOn(summaryOf([paused(at())]).totals)).toBe('');
  });

  it('counts no heading as a download of the history, unless just those are asked for', () => {
    expect(downloadsOnly(everything).ends).toEqual(['saved', 'noted', 'cancelled']);
    const headings = { ...everything, ends: ['split' as const] };
    expect(downloadsOnly(headings)).toBe(headings);
  });
});
