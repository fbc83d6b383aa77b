import type { Failure, FailureKind } from '../../../src-shared/failures/failure.ts';

/** The parts of a server's form, from its top. */
export type FormPart = 'address' | 'signIn' | 'ways' | 'form';

const parts: Partial<Record<FailureKind, FormPart>> = {
  unreachable: 'address',
  untrusted: 'address',
  unsupported: 'address',
  protocol: 'address',
  'redirect-refused': 'address',
  'web-page': 'address',
  'sign-in-needed': 'signIn',
  'sign-in-refused': 'signIn',
  'secret-missing': 'signIn',
  'client-certificate': 'ways',
  'proxy-failed': 'ways',
  'proxy-sign-in': 'ways',
};

/** Where in the form a failure is told: beside the fields that it is about. */
export function formPartOf(failure: Failure | null): FormPart {
  return (failure && parts[failure.kind]) ?? 'form';
}
