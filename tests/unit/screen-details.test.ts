import { expect, test } from 'vitest';
import { SpeedSamples } from '../../src-renderer/presentation/speed-samples.ts';
import { factsOf, technicalFactsOf } from '../../src-renderer/views/details/job-facts.ts';
import { fetchTime } from '../../src-shared/job/job-spans.ts';
import { phaseBetween } from '../../src-renderer/presentation/timeline-phases.ts';
import {
  nearest,
  piecesOf,
  placeOf,
  runsOf,
  ticksOf,
  topOf,
} from '../../src-renderer/presentation/speed-scale.ts';
import {
  chartSentence,
  gapWords,
  rateFigures,
  lateChartWords,
  unwatchedWords,
} from '../../src-renderer/presentation/speed-words.ts';
import { storyOf } from '../../src-renderer/presentation/timeline-story.ts';
import type { KnownEntry } from '../../src-shared/job/timeline-detail.ts';
import {
  counters,
  downloading,
  downloadProgress,
  paused,
  preparing,
  preparingProgress,
  saved,
  split,
} from '../fakes/job-rows.ts';
import { rowWords } from '../../src-renderer/presentation/row-words.ts';

const now = new Date(2026, 10, 22, 14, 0, 0).getTime();
const second = 1_000;
const minute = 60 * second;
const at = { id: 'j', name: 'Papers.zip', now };

const entry = (
  ago: number,
  event: string,
  [from, to]: [string, string] = ['', ''],
  detail: Record<string, unknown> = {},
): KnownEntry => ({ at: now - ago, event, from, to, detail });

/** News four times a second. */
function record(
  samples: SpeedSamples,
  from: number,
  seconds: number,
  rate: (second: number) => number,
): void {
  for (let quarter = 0; quarter <= seconds * 4; quarter += 1)
    samples.add(downloadProgress('j', 1, 2, rate(quarter / 4)), from + quarter * 250);
}

const story = (job: Parameters<typeof storyOf>[0], entries: KnownEntry[]): string[] =>
  storyOf(job, entries, undefined, now).map(({ title, detail, lasted }) =>
    [title, detail, lasted].filter(Boolean).join(' | '),
  );

test('what came in several downloads tells whether that was chosen or the server’s limit, or neither of old', () => {
  const whys = ['chosen', 'limit', undefined] as const;
  const part = (why: (typeof whys)[number]) =>
    story(saved({ ...at, size: 1 }), [
      entry(minute, 'added', ['', 'queued'], { parent: 'p', ...(why && { why }) }),
    ]);
  expect(whys.map((why) => part(why)[0])).toEqual([
    'Asked for by itself, as chosen',
    'Made from a selection that was too large',
    'Asked for as part of a group',
  ]);
  const words = whys.map((why) => {
    const { status, detail } = rowWords(split(at, 4, why), undefined, now);
    return `${status} | ${detail}`;
  });
  expect(words).toEqual([
    'Each by itself | 4 downloads, as chosen · Records Alfresco',
    'Split | Too large in one piece: asked for in 4 parts · Records Alfresco',
    'In parts | Asked for in 4 parts · Records Alfresco',
  ]);
  expect(story(split(at, 4, 'chosen'), [entry(minute, 'added', ['', 'split'])])).toEqual([
    'Asked for | each thing by itself, as chosen: 4 downloads',
  ]);
});

