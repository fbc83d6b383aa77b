import { said } from '../language/index.ts';
import { FailedError } from './failure.ts';
import type { Failure } from './failure.ts';
import { whatHappened, whatToDo } from './failure-phrases.ts';
import { actionOf } from './failure-table.ts';
import type { FailureAction } from './failure-table.ts';

/* What a failure says in the current language. */

/** What happened and what to do, in the user's words; the advice is empty where the first sentence says it all. */
export function explain(failure: Failure): { what: string; advice: string; action: FailureAction } {
  return {
    what: said(whatHappened(failure)),
    advice: said(whatToDo(failure)),
    action: actionOf(failure),
  };
}

/** Both sentences in one text. */
export const inOne = ({ what, advice }: { what: string; advice: string }): string =>
  advice ? `${what} ${advice}` : what;

/** What happened and what to do, in one text. */
export const sentence = (failure: Failure): string => inOne(explain(failure));

/** Anything that was thrown as one line: a failure as its sentence, an error of another make in its own words. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof FailedError) return sentence(thrown.failure);
  return thrown instanceof Error ? thrown.message : String(thrown);
}
