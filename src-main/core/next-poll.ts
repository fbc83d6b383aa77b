/*
 * When a server is asked next how far a preparation is. Asking late costs somebody's time, asking often the server's. Ferry
 * asks as soon as the delay that is to be expected by then is worth a request: for the time x from now, the mean of how long
 * the preparation would have been ready by then, over all ends that are thought possible. Where the chance of an end is the
 * same at every moment, that is the best schedule there is (R. E. Barlow, L. C. Hunter, F. Proschan, "Optimum checking
 * procedures", 1963; J. B. Keller, "Optimum checking schedules for systems subject to random failure", 1974); where an end is
 * foreseen, it waits for it.
 *
 * Possible ends are told by the counters of this very preparation, else by how long earlier ones of its kind took. Either may
 * be wrong: so it is always counted as possible, by as much as a sample of that size can err, that the end comes at any moment
 * alike. Of what nothing is known, every age is as likely to be doubled as any other. So nothing in here has a scale of its
 * own but the price of a request.
 */

/** The delay that a request may cost, milliseconds: what Ferry holds a fair price between people and servers. */
const price = 250;

/** Never sooner: what ends at once is noticed soon enough. Milliseconds. */
export const shortestWait = 1_000;
/** Never later: what the screen says of a preparation is at most so old. Milliseconds. */
export const longestWait = 60_000;

/** A time between two answers of the server in which the counters moved on, or didn't. */
export interface Stretch {
  /** Milliseconds. */
  lasted: number;
  /** How much of the whole was done in it, from 0 to 1. */
  done: number;
}

/** What is known of a preparation. */
export interface Outlook {
  /** Milliseconds since it began. */
  age: number;
  /** How long the like may take in all, equally likely lengths in ascending order, and of how many samples that is said. */
  learnt: { lengths: readonly number[]; samples: number };
  /** How much of the whole is left, from 0 to 1; null where the counters don't tell. */
  left: number | null;
  /** The last stretches, in any order. */
  stretches: readonly Stretch[];
}

/** What is thought of the end. */
interface Ends {
  /** Possible ones, milliseconds from now; each weighs as given. */
  after: readonly { wait: number; weight: number }[];
  /** The chance that one comes at any moment alike: the mean time until then, and how much it weighs. */
  anyMoment: { mean: number; weight: number };
}

/** Equally likely deviations of a normal distribution, in standard deviations. */
const parts = [-1.593, -0.967, -0.589, -0.282, 0, 0.282, 0.589, 0.967, 1.593];

/** Ends as earlier preparations had them; those that this one has outlived no longer count. */
function learntEnds({ age, learnt: { lengths, samples } }: Outlook): Ends | null {
  if (lengths.length === 0) return null;
  const weight = samples / lengths.length;
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return {
    after: lengths.filter((length) => length > age).map((length) => ({ wait: length - age, weight })),
    anyMoment: { mean, weight: Math.sqrt(samples) },
  };
}

/**
 * Ends as the counters foresee them: the rest may go as fast as any stretch so far did. Of how many stretches that is said
 * decides how far it can be wrong, as with any mean.
 */
function foreseenEnds({ age, left, stretches }: Outlook): Ends | null {
  if (left === null || left <= 0 || !stretches.some(({ done }) => done > 0)) return null;
  const whole = stretches.reduce((sum, { lasted }) => sum + lasted, 0);
  const deviation = 1 / Math.sqrt(stretches.length);
  const after = stretches.flatMap(({ lasted, done }) => {
    const weight = (stretches.length * lasted) / whole / parts.length;
    return parts.map((part) => ({ wait: ((left * lasted) / done) * Math.exp(part * deviation), weight }));
  });
  return { after, anyMoment: { mean: age, weight: deviation } };
}

/** How long until the server is asked next, in whole milliseconds. */
export function nextWait(outlook: Outlook): number {
  const age = Math.max(outlook.age, shortestWait);
  const ends = foreseenEnds(outlook) ?? learntEnds(outlook);
  const weight = ends ? ends.after.reduce((sum, end) => sum + end.weight, ends.anyMoment.weight) : 1;
  const near = ends?.after.filter(({ wait }) => wait < longestWait) ?? [];
  /** The delay that is to be expected after so long, milliseconds. */
  const delayAfter = (wait: number): number => {
    // The mean of what is beyond the end, where the chance to live from an age to a greater one is the quotient of both.
    if (!ends) return wait - age * Math.log1p(wait / age);
    const { mean, weight: ofAny } = ends.anyMoment;
    let sum = ofAny * (wait + mean * Math.expm1(-wait / mean));
    for (const end of near) sum += end.weight * Math.max(0, wait - end.wait);
    return sum / weight;
  };
  let [sooner, later] = [shortestWait, longestWait];
  // To a millisecond: a minute halved seventeen times.
  for (let halving = 0; halving < 17; halving += 1) {
    const middle = (sooner + later) / 2;
    if (delayAfter(middle) < price) sooner = middle;
    else later = middle;
  }
  return Math.round(later);
}