test('a resumed download tells its story, with how long each step took', () => {
  expect(
    story(saved({ ...at, size: 40_000_000 }), [
      entry(20 * minute, 'added', ['', 'queued']),
      entry(20 * minute, 'slotFree', ['queued', 'asking']),
      entry(20 * minute, 'accepted', ['asking', 'preparing']),
      entry(15 * minute, 'becameReady', ['preparing', 'ready'], {
        counters: counters(42, 42, 86_000_000, 86_000_000),
      }),
      entry(15 * minute, 'slotFree', ['ready', 'downloading']),
      entry(14 * minute, 'pause', ['downloading', 'paused']),
      entry(4 * minute, 'resume', ['paused', 'ready']),
      entry(4 * minute, 'slotFree', ['ready', 'downloading']),
      entry(4 * minute, 'tailDropped', undefined, { bytes: 3_000_000 }),
      entry(4 * minute, 'wentBack', undefined, { reason: 'any', from: 12_000_000, to: 8_000_000 }),
      entry(3 * minute, 'startedOver', undefined, { reason: 'it has changed', bytes: 8_000_000 }),
      entry(minute, 'finished', ['downloading', 'verifying']),
      entry(50 * second, 'proven', ['verifying', 'publishing'], { name: 'Papers.zip', size: 40_000_000 }),
      entry(50 * second, 'unmarked'),
      entry(50 * second, 'stored', ['publishing', 'saved'], { fileName: 'Papers (1).zip' }),
    ]),
  ).toEqual([
    'Asked for',
    'Sent to the server',
    'Server started preparing | for 5 min',
    'Ready | 42 files, 86.0 MB unpacked',
    'Downloading | for 1 min',
    'Paused | for 10 min',
    'Resumed',
    'Download goes on',
    'The end wasn’t certain to be on the disk | 3.0 MB are downloaded again',
    'Went back to what was certain | 8.0 MB of 12.0 MB on the disk were as written; the rest is downloaded again | for 1 min',
    'Started over | 8.0 MB dropped: it has changed | for 2 min',
    'All bytes are here | for 10 s',
    'Checked | 40.0 MB, every byte as announced',
    'Not marked as downloaded | The disk keeps no such marks',
    'Saved | Saved as Papers (1).zip; Papers.zip already existed',
  ]);
});

test('of a zip whose length nobody told it isn’t said that it came as announced', () => {
  const detail = { name: 'Papers.zip', size: 40_000_000, isAnnounced: false };
  expect(story(preparing(at), [entry(minute, 'proven', ['verifying', 'publishing'], detail)])[0]).toContain(
    'Checked | 40.0 MB: the server told no length, but the zip is whole',
  );
});

test('what expired is asked for again by itself, and a new preparation begins its download anew', () => {
  expect(
    story(preparing(at), [
      entry(9 * minute, 'slotFree', ['ready', 'downloading']),
      entry(8 * minute, 'gone', ['downloading', 'queued']),
      entry(7 * minute, 'slotFree', ['ready', 'downloading']),
      entry(6 * minute, 'moveTo', ['downloading', 'ready'], { folder: '/mnt/big' }),
    ]),
  ).toEqual([
    'Downloading | for 1 min',
    'No longer kept by the server | Asked again by itself | for 1 min',
    'Downloading | for 1 min',
    'Another folder | /mnt/big | for 6 min so far',
    'Download, check, then save',
  ]);
});

test('a preparation under way tells its counts and its time so far', () => {
  const steps = storyOf(
    preparing(at),
    [entry(90 * second, 'accepted', ['asking', 'preparing'])],
    preparingProgress('j', now, counters(412, 1204, 1, 2)),
    now,
  );
  expect(steps[0]).toMatchObject({
    detail: '412 of 1,204 files packed so far',
    lasted: 'for 1 min 30 s so far',
  });
});

test('the time in which Ferry was closed is told as such', () => {
  const told = (closedFor: number): string[] =>
    story(downloading({ ...at, size: 2 }), [
      entry(60 * minute, 'slotFree', ['ready', 'downloading']),
      entry(20 * minute, 'recovered', ['downloading', 'ready'], { closedSince: now - closedFor }),
      entry(20 * minute, 'slotFree', ['ready', 'downloading']),
    ]).slice(0, 2);
  expect(told(50 * minute)).toEqual(['Downloading | for 10 min', 'Ferry was closed | for 30 min']);
  // Killed after the last moment that is known, and a line from the future.
  expect(told(70 * minute)).toEqual(['Downloading', 'Ferry was closed | for 40 min']);
  expect(told(10 * minute)).toEqual(['Downloading | for 40 min', 'Ferry was started again']);
});

test('speeds are kept from the first byte on, in as many samples as a chart can show', () => {
  const samples = new SpeedSamples();
  record(samples, now, 4 * 3600, (at) => (at < 3600 ? 10 : 30));
  const kept = samples.of('j');
  expect(kept.length).toBeLessThanOrEqual(480);
  expect(kept.length).toBeGreaterThan(200);
  expect(kept[0]!.at).toBe(now);
  expect(kept.filter(({ begins }) => begins)).toHaveLength(1);
  expect(rateFigures(kept, piecesOf(runsOf(kept))).average).toBeCloseTo(25, 0);
  samples.forget('j');
  expect(samples.of('j')).toEqual([]);
});

