/**
 * `npm run bench -- waiting`: how often the core asks a server that prepares, and how late it learns of the end, beside fixed
 * polls. Thirty things at each of three servers, by a clock that only moves when everything has been done. `--runs 5`,
 * `--learnt 100`, `--jobs 30`, `--quick` (20 and 5).
 */
import { parseArgs } from 'node:util';
import { median } from './report.ts';
import { keepResult } from './results.ts';
import type { Goal, Picture } from './results.ts';
import { normal, randomNumbers, waitFor } from './waiting-world.ts';
import type { Counting, Wait, Work } from './waiting-world.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    learnt: { type: 'string' },
    jobs: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const learntFrom = Number(values.learnt ?? (values.quick ? 20 : 100));
const jobs = Number(values.jobs ?? (values.quick ? 5 : 30));
const minute = 60_000;

type Random = () => number;
/** Preparing times around a median; the standard deviations are of their natural logarithms. */
const shapes: Record<string, (middle: number, random: Random) => number> = {
  narrow: (middle, random) => middle * Math.exp(0.25 * normal(random)),
  wide: (middle, random) => middle * Math.exp(normal(random)),
  'two-peaked': (middle, random) =>
    (random() < 0.5 ? middle / 3 : middle * 2) * Math.exp(0.2 * normal(random)),
};

/** Work whose pace wanders by a factor of about 1.7 either way, slowly. */
function uneven(random: Random): Counting {
  const steps = 200;
  const ends = [0];
  let pace = 0;
  for (let step = 0; step < steps; step += 1) {
    pace = 0.95 * pace + 0.16 * normal(random);
    ends.push(ends.at(-1)! + Math.exp(pace));
  }
  const whole = ends.at(-1)!;
  return (share) => ends.findLastIndex((end) => end <= share * whole) / steps;
}
const countings: Record<string, (random: Random) => Counting | null> = {
  'nothing known': () => null,
  learnt: () => null,
  'steady counters': () => (share) => share,
  'uneven counters': uneven,
  'counters without the last tenth of the time': () => (share) => Math.min(1, share / 0.9),
};

/** What a poll at fixed times makes of the same work: the first after a second, as Ferry's. */
function fixedPoll(work: Work[], interval: number): Wait[] {
  return work.map(({ takes }) => {
    const requests = 1 + Math.max(0, Math.ceil((takes - 1_000) / interval));
    return { requests, delay: 1_000 + (requests - 1) * interval - takes };
  });
}

