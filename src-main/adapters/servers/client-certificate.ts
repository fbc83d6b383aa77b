import type { Failure } from '../../../src-shared/failures/failure.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import { readSmallBytes } from '../small-file.ts';

/** A certificate that proves who this computer is, with its key, as TLS takes it. */
export type TlsIdentity = { passphrase?: string } & ({ pfx: Buffer } | { cert: Buffer; key: Buffer });

/** A file larger than this is no certificate. Bytes. */
const mostBytes = 1024 * 1024;

const refused = (detail: Phrase): Failure => ({ kind: 'client-certificate', detail });

/** Reads a PKCS#12 file, or PEM with certificate and key in one. Rejects with `client-certificate` where it is neither. */
export async function readIdentity(file: string, passphrase: string | null): Promise<TlsIdentity> {
  let bytes: Buffer | null;
  try {
    bytes = await readSmallBytes(file, mostBytes);
  } catch {
    throw new FailedError(refused(phrase('failureDetails.identity.unreadable')));
  }
  if (bytes === null) throw new FailedError(refused(phrase('failureDetails.identity.none')));
  const secret = passphrase === null ? {} : { passphrase };
  if (!bytes.includes('-----BEGIN ')) return { pfx: bytes, ...secret };
  const text = bytes.toString('latin1');
  const has = (label: RegExp): boolean => label.test(text);
  if (!has(/-----BEGIN (TRUSTED )?CERTIFICATE-----/))
    throw new FailedError(refused(phrase('failureDetails.identity.onlyKey')));
  if (!has(/-----BEGIN [A-Z ]*PRIVATE KEY-----/))
    throw new FailedError(refused(phrase('failureDetails.identity.noKey')));
  if (passphrase === null && has(/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m))
    throw new FailedError(refused(phrase('failureDetails.identity.passphrase')));
  return { cert: bytes, key: bytes, ...secret };
}

/**
 * Why OpenSSL, or BoringSSL in Electron, takes no identity. Some of these errors have no code, so that their message is
 * looked at; it is never shown.
 */
export function failureOfIdentity(error: unknown): Failure {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const text = `${typeof code === 'string' ? code : ''} ${typeof message === 'string' ? message : ''}`;
  if (/unsupported/i.test(text)) return refused(phrase('failureDetails.identity.oldMethod'));
  if (/mac verify|bad.?decrypt|incorrect.?password|bad.?password|interrupted or cancelled/i.test(text))
    return refused(phrase('failureDetails.identity.passphrase'));
  if (/key values mismatch/i.test(text)) return refused(phrase('failureDetails.identity.otherKey'));
  return refused(phrase('failureDetails.identity.none'));
}