test('a pause is a gap in the speeds, however coarse they are', () => {
  const samples = new SpeedSamples();
  record(samples, now, 1800, () => 10);
  record(samples, now + 1810 * second, 1800, () => 20);
  const runs = runsOf(samples.of('j'));
  expect(runs).toHaveLength(2);
  expect(runs.map((run) => new Set(run.map(({ rate }) => rate)).size)).toEqual([1, 1]);
});

test('speeds of many downloads take a limited room', () => {
  const samples = new SpeedSamples();
  for (let index = 0; index < 500; index += 1) samples.add(downloadProgress(`j${index}`, 1, 2, 5), now);
  expect(samples.of('j0')).toEqual([]);
  expect(samples.of('j499')).toHaveLength(1);
});

test('hours of waiting take a small part of the axis, and every moment has its place', () => {
  const samples = new SpeedSamples();
  record(samples, now, 60, () => 10);
  record(samples, now + 3 * 60 * minute, 60, () => 20);
  const kept = samples.of('j');
  const pieces = piecesOf(runsOf(kept));
  expect(pieces.map(({ isGap }) => isGap)).toEqual([false, true, false]);
  expect(pieces[1]!.right - pieces[1]!.left).toBeLessThan(0.2);
  expect(pieces.at(-1)!.right).toBeCloseTo(1);
  const places = kept.map((sample) => placeOf(pieces, sample.at));
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(kept[nearest(kept, pieces, 0)]!.at).toBe(now);
  expect(nearest(kept, pieces, 1)).toBe(kept.length - 1);
  const ticks = ticksOf(pieces, 4);
  expect(ticks.length).toBeGreaterThan(1);
  expect(
    ticks.every((tick) => pieces.some(({ from, to, isGap }) => !isGap && tick >= from && tick <= to)),
  ).toBe(true);
});

test('the axis ends at a round number above the fastest', () => {
  const top = (rate: number): number => topOf([{ at: 0, rate, begins: true, isUnwatched: false }]);
  expect([900, 41_000_000, 9_900_000, 99].map(top)).toEqual([2_000, 50_000_000, 12_000_000, 2_000]);
});

test('a gap says what it was for by the log, and the chart is told in sentences', () => {
  const log = [
    entry(0, 'slotFree', ['ready', 'downloading']),
    { ...entry(0, 'pause', ['downloading', 'paused']), at: now + 61 * second },
    { ...entry(0, 'resume', ['paused', 'ready']), at: now + 180 * second },
    { ...entry(0, 'slotFree', ['ready', 'downloading']), at: now + 181 * second },
  ];
  const samples = new SpeedSamples();
  record(samples, now, 60, () => 10_000_000);
  record(samples, now + 182 * second, 60, () => 30_000_000);
  const kept = samples.of('j');
  const pieces = piecesOf(runsOf(kept));
  const gaps = gapWords(pieces, (gap) => phaseBetween(log, gap));
  expect(gaps).toMatchObject([{ title: 'Paused', span: '2 min 2 s' }]);
  expect(chartSentence(kept, pieces, gaps)).toBe(
    'From 14:00:00 to 14:04:02: 20.0 MB/s on average, 30.0 MB/s at most. Paused: 2 min 2 s.',
  );
  expect(phaseBetween(log, { from: now, to: now + 60 * second, isUnwatched: false })).toBeNull();
});

test('a time in which nobody listened isn’t said to have brought no bytes', () => {
  const log = [entry(0, 'slotFree', ['ready', 'downloading'])];
  const samples = new SpeedSamples();
  samples.watch(now);
  record(samples, now, 60, () => 10_000_000);
  // Hidden for a minute, then a minute in sight without a byte.
  samples.watch(now + 120 * second);
  record(samples, now + 120 * second, 30, () => 10_000_000);
  record(samples, now + 210 * second, 30, () => 10_000_000);
  const kept = samples.of('j');
  const pieces = piecesOf(runsOf(kept));
  const gapsBy = (entries: KnownEntry[]): [string, string][] =>
    gapWords(pieces, (gap) => phaseBetween(entries, gap)).map(({ title, span }) => [title, span]);
  expect(gapsBy(log)).toEqual([
    ['Not recorded', '1 min'],
    ['No bytes arrived', '1 min'],
  ]);
  expect(gapsBy([])[0]).toEqual(['Not recorded', '1 min']);
  const gaps = gapWords(pieces, (gap) => phaseBetween(log, gap));
  expect(chartSentence(kept, pieces, gaps)).toContain(
    'at most. Not recorded: 1 min. No bytes arrived: 1 min.',
  );

  const pause = (at: number, event: string, change: [string, string]): KnownEntry => ({
    ...entry(0, event, change),
    at: now + at * second,
  });
  const paused = (from: number, to: number): KnownEntry[] => [
    ...log,
    pause(from, 'pause', ['downloading', 'paused']),
    pause(to, 'resume', ['paused', 'downloading']),
  ];
  expect(gapsBy(paused(70, 119))[0]![0]).toBe('Paused');
  expect(gapsBy(paused(70, 75))[0]![0]).toBe('Not recorded');
});

