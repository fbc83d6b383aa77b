import { policyOf } from '../../src-shared/failures/failure-table.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';

const phraseOf = ({ detail }: Failure): string => (typeof detail === 'object' ? detail.name : '');

/** Whether a failure is about the folder that is saved to: it is told at its field then. */
export const isAboutFolder = (failure: Failure): boolean =>
  policyOf(failure.kind).scope === 'folder' || phraseOf(failure).startsWith('validationErrors.folder.');
