import { exportInfoIn } from '../../../src-shared/export-info.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';

/** Bridge documents no limit; the row that remembers it has one. */
const longestType = 200;

/**
 * What an export request asks a Bridge for. Bridge documents neither the kinds of exports nor their parameters, so that
 * the kind is free text. Throws `invalid-input` with a sentence that says what is wrong, and where.
 */
export function understandBridgeExport(downloadType: string, info: string): JobRequest {
  const type = downloadType.trim();
  if (type === '') throw refusal(phrase('validationErrors.export.noType'));
  if (type.length > longestType)
    throw refusal(phrase('validationErrors.export.longType', { most: longestType }));
  if (/\p{Cc}/u.test(type)) throw refusal(phrase('validationErrors.export.oneLine'));
  const parameters = exportInfoIn(info);
  return { kind: 'bridge', downloadType: type, ...(parameters && { info: parameters }) };
}
