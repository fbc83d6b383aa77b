import { phrase } from './language/phrase.ts';
import type { Phrase } from './language/words.ts';

/** Where a text stops being JSON: the place of the first character that doesn't fit, and what is wrong there. */
export interface JsonFault {
  /** From 0. The text's length when it ends too early. */
  at: number;
  /** Continues a sentence: “…, …”. */
  what: Phrase;
}

/** Deeper than anybody writes; texts are taken apart and put together again by functions that call themselves. */
const deepest = 100;

const blank = /[ \t\n\r]*/y;
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

class Fault extends Error {
  readonly fault: JsonFault;

  constructor(at: number, what: Phrase) {
    super(what.name);
    this.fault = { at, what };
  }
}

/**
 * Reads a text as RFC 8259 has it; the engine's own parser tells places in some of its messages only.
 *
 * `jsonc-parser` was tried in its place: it takes the same texts, but where a sign doesn't fit it says “invalid symbol”
 * rather than what is expected there (a comma, a colon, the end), it points behind the beginning of a number that is
 * wrong (`02`, `1r`), and its stack overflows on brackets that are nested deeply.
 */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  all(): void {
    this.#value(0);
    if (this.#at < this.#source.length) this.#fail(phrase('validationErrors.json.more'));
  }

  #value(depth: number): void {
    if (depth > deepest) this.#fail(phrase('validationErrors.json.tooDeep'));
    this.#take(blank);
    const sign = this.#source[this.#at];
    if (sign === '{') this.#list('}', depth, () => this.#member(depth));
    else if (sign === '[') this.#list(']', depth, () => this.#value(depth + 1));
    else if (sign === '"') this.#string();
    else if (!this.#take(scalar)) this.#fail(phrase('validationErrors.json.value'));
    this.#take(blank);
  }

  #list(end: string, depth: number, entry: () => void): void {
    this.#at += 1;
    this.#take(blank);
    if (this.#source[this.#at] === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      entry();
      const sign = this.#source[this.#at];
      if (sign !== ',' && sign !== end) this.#fail(phrase('validationErrors.json.commaOrEnd', { end }));
      this.#at += 1;
      if (sign === end) return;
    }
  }

  #member(depth: number): void {
    this.#take(blank);
    if (this.#source[this.#at] !== '"') this.#fail(phrase('validationErrors.json.name'));
    this.#string();
    this.#take(blank);
    if (this.#source[this.#at] !== ':') this.#fail(phrase('validationErrors.json.colon'));
    this.#at += 1;
    this.#value(depth + 1);
  }

  #string(): void {
    if (!this.#take(text)) this.#fail(phrase('validationErrors.json.text'));
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (!found) return false;
    this.#at += found[0].length;
    return true;
  }

  #fail(what: Phrase): never {
    throw new Fault(this.#at, this.#at >= this.#source.length ? phrase('validationErrors.json.end') : what);
  }
}

/** Why a text isn't JSON, or null when it is. */
export function jsonFaultIn(source: string): JsonFault | null {
  try {
    new Reader(source).all();
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}
