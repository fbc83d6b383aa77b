import { median, percentile, table } from '../report.ts';
import type { Figures } from './visit.ts';

export type Outcome = 'met' | 'missed' | 'not shown';

/** Something that was promised, and what came of it. */
export interface Goal {
  text: string;
  outcome: Outcome;
}

/** The visits of one run: to an empty list and to a full one, in turns. */
export interface Visits {
  empty: Figures[];
  full: Figures[];
}

/** No task of the page may take longer, in milliseconds. */
const longestTask = 50;
/** How many more frames in a hundred may be left out than on the empty screen. */
const moreDropped = 5;
/** Bytes of private memory of the page's process. */
const mostMemory = 150_000_000;

const longest = (tasks: number[]): number => Math.max(0, ...tasks);
/** Frames left out, in percent of those due. */
const droppedShare = ({ dropped, frames }: Figures): number => (100 * dropped) / Math.max(1, frames);
const ratio = (full: number, empty: number): string => (empty === 0 ? '–' : (full / empty).toFixed(2));

/** A figure of each visit: medians of the empty and the full ones, and how they compare. */
function row(name: string, visits: Visits, of: (figures: Figures) => number, digits = 0): string[] {
  const [empty, full] = [median(visits.empty.map(of)), median(visits.full.map(of))];
  return [name, empty.toFixed(digits), full.toFixed(digits), ratio(full, empty)];
}

/** Everything that was measured, in lines for people. */
export function reportOf(visits: Visits): string[] {
  const MB = 1_000_000;
  return [
    table([
      ['medians', 'empty', 'full', 'ratio'],
      row('longest task while loading, ms', visits, ({ loading }) => longest(loading)),
      row('long tasks after that', visits, ({ longTasks }) => longTasks.length),
      row('longest of them, ms', visits, ({ longTasks }) => longest(longTasks)),
      row('processor time of the longest, ms', visits, ({ longestWork }) => longestWork),
      row('frames due', visits, ({ frames }) => frames),
      row('frames dropped', visits, ({ dropped }) => dropped),
      row('frames dropped, %', visits, droppedShare, 1),
      row('main thread at work, %', visits, ({ busy }) => 100 * busy, 1),
      row('private memory at most, MB', visits, ({ memory }) => memory / MB),
      row('memory of scripts, MB', visits, ({ heap }) => heap / MB, 1),
      row('nodes in the page', visits, ({ elements }) => elements),
      row('hidden: functions run per tick', visits, ({ hidden }) => hidden.callsPerTick),
      row('hidden: ms of work per tick', visits, ({ hidden }) => hidden.workPerTick, 2),
    ]),
    ...searchLines(visits.full),
    ...hiddenLines(visits.full),
    ...disturbance(visits),
  ];
}

function searchLines(visits: Figures[]): string[] {
  const lists = ['queue', 'history'] as const;
  return lists.map((list) => {
    const times = visits.flatMap(({ searches }) => searches?.[list] ?? []);
    const [half, most] = [percentile(times, 0.5), percentile(times, 0.95)].map((time) => time.toFixed(0));
    return `  search in the ${list}, from the last key to its rows on the screen: ${half} ms (p50), ${most} ms (p95), ${times.length} searches`;
  });
}

function hiddenLines(visits: Figures[]): string[] {
  const worst = visits.toSorted((one, other) => other.hidden.callsPerTick - one.hidden.callsPerTick)[0];
  if (!worst || worst.hidden.callsPerTick === 0) return [];
  return [`  most run while hidden: ${worst.hidden.busiest.join(', ')}`];
}

/** Seconds that the page waited for a processor for each second that it ran, from which on durations say little. */
const busyFrom = 0.1;

const waitedOf = ({ empty, full }: Visits): number =>
  median([...empty, ...full].map((figures) => figures.waited));

function disturbance(visits: Visits): string[] {
  const waited = waitedOf(visits);
  if (waited < busyFrom) return [];
  return [
    `  THIS MACHINE WAS BUSY: for each second that the page ran, it waited ${waited.toFixed(1)} s for a processor that others had.`,
    '  Durations and dropped frames are higher than they are on a quiet machine.',
  ];
}

/**
 * What was promised, measured by the worst visit where a single time counts, else by medians. On a busy machine a goal
 * of durations can't be said to be missed, only to be not shown.
 */
export function goalsOf(visits: Visits): Goal[] {
  const { empty, full } = visits;
  const task = longest(full.flatMap(({ longTasks }) => longTasks));
  const work = longest(full.map(({ longestWork }) => longestWork));
  const more = median(full.map(droppedShare)) - median(empty.map(droppedShare));
  const memory = Math.max(...full.map((figures) => figures.memory));
  const calls = Math.max(...full.map(({ hidden }) => hidden.callsPerTick));
  const isBusy = waitedOf(visits) >= busyFrom;
  const timed = (isMet: boolean): Outcome => (isMet ? 'met' : isBusy ? 'not shown' : 'missed');
  const took = task === 0 ? 'none' : `the longest took ${task.toFixed(0)} ms`;
  return [
    {
      text: `no task over ${longestTask} ms: ${took}; most processor time of one ${work.toFixed(0)} ms`,
      // More work than that is too long on any machine.
      outcome: work > longestTask ? 'missed' : timed(task <= longestTask),
    },
    {
      text: `at most ${moreDropped} in 100 frames dropped more than on the empty screen: ${more.toFixed(1)}`,
      outcome: timed(more <= moreDropped),
    },
    {
      text: `under ${mostMemory / 1e6} MB: ${(memory / 1e6).toFixed(0)} MB`,
      outcome: memory < mostMemory ? 'met' : 'missed',
    },
    {
      text: `no work per tick in a hidden window: ${calls.toFixed(0)} functions run`,
      outcome: calls < 1 ? 'met' : 'missed',
    },
  ];
}
