import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate } from 'node:tls';
import type { CertificateFacts } from '../../../src-shared/certificate.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { words } from './http-failures.ts';

/** A distinguished name as people say it: its common name, else its organisation, else all of it in a line. */
function nameIn(distinguished: string): string {
  const part = (key: string): string | undefined => new RegExp(`^${key}=(.+)$`, 'm').exec(distinguished)?.[1];
  return words(part('CN') ?? part('O') ?? distinguished);
}

/** What people compare of a certificate. Text in it is anybody's, so that it is cleaned for showing. */
export function factsOf(certificate: X509Certificate): CertificateFacts {
  const { subject, issuer, subjectAltName, validFromDate, validToDate, fingerprint256 } = certificate;
  return {
    subject: subject ? nameIn(subject) : words(subjectAltName ?? ''),
    issuer: nameIn(issuer),
    validFrom: validFromDate.getTime(),
    validTo: validToDate.getTime(),
    fingerprint: fingerprint256,
  };
}

/** Makers of proxies and virus scanners that open TLS: their authorities have these names. */
const inspectors =
  /zscaler|netskope|palo alto|fortinet|fortigate|blue ?coat|symantec web|forcepoint|websense|umbrella|sophos|skyhigh|mcafee|check ?point|iboss|menlo|barracuda|watchguard|kaspersky|bitdefender|eset ssl|avast|avg web/i;

/** What can be said of a server's certificate that isn't trusted, once it was seen. */
export function judged(failure: Failure, presented: DetailedPeerCertificate): Failure {
  const certificate = factsOf(new X509Certificate(presented.raw));
  const reason = typeof failure.detail === 'object' ? failure.detail.name : '';
  if (!/\.(unknownAuthority|withoutAuthority)$/.test(reason)) return { ...failure, certificate };
  const { issuer } = certificate;
  if (inspectors.test(issuer))
    return { ...failure, certificate, detail: phrase('failureDetails.certificate.inspected', { issuer }) };
  // OpenSSL's codes for these depend on what else is trusted.
  const isAlone = (presented.issuerCertificate as DetailedPeerCertificate | undefined) === undefined;
  const name = isAlone
    ? 'failureDetails.certificate.withoutAuthority'
    : 'failureDetails.certificate.unknownAuthority';
  return { ...failure, certificate, detail: phrase(name) };
}
