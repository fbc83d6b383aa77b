import type { RawRequest, Script } from './raw-server.ts';
import type { Step } from './wire.ts';

/** What a server does with the next request of a kind: steps as they are, or made from the request. */
export type Answer = Step[] | Script;

/** Answers out of the ordinary, by kind of request: each `next` is used once and in order, then `always`, then nothing. */
export class ScriptQueue<Kind extends string> {
  readonly #next = new Map<Kind, (Answer | null)[]>();
  readonly #always = new Map<Kind, Answer>();

  /** Scripts for the next requests of the kind; null leaves one to the server's usual answer. */
  next(kind: Kind, ...answers: (Answer | null)[]): void {
    this.#next.set(kind, [...(this.#next.get(kind) ?? []), ...answers]);
  }

  /** For all further requests of the kind; null goes back to the usual answer. */
  always(kind: Kind, answer: Answer | null): void {
    if (answer === null) this.#always.delete(kind);
    else this.#always.set(kind, answer);
  }

  /** The steps for this request, or null where the usual answer is due. */
  take(kind: Kind, request: RawRequest): Step[] | null {
    const queue = this.#next.get(kind);
    const answer = queue?.length ? queue.shift()! : this.#always.get(kind);
    if (!answer) return null;
    return typeof answer === 'function' ? answer(request) : answer;
  }
}