interface Means {
  requests: number;
  /** Seconds. */
  delay: number;
  /** Requests, times those of a fixed poll with the same mean delay. */
  ratio: number;
}
function meansOf(waits: Wait[], work: Work[]): Means {
  const mean = (numbers: number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const [requests, delay] = [mean(waits.map((wait) => wait.requests)), mean(waits.map((wait) => wait.delay))];
  const fixed = mean(fixedPoll(work, 2 * delay).map((wait) => wait.requests));
  return { requests, delay: delay / 1_000, ratio: requests / fixed };
}

const fixedSeconds = [1, 5, 15, 30];
const found = new Map<string, Means[]>();
const note = (name: string, means: Means): void => void found.set(name, [...(found.get(name) ?? []), means]);
for (let run = 1; run <= runs; run += 1)
  for (const middle of [2, 10, 40])
    for (const [shape, lengthOf] of Object.entries(shapes)) {
      const random = randomNumbers(run * 1_000 + middle);
      const learnt = Array.from({ length: learntFrom }, () => lengthOf(middle * minute, random));
      const lengths = Array.from({ length: 3 }, () =>
        Array.from({ length: jobs }, () => lengthOf(middle * minute, random)),
      );
      const workWith = (counting: (random: Random) => Counting | null): Work[][] =>
        lengths.map((own) => own.map((takes) => ({ takes, counting: counting(random) })));
      for (const [knows, counting] of Object.entries(countings)) {
        const work = workWith(counting);
        const waits = await waitFor(work, knows === 'nothing known' ? [] : learnt, null);
        note(`${middle}|${shape}|${knows}`, meansOf(waits, work.flat()));
      }
      const work = workWith(() => null).flat();
      for (const seconds of fixedSeconds)
        note(`${middle}|${shape}|fixed, ${seconds} s`, meansOf(fixedPoll(work, seconds * 1_000), work));
      process.stderr.write(`run ${run}/${runs}, median ${middle} min, ${shape}\n`);
    }

/** A server that wants 20 s between two questions gets them. */
const limited = Array.from({ length: 3 }, () =>
  Array.from({ length: jobs }, () => ({ takes: 5 * minute, counting: null })),
);
const asked = await waitFor(limited, [], 20);
const mostAsked = Math.max(...asked.map(({ requests }) => requests));

const of = (name: string, figure: keyof Means): number =>
  median(found.get(name)!.map((means) => means[figure]));
const spread = (name: string, figure: keyof Means, digits: number): string => {
  const all = found.get(name)!.map((means) => means[figure]);
  return `${median(all).toFixed(digits)} (${Math.min(...all).toFixed(digits)}–${Math.max(...all).toFixed(digits)})`;
};
const cases = [2, 10, 40].flatMap((middle) => Object.keys(shapes).map((shape) => `${middle}|${shape}`));
const worst = (knows: string): { name: string; ratio: number } =>
  cases
    .map((name) => ({ name, ratio: of(`${name}|${knows}`, 'ratio') }))
    .reduce((one, other) => (one.ratio > other.ratio ? one : other));
const goalOf = (what: string, knows: string, most: number, goal: string): Goal => {
  const { name, ratio } = worst(knows);
  const [requests, delay] = [of(`${name}|${knows}`, 'requests'), of(`${name}|${knows}`, 'delay')];
  const why = `${requests.toFixed(1)} requests for a mean delay of ${delay.toFixed(1)} s, where a fixed poll of that delay has ${(requests / ratio).toFixed(1)}`;
  const figure = `${ratio.toFixed(2)} times its requests, in the worst case (median ${name.replace('|', ' min, ')})`;
  return { what, goal, figure, isMet: ratio <= most, ...(ratio > most && { why }) };
};
const limits = Object.keys(countings).concat(fixedSeconds.map((seconds) => `fixed, ${seconds} s`));
const picture: Picture = {
  name: 'waiting',
  title: 'Ten minutes in the median, wide: requests against delay',
  x: { title: 'mean delay from ready to the first byte, seconds', isLogarithmic: true },
  y: { title: 'requests for one thing, mean', isLogarithmic: true },
  points: [
    ...fixedSeconds.map((seconds) => ({
      curve: 'fixed polls of 1, 5, 15 and 30 s',
      x: of(`10|wide|fixed, ${seconds} s`, 'delay'),
      y: of(`10|wide|fixed, ${seconds} s`, 'requests'),
    })),
    ...Object.keys(countings).map((knows) => ({
      curve: `Ferry, ${knows}`,
      x: of(`10|wide|${knows}`, 'delay'),
      y: of(`10|wide|${knows}`, 'requests'),
    })),
  ],
};
await keepResult({
  name: 'waiting',
  title: 'Waiting: requests against delay',
  about: [
    `The core itself waits for ${jobs} things at each of three servers, by a fake clock: how often it asks about one, and how long it takes from ready to the first byte. Preparing times have a median of 2, 10 and 40 minutes and are lognormal with a standard deviation of 0.25 (narrow) and 1 (wide) of their logarithm, or have two peaks at a third and at twice the median. ${learntFrom} earlier ones of the same distribution are in the history but where nothing is known. A fixed poll has the same first question after a second. *Ratio*: Ferry's requests, times those of the fixed poll that has the same mean delay.`,
    'The one constant of the rule is its price: a request may cost 0.25 s of expected delay (`src-main/core/next-poll.ts`).',
  ],
  command: 'npm run bench -- waiting',
  tables: cases.map((name) => ({
    title: `Median ${name.replace('|', ' min, ')}`,
    head: ['', 'requests, mean', 'delay, mean s', 'ratio'],
    rows: limits.map((knows) => [
      knows,
      spread(`${name}|${knows}`, 'requests', 1),
      spread(`${name}|${knows}`, 'delay', 1),
      spread(`${name}|${knows}`, 'ratio', 2),
    ]),
  })),
  goals: [
    goalOf('With what was learnt, against a fixed poll of the same delay', 'learnt', 1, 'fewer requests'),
    goalOf('With steady counters', 'steady counters', 1 / 3, 'at most a third'),
    goalOf('With uneven counters', 'uneven counters', 1 / 3, 'at most a third'),
    {
      what: 'A server that wants 20 s between questions, 5 minutes',
      goal: 'at most 16 questions',
      figure: `${mostAsked} at most`,
      isMet: mostAsked <= 16,
    },
  ],
  pictures: [picture],
  changes: [
    'Asking after a tenth of the age, from 1 to 30 s, was replaced: 68 requests for a mean delay of 13.5 s (ten minutes, wide) by what the table says.',
    'Likely lengths that fell on twenty values where all samples are one wide peak are spread evenly, and a server’s own newest downloads are learnt from, not its share of the newest 200 of all: with what was learnt, the worst ratio was 1.63 before both (median 10 min, wide) and 1.16 after the first.',
  ],
});
