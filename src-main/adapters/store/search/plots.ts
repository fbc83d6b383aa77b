import type { HistoryPlots, Spot, TimeBar, TimeUnit } from '../../../../src-shared/history/history-plots.ts';
import type { Columns } from './columns.ts';

/** Bars that there are at most, but for years. */
const mostBars = 48;
/** So many downloads are spots of their own. */
const mostAlone = 300;
/** Of more, those are one spot whose size and time are in the same part of a power of ten. */
const sizeParts = 4;
const timeParts = 5;
const mostTypes = 100;

/** What is plotted of some documents. */
export function plotsOf(columns: Columns, documents: Int32Array): HistoryPlots {
  return {
    ...timesOf(columns, documents),
    spots: spotsOf(columns, documents),
    setbacks: setbacksOf(columns, documents),
    types: [...columns.types()]
      .map(([type, downloads]) => ({ type, downloads }))
      .sort((one, other) => other.downloads - one.downloads)
      .slice(0, mostTypes),
  };
}

function timesOf(columns: Columns, documents: Int32Array): Pick<HistoryPlots, 'unit' | 'times'> {
  let [first, last] = [Infinity, -Infinity];
  for (const document of documents) {
    first = Math.min(first, columns.ended[document]!);
    last = Math.max(last, columns.ended[document]!);
  }
  if (documents.length === 0) return { unit: 'day', times: [] };
  const unit = unitFor(first, last);
  const edges = edgesOf(unit, first, last);
  const times = edges.slice(1).map((to, index): TimeBar => {
    return { from: edges[index]!, to, downloads: 0, bytes: 0, prepared: 0, fetched: 0 };
  });
  for (const document of documents) {
    const bar = times[barAt(edges, columns.ended[document]!)]!;
    bar.downloads += 1;
    bar.bytes += columns.size[document]! || 0;
    bar.prepared += columns.prepared[document]! || 0;
    bar.fetched += columns.fetched[document]! || 0;
  }
  return { unit, times };
}

const day = 24 * 60 * 60 * 1000;
const lengths: [TimeUnit, number][] = [
  ['day', day],
  ['week', 7 * day],
  ['month', 31 * day],
];

const unitFor = (first: number, last: number): TimeUnit =>
  lengths.find(([, length]) => (last - first) / length < mostBars)?.[0] ?? 'year';

/** Where each bar begins, by the calendar, and where the last one ends. Weeks begin on Mondays, as in ISO 8601. */
function edgesOf(unit: TimeUnit, first: number, last: number): number[] {
  const date = new Date(first);
  const [year, month, today] = [date.getFullYear(), date.getMonth(), date.getDate()];
  const monday = today - ((date.getDay() + 6) % 7);
  const starts: Record<TimeUnit, (step: number) => Date> = {
    day: (step) => new Date(year, month, today + step),
    week: (step) => new Date(year, month, monday + 7 * step),
    month: (step) => new Date(year, month + step, 1),
    year: (step) => new Date(year + step, 0, 1),
  };
  const edges = [starts[unit](0).getTime()];
  while (edges.at(-1)! <= last) edges.push(starts[unit](edges.length).getTime());
  return edges;
}

/** The number of the bar that a moment is in, by halving. */
function barAt(edges: readonly number[], at: number): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function spotsOf(columns: Columns, documents: Int32Array): Spot[] {
  const { size, prepared } = columns;
  const both = documents.filter((document) => size[document]! > 0 && prepared[document]! > 0);
  const isAlone = both.length <= mostAlone;
  const part = (value: number, parts: number): number => Math.floor(Math.log10(value) * parts);
  const spots = new Map<string, Spot>();
  for (const document of both) {
    const [bytes, time, server] = [size[document]!, prepared[document]!, columns.server(document)];
    const key = isAlone ? `${document}` : `${part(bytes, sizeParts)} ${part(time, timeParts)} ${server}`;
    const spot = spots.get(key);
    if (!spot) {
      const alone = { smallest: bytes, largest: bytes, shortest: time, longest: time };
      spots.set(key, { server, downloads: 1, ...alone });
      continue;
    }
    spot.downloads += 1;
    spot.smallest = Math.min(spot.smallest, bytes);
    spot.largest = Math.max(spot.largest, bytes);
    spot.shortest = Math.min(spot.shortest, time);
    spot.longest = Math.max(spot.longest, time);
  }
  return [...spots.values()];
}

function setbacksOf(columns: Columns, documents: Int32Array): HistoryPlots['setbacks'] {
  const isFound = new Uint8Array(columns.length);
  for (const document of documents) isFound[document] = 1;
  return [...columns.setbacks()]
    .map(([kind, having]) => ({ kind, downloads: having.filter((document) => isFound[document]).length }))
    .filter(({ downloads }) => downloads > 0)
    .sort((one, other) => other.downloads - one.downloads);
}
