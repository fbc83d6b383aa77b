import { X509Certificate } from 'node:crypto';
import type { Authority } from '../../../src-shared/certificate.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import { factsOf } from './certificate-facts.ts';

/** A file larger than this is none of certificates. Bytes. */
export const mostAuthorityBytes = 1024 * 1024;
const mostAuthorities = 200;

/** The certificates in PEM, one or many, or in DER. Throws where it is neither. */
function certificatesIn(bytes: Uint8Array): X509Certificate[] {
  const text = Buffer.from(bytes).toString('latin1');
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw refusal(phrase('validationErrors.authority.key'));
  const blocks = text.match(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END [A-Z0-9 ]+-----/g);
  try {
    return (blocks ?? [Buffer.from(bytes)]).map((block) => new X509Certificate(block));
  } catch {
    throw refusal(phrase('validationErrors.authority.none'));
  }
}

/**
 * Reads a file with the certificates of authorities. Of several the ones that can't vouch for anybody are left out. Throws
 * `invalid-input` for a key, for junk, and where none is left: expired, or a server's own that another signed.
 *
 * @param now milliseconds since 1970
 */
export function readAuthorities(bytes: Uint8Array, now: number): Authority[] {
  if (bytes.length > mostAuthorityBytes) throw refusal(phrase('validationErrors.authority.none'));
  const unique = new Map(certificatesIn(bytes).map((found) => [found.fingerprint256, found]));
  const vouching: Authority[] = [];
  let problem: Phrase | null = null;
  for (const certificate of unique.values()) {
    const facts = factsOf(certificate);
    const isOwn = certificate.checkIssued(certificate);
    if (facts.validTo < now)
      problem = phrase('validationErrors.authority.expired', { subject: facts.subject });
    else if (!certificate.ca && !isOwn)
      problem ??= phrase('validationErrors.authority.ofServer', {
        subject: facts.subject,
        issuer: facts.issuer,
      });
    else vouching.push({ ...facts, pem: certificate.toString() });
  }
  if (vouching.length === 0) throw refusal(problem ?? phrase('validationErrors.authority.none'));
  if (vouching.length > mostAuthorities)
    throw refusal(phrase('validationErrors.authority.many', { most: mostAuthorities }));
  return vouching;
}