test('the overview begins with contents, place and time, and ids fold away', () => {
  const job = downloading({ ...at, items: 8 });
  const target = { folder: '/home/alice/Downloads/Ferry', inside: ['Records', '2026'] };
  const facts = factsOf(job, downloadProgress('j', 1, 2, 3), now, [], target);
  expect(facts.map(({ label }) => label).slice(0, 3)).toEqual(['Size', 'Here', 'Saving to']);
  expect(facts.find(({ label }) => label === 'Asked for')?.text).toBe('8 items');
  expect(facts.find(({ label }) => label === 'Saving to')?.copy).toBe(
    '/home/alice/Downloads/Ferry/Records/2026',
  );
  expect(JSON.stringify(facts)).not.toContain('prepared-j');
  const copies = Object.fromEntries(technicalFactsOf(job).map(({ label, copy }) => [label, copy]));
  expect(copies['ID on the server']).toBe('prepared-j');
  expect(copies['ID in Ferry']).toBe('j');
  expect(copies['IDs asked for']).toBeTruthy();
  expect(technicalFactsOf(paused(at)).map(({ copy }) => copy)).toContain('prepared-j');
  expect(technicalFactsOf(saved({ ...at, size: 1 })).map(({ label }) => label)).toContain('SHA-256');
});

test('a saved row names each folder inside the one that was chosen', () => {
  const chosen = '/home/alice/Downloads/Ferry';
  const detail = (folder: string): string => {
    const job = { ...saved({ ...at, folder, size: 1 }), folder: chosen };
    return rowWords(job, undefined, now).detail;
  };
  expect(detail(`${chosen}/harbour/Plans/Records/2026`)).toContain(
    ' · Downloads / Ferry / harbour / Plans / Records / 2026 · ',
  );
  expect(detail(chosen)).toContain(' · Downloads / Ferry · ');
  expect(detail(`${chosen}2/Elsewhere`)).toContain(' · Ferry2 / Elsewhere · ');
});

test('a path is written as its system writes it', () => {
  const path = (folder: string): string | undefined =>
    factsOf(saved({ ...at, folder, size: 1 }), undefined, now).find(({ label }) => label === 'Path')?.copy;
  expect(path('C:\\Users\\Alice')).toBe('C:\\Users\\Alice\\Papers.zip');
  expect(path('/home/alice')).toBe('/home/alice/Papers.zip');
  expect(path('/')).toBe('/Papers.zip');
});

test('of speeds that nobody watched, what is left is how much came in how long', () => {
  const entry = (at: number, to: string) => ({ at: at * second, event: '', from: '', to, detail: {} });
  const log = [entry(0, 'downloading'), entry(60, 'paused'), entry(300, 'ready'), entry(310, 'downloading')];
  expect(fetchTime([...log, entry(340, 'verifying'), entry(350, 'saved')], 400 * second)).toBe(90 * second);
  expect(fetchTime(log, 320 * second)).toBe(70 * second);
  expect(unwatchedWords(90_000_000, 90 * second)).toBe(
    'The speed of this download wasn’t recorded: it is plotted only while this window is open. 90.0 MB in 1 min 30 s, 1.0 MB/s on average.',
  );
  expect(unwatchedWords(5_000, 0.2 * second)).toBe('5.0 kB downloaded too quickly to plot.');
  expect(unwatchedWords(null, second)).toBe(
    'The speed of this download wasn’t recorded: it is plotted only while this window is open.',
  );
  const first = { at: now, rate: 1, begins: true, isUnwatched: false };
  const sum = { bytes: 90_000_000, time: 90 * second };
  expect(lateChartWords(first, { ...sum, began: now - minute })).toMatch(
    /^Plotted since \d+:00:00.*: this window wasn’t open, .* In all 90.0 MB in 1 min 30 s, 1.0 MB\/s on average.$/,
  );
  expect(lateChartWords(first, { ...sum, began: now - second })).toBeNull();
});
