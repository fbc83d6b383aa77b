import { said } from '../../src-shared/language/index.ts';
import { saidBy } from '../../src-shared/failures/failure-phrases.ts';
import { policyOf } from '../../src-shared/failures/failure-table.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { ConnectionKind } from '../../src-shared/kinds/kinds.ts';
import { detailsIn } from './export-details.ts';
import { sentenceFor } from './explain-failure.ts';

/** What was refused of an export: told at the field that it is about. */
export interface ExportRefusal {
  field: 'type' | 'info';
  words: string;
}

/**
 * Which field a server's refusal of an export is about, in the server's words; null where it isn't about what was asked
 * for. It is about the parameters where the server speaks of them, or of one of them by name, and else about the type.
 */
export function exportRefusal(
  kind: ConnectionKind,
  failure: Failure | null,
  info: string,
): ExportRefusal | null {
  if (!failure || policyOf(failure.kind).ofItem !== true) return null;
  const told = said(saidBy(failure)).toLowerCase();
  const names = (detailsIn(info) ?? []).map(({ name }) => name.toLowerCase());
  const words = new Set(told.split(/[^\p{L}\p{N}_-]+/u));
  const field = [...names, 'info', 'parameter', 'parameters'].some((word) => words.has(word))
    ? 'info'
    : 'type';
  return { field, words: sentenceFor({ kind }, failure) };
}
