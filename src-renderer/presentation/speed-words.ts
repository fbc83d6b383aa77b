import { formatBytes, formatDuration, formatRate } from '../../src-shared/format.ts';
import { t } from '../../src-shared/language/index.ts';
import type { SpeedSample } from './speed-samples.ts';
import { clockTime, fullTime } from './dates.ts';
import type { TimelinePhase } from './timeline-phases.ts';
import type { Piece } from './speed-scale.ts';

/** Where a chart has a gap, with what it was for. */
export interface GapWords {
  left: number;
  right: number;
  /** What it was for, `Paused`. */
  title: string;
  /** How long, `4 min`. */
  span: string;
}

/** How the times of a chart are said: within some minutes all would be the same without seconds. */
export const chartTime = (from: number, to: number): ((at: number) => string) =>
  to - from < 10 * 60_000 ? fullTime : clockTime;

/** The mean and the highest rate of the time that bytes came; bytes a second. */
export function rateFigures(
  samples: readonly SpeedSample[],
  pieces: readonly Piece[],
): { average: number; highest: number } {
  if (samples.length === 0) return { average: 0, highest: 0 };
  const moving = pieces.filter(({ isGap }) => !isGap);
  let bytes = 0;
  let time = 0;
  for (const { from, to } of moving) {
    const run = samples.filter(({ at }) => at >= from && at <= to);
    run.forEach((sample, index) => {
      const next = run[index + 1];
      if (!next) return;
      bytes += ((sample.rate + next.rate) / 2) * (next.at - sample.at);
      time += next.at - sample.at;
    });
  }
  const highest = Math.max(...samples.map(({ rate }) => rate));
  return { average: time > 0 ? bytes / time : highest, highest };
}

/** At most so long is too short for a chart. Milliseconds. */
const aMoment = 2_000;

/** What is said of a file of so many bytes whose speed wasn't measured. */
export function unwatchedWords(bytes: number | null, time: number): string {
  if (bytes === null || time <= 0) return t('details.noSpeed.unwatched');
  const size = formatBytes(bytes);
  if (time < aMoment) return t('details.noSpeed.quick', { size });
  const rate = formatRate((bytes / time) * 1000);
  return `${t('details.noSpeed.unwatched')} ${t('details.noSpeed.sum', { size, rate, span: formatDuration(time / 1000) })}`;
}

/** Milliseconds: bytes that began to come at most so long before the first sample were seen all the same. */
const soonSeen = 5_000;

/** What is said where a chart doesn't begin with the download: since when it is, and what came in all. */
export function lateChartWords(
  first: SpeedSample,
  { began, bytes, time }: { began: number | undefined; bytes: number | null; time: number },
): string | null {
  if (began === undefined || first.at - began <= soonSeen) return null;
  const since = t('details.noSpeed.since', { time: fullTime(first.at) });
  if (bytes === null || time < aMoment) return since;
  const sum = {
    size: formatBytes(bytes),
    rate: formatRate((bytes / time) * 1000),
    span: formatDuration(time / 1000),
  };
  return `${since} ${t('details.noSpeed.whole', sum)}`;
}

/** The cause of a gap; without a phase it is only known that nothing came, or that nothing was measured. */
function titleOf(phase: TimelinePhase | null, isUnwatched: boolean): string {
  switch (phase) {
    case 'preparing':
      return t('details.gaps.preparing');
    case 'waiting':
      return t('details.gaps.waiting');
    case 'paused':
      return t('details.gaps.paused');
    case 'checking':
      return t('details.gaps.checking');
    case 'stopped':
      return t('details.gaps.stopped');
    default:
      return t(isUnwatched ? 'details.gaps.unwatched' : 'details.gaps.nothing');
  }
}

/** The gaps of a chart in words; `phaseIn` says what a gap was for. */
export function gapWords(
  pieces: readonly Piece[],
  phaseIn: (gap: Piece) => TimelinePhase | null,
): GapWords[] {
  return pieces
    .filter(({ isGap }) => isGap)
    .map((gap) => ({
      left: gap.left,
      right: gap.right,
      title: titleOf(phaseIn(gap), gap.isUnwatched),
      span: formatDuration(Math.round((gap.to - gap.from) / 1000)),
    }));
}

/** A point of the chart: `14:02:31, 34.1 MB/s`. */
export function pointWords({ at, rate }: SpeedSample): string {
  return t('details.speedAt', { time: fullTime(at), rate: formatRate(rate) });
}

/** The whole chart in a sentence or two, for who can't see it. */
export function chartSentence(
  samples: readonly SpeedSample[],
  pieces: readonly Piece[],
  gaps: readonly GapWords[],
): string {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) return '';
  const { average, highest } = rateFigures(samples, pieces);
  const time = chartTime(first.at, last.at);
  const story = t('details.speedStory', {
    from: time(first.at),
    to: time(last.at),
    average: formatRate(average),
    highest: formatRate(highest),
  });
  return [story, ...gaps.map(({ title, span }) => t('details.gapStory', { title, span }))].join(' ');
}
