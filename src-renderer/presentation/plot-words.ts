import { formatBytes, formatDuration, formatNumber } from '../../src-shared/format.ts';
import type { Spot, TimeBar, TimeUnit } from '../../src-shared/history/history-plots.ts';
import type { PlotName } from '../../src-shared/settings.ts';
import { localeNow, t } from '../../src-shared/language/index.ts';
import { dayRange, preparedRangeWords, sizeRangeWords } from './history-words.ts';

/** What of a stretch of time is as high as its bar. */
export type Measure = Extract<PlotName, 'time' | 'bytes' | 'downloads'>;

export const isMeasure = (name: PlotName): name is Measure =>
  name === 'time' || name === 'bytes' || name === 'downloads';

/** The parts of a bar, from its foot to its top. */
export function partsOf(bar: TimeBar, measure: Measure): number[] {
  if (measure === 'time') return [bar.prepared, bar.fetched];
  return [bar[measure]];
}

/** Bars that follow one another as one. */
export function barOf(bars: readonly [TimeBar, ...TimeBar[]]): TimeBar {
  const sum = (name: 'downloads' | 'bytes' | 'prepared' | 'fetched'): number =>
    bars.reduce((total, bar) => total + bar[name], 0);
  return {
    from: bars[0].from,
    to: bars.at(-1)!.to,
    downloads: sum('downloads'),
    bytes: sum('bytes'),
    prepared: sum('prepared'),
    fetched: sum('fetched'),
  };
}

/** A time in one unit or two, from milliseconds. */
export const spanWords = (milliseconds: number): string => formatDuration(milliseconds / 1000);

/** A value on the axis. */
export function measureWords(value: number, measure: Measure): string {
  if (measure === 'time') return spanWords(value);
  return measure === 'bytes' ? formatBytes(value) : formatNumber(value);
}

/** When a bar is, or several as one: `3 – 9 Nov 2026`, `November 2026`, `2026`. */
export function barTime({ from, to }: TimeBar, unit: TimeUnit): string {
  const isOne = unit === 'year' || to - from <= longestMonth;
  if (unit === 'day' || unit === 'week' || !isOne) return dayRange(from, to);
  return new Intl.DateTimeFormat(localeNow(), {
    ...(unit === 'month' && { month: 'long' }),
    year: 'numeric',
  }).format(from);
}

/** When a bar is, as short as an axis has room for. */
export function tickTime(from: number, unit: TimeUnit): string {
  const options: Record<TimeUnit, Intl.DateTimeFormatOptions> = {
    day: { day: 'numeric', month: 'short' },
    week: { day: 'numeric', month: 'short' },
    month: { month: 'short', year: '2-digit' },
    year: { year: 'numeric' },
  };
  return new Intl.DateTimeFormat(localeNow(), options[unit]).format(from);
}

/** All of a bar in a sentence. */
export function barWords(bar: TimeBar, unit: TimeUnit): string {
  return t('history.plots.bar', {
    when: barTime(bar, unit),
    downloads: t('history.plots.count', { count: bar.downloads }),
    size: formatBytes(bar.bytes),
    prepared: spanWords(bar.prepared),
    fetched: spanWords(bar.fetched),
  });
}

/** All of a spot in a sentence. */
export function spotWords(spot: Spot, server: string): string {
  return t('history.plots.spot', {
    downloads: t('history.plots.count', { count: spot.downloads }),
    server,
    size: sizeRangeWords(spot) ?? '',
    time: preparedRangeWords(spot) ?? '',
  });
}

/** The spots of a server whose sizes have as many digits as one, from small to large: hundreds are no overview to a listener. */
export function spotsBySize(spots: readonly Spot[]): Spot[] {
  const sums = new Map<string, Spot>();
  for (const spot of spots) {
    const digits = Math.floor(Math.log10(Math.max(1, spot.smallest)));
    const key = `${digits} ${spot.server}`;
    const sum = sums.get(key);
    sums.set(
      key,
      sum === undefined
        ? spot
        : {
            server: spot.server,
            downloads: sum.downloads + spot.downloads,
            smallest: Math.min(sum.smallest, spot.smallest),
            largest: Math.max(sum.largest, spot.largest),
            shortest: Math.min(sum.shortest, spot.shortest),
            longest: Math.max(sum.longest, spot.longest),
          },
    );
  }
  return [...sums.values()].toSorted((one, other) => one.smallest - other.smallest);
}

/** With an hour more where clocks are changed. Milliseconds. */
const longestMonth = (31 * 24 + 1) * 3_600_000;

const second = 1000;
const [minute, hour, day] = [60 * second, 3600 * second, 86_400 * second];
const roundSpans = [
  ...[1, 2, 5, 10, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 30].map((count) => count * minute),
  ...[1, 3, 12].map((count) => count * hour),
  ...[1, 7, 30].map((count) => count * day),
];

/** Round times between two, at most so many. Milliseconds. */
export function spanTicks(from: number, to: number, most: number): number[] {
  const inside = roundSpans.filter((span) => span >= from && span <= to);
  const step = Math.max(1, Math.ceil(inside.length / most));
  return inside.filter((_span, index) => index % step === 0);
}

const evenSteps = [
  ...[1, 2, 5, 10, 20, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * minute),
  ...[1, 2, 3, 5, 10, 12].map((count) => count * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((count) => count * day),
];

/** Times in even steps up to one, at most so many. Milliseconds. */
export function evenSpanTicks(to: number, most: number): number[] {
  const step = evenSteps.find((span) => to / span < most + 1) ?? to;
  return Array.from({ length: Math.floor(to / step) }, (_, index) => (index + 1) * step);
}

/** Powers of ten between two sizes, at most so many. Bytes. */
export function sizeTicks(from: number, to: number, most: number): number[] {
  const first = Math.ceil(Math.log10(Math.max(1, from)));
  const last = Math.floor(Math.log10(Math.max(1, to)));
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += step) ticks.push(10 ** power);
  return ticks;
}
