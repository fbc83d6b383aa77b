/** So many lengths stand for all that are likely, about: a part of the few that take longest should be among them. */
const wanted = 2_000;

/**
 * How wide the samples' surroundings may be, in their standard deviations: from each by itself to all as one. Each is half
 * as much again as the one before.
 */
const widths = [0.12, 0.18, 0.25, 0.35, 0.5, 0.71, 1];

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The standard deviation of what numbers are a sample of. */
function deviationOf(numbers: readonly number[]): number {
  const middle = mean(numbers);
  const squares = numbers.reduce((sum, number) => sum + (number - middle) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, numbers.length - 1));
}

/** So many numbers as equally likely parts of the normal distribution have in their middles, by bisecting its integral. */
function normalParts(count: number): number[] {
  const step = 0.0005;
  const parts: number[] = [];
  let below = 0;
  for (let at = -5; parts.length < count; at += step) {
    below += (step * Math.exp((-at * at) / 2)) / Math.sqrt(2 * Math.PI);
    while (parts.length < count && (below >= (parts.length + 0.5) / count || at > 5)) parts.push(at);
  }
  return parts;
}

/** Samples moved so far towards their mean that surroundings of that width make them as far spread as they were. */
function drawnIn(logs: readonly number[], width: number): number[] {
  const middle = mean(logs);
  const share = Math.sqrt(Math.max(0, 1 - width * width));
  return logs.map((log) => middle + share * (log - middle));
}

/** How well each sample is foreseen by the others with such surroundings: the logarithm of its likelihood, summed. */
function foresight(logs: readonly number[], width: number): number {
  const centres = drawnIn(logs, width);
  const spread = width * deviationOf(logs);
  return logs.reduce((sum, log, index) => {
    const density = centres.reduce(
      (all, centre, other) =>
        other === index ? all : all + Math.exp(-((log - centre) ** 2) / (2 * spread * spread)) / spread,
      0,
    );
    return sum + Math.log(Math.max(density / (logs.length - 1), 1e-12));
  }, 0);
}

/**
 * What a sample of lengths tells of all lengths that there may be: equally likely ones, in ascending order. Lengths of work
 * vary by factors, so their logarithms are smoothed, by as much as lets each sample be foreseen best by the others
 * (B. W. Silverman, "Density Estimation", 1986, sections 3.4.4 and 6.4.1): one peak is smoothed as one, two stay two.
 * Empty for fewer than two samples.
 */
export function likelyLengths(spans: readonly number[]): number[] {
  const lengths = spans.filter((span) => span > 0);
  const logs = lengths.map(Math.log);
  if (logs.length < 2) return [];
  const deviation = deviationOf(logs);
  if (deviation === 0) return [lengths[0]!];
  const [best] = widths
    .map((width) => ({ width, value: foresight(logs, width) }))
    .toSorted((one, other) => other.value - one.value);
  const count = logs.length;
  const parts = normalParts(count * Math.max(9, Math.round(wanted / count)));
  // Each sample has parts of its own: where all surroundings are the same, they else fell on a few lengths, with gaps between.
  const centres = drawnIn(logs, best!.width);
  return parts
    .map((part, place) => Math.exp(centres[place % count]! + part * best!.width * deviation))
    .toSorted((one, other) => one - other);
}
