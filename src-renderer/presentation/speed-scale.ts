import type { SpeedSample } from './speed-samples.ts';

/** Samples without a gap between them. */
export type Run = readonly SpeedSample[];

/** A stretch of time on the axis. */
export interface Piece {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  /** Where it begins and ends on the axis, 0 to 1. */
  left: number;
  right: number;
  isGap: boolean;
  /** A gap without measurements, for a part of it at least. */
  isUnwatched: boolean;
}

/** What a gap takes of the axis at most, as a share of all that isn't one: hours of waiting must not flatten minutes. */
const widestGap = 0.16;
/** The axis shows so much at least, milliseconds: the first seconds don't jump. */
const shortestAxis = 20_000;

/** Parts samples at their gaps. */
export function runsOf(samples: readonly SpeedSample[]): Run[] {
  const runs: SpeedSample[][] = [];
  for (const sample of samples) {
    if (sample.begins || runs.length === 0) runs.push([]);
    runs.at(-1)!.push(sample);
  }
  return runs;
}

/** Lays runs and the gaps between them along the axis, each as wide as it lasted, but gaps only up to a limit. */
export function piecesOf(runs: readonly Run[]): Piece[] {
  const pieces: Omit<Piece, 'left' | 'right'>[] = [];
  runs.forEach((run, index) => {
    const { at: from, isUnwatched } = run[0]!;
    const before = runs[index - 1]?.at(-1);
    if (before) pieces.push({ from: before.at, to: from, isGap: true, isUnwatched });
    const isLast = index === runs.length - 1;
    const to = run.at(-1)!.at;
    pieces.push({
      from,
      to: isLast && runs.length === 1 ? Math.max(to, from + shortestAxis) : to,
      isGap: false,
      isUnwatched: false,
    });
  });
  const moving = pieces.reduce((sum, { from, to, isGap }) => (isGap ? sum : sum + to - from), 0);
  const limit = Math.max(moving, shortestAxis) * widestGap;
  const lengths = pieces.map(({ from, to, isGap }) => (isGap ? Math.min(to - from, limit) : to - from));
  const all = lengths.reduce((sum, length) => sum + length, 0) || 1;
  let at = 0;
  return pieces.map((piece, index) => {
    const left = at / all;
    at += lengths[index]!;
    return { ...piece, left, right: at / all };
  });
}

/** The place of a moment on the axis, 0 to 1. */
export function placeOf(pieces: readonly Piece[], at: number): number {
  const piece = pieces.find(({ to }) => at <= to) ?? pieces.at(-1);
  if (!piece) return 0;
  const share = piece.to > piece.from ? (at - piece.from) / (piece.to - piece.from) : 0;
  return piece.left + (piece.right - piece.left) * Math.min(1, Math.max(0, share));
}

/** The number of the sample that is nearest to a place on the axis; -1 without any. */
export function nearest(samples: readonly SpeedSample[], pieces: readonly Piece[], place: number): number {
  let best = -1;
  let distance = Infinity;
  samples.forEach((sample, index) => {
    const away = Math.abs(placeOf(pieces, sample.at) - place);
    if (away >= distance) return;
    best = index;
    distance = away;
  });
  return best;
}

/** The next round number above the fastest, as the top of the axis. */
export function topOf(samples: readonly SpeedSample[]): number {
  const fastest = samples.reduce((most, { rate }) => Math.max(most, rate), 1_000);
  const power = 10 ** Math.floor(Math.log10(fastest));
  return power * ([1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= fastest * 1.05) ?? 12);
}

const steps = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200].map(
  (seconds) => seconds * 1_000,
);

/** Round moments to write under the axis: at most about `most` of them, never inside a gap. */
export function ticksOf(pieces: readonly Piece[], most: number): number[] {
  const moving = pieces.reduce((sum, { from, to, isGap }) => (isGap ? sum : sum + to - from), 0);
  const step = steps.find((length) => moving / length <= most) ?? 86_400_000;
  return pieces.flatMap(({ from, to, isGap }) => {
    if (isGap) return [];
    const ticks: number[] = [];
    for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
    return ticks;
  });
}
