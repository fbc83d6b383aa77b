/**
 * What goes wrong. A number is answered as that HTTP status without doing the work.
 * `drop-before-answer` closes the connection without doing the work, `drop-after-work` after it;
 * `cut-after-bytes` closes it after `bytes` bytes of the body; `corrupt` turns over the bit at byte
 * `bytes` of the body and those after it in its chunk stay right; `hang` never answers.
 */
export type FaultAction =
  number | 'drop-before-answer' | 'drop-after-work' | 'cut-after-bytes' | 'corrupt' | 'hang';

/** One planned fault: the next `times` requests that match it get it. */
export interface FaultPlan {
  /** HTTP method; any if left out. */
  method?: string;
  /** Matched against the path without the query: a part of it, or an expression; any if left out. */
  pathPattern?: string | RegExp;
  action: FaultAction;
  /** Bytes of the body, for `cut-after-bytes` and `corrupt`; 0 if left out. */
  bytes?: number;
  /** Value of a Retry-After header: seconds or an HTTP date. */
  retryAfter?: number | string;
  /** Answers with a gateway's HTML page in place of the server's JSON. */
  isHtml?: boolean;
  /** How many requests get it; 1 if left out. */
  times?: number;
  /** How many matching requests go through before; 0 if left out. */
  after?: number;
}

/** The faults that are still to come, oldest first. */
export class Faults {
  #plans: { plan: FaultPlan; skip: number; left: number }[] = [];

  /** Plans a fault. */
  add(plan: FaultPlan): void {
    this.#plans.push({ plan, skip: plan.after ?? 0, left: plan.times ?? 1 });
  }

  /** Forgets all that were planned. */
  clear(): void {
    this.#plans = [];
  }

  /** The fault for this request, used up by asking; null when it may go through. */
  take(method: string, path: string): FaultPlan | null {
    for (const entry of this.#plans) {
      const { plan } = entry;
      if (plan.method !== undefined && plan.method !== method) continue;
      if (typeof plan.pathPattern === 'string' && !path.includes(plan.pathPattern)) continue;
      if (plan.pathPattern instanceof RegExp && path.search(plan.pathPattern) < 0) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      if (entry.left <= 0) this.#plans = this.#plans.filter((other) => other !== entry);
      return plan;
    }
    return null;
  }
}
