/** One call of Electron's API, as the app made it. */
export interface Call {
  /** `app.enableSandbox`, `new BrowserWindow`. */
  call: string;
  /** Copies; functions are `[function]`, Electron's own objects `[BrowserWindow]` and so on. */
  args: unknown[];
  /** Whether the app was ready by then. */
  isReady: boolean;
}

/** Every call in the order in which they were made. */
export const calls: Call[] = [];

let isReady = false;

/** From now on calls are made by a ready app. */
export function markReady(): void {
  isReady = true;
}

function plain(value: unknown, depth = 0): unknown {
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => plain(entry, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (depth > 6 || (prototype !== Object.prototype && prototype !== null))
    return `[${value.constructor.name}]`;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry, depth + 1)]));
}

/** Notes a call. */
export function record(call: string, ...args: unknown[]): void {
  calls.push({ call, args: args.map((arg) => plain(arg)), isReady });
}

/** What Electron's listeners get first: an event whose default can be prevented. */
export class StandInEvent {
  defaultPrevented = false;
  constructor(params: object = {}) {
    Object.assign(this, params);
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Answers of the user that a test gives, before or after they are asked for. */
export class Answers<Answer> {
  readonly #given: Answer[] = [];
  readonly #waiting: ((answer: Answer) => void)[] = [];

  give(answer: Answer): void {
    const next = this.#waiting.shift();
    if (next) next(answer);
    else this.#given.push(answer);
  }

  /** @param signal ends the question: the answer is the next one's */
  next(signal?: AbortSignal): Promise<Answer> {
    if (this.#given.length > 0) return Promise.resolve(this.#given.shift()!);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', () => {
        const at = this.#waiting.indexOf(resolve);
        if (at >= 0) this.#waiting.splice(at, 1);
      });
    });
  }
}
