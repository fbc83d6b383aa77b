import { z } from 'zod';

/** What people compare of a certificate. */
export const certificateFactsSchema = z.object({
  /** The name it is for, as far as it has one: the common name, or all of the subject in a line. */
  subject: z.string().max(500),
  /** Who vouches for it, likewise. */
  issuer: z.string().max(500),
  /** Milliseconds since 1970. */
  validFrom: z.number(),
  validTo: z.number(),
  /** SHA-256 of the certificate, in hex with colons. */
  fingerprint: z.string().max(100),
});
export type CertificateFacts = z.infer<typeof certificateFactsSchema>;

/** An authority that the user chose for one server. Certificates are public. */
export const authoritySchema = /* @__PURE__ */ certificateFactsSchema.extend({
  /** The certificate itself, PEM. */
  pem: z.string().max(20_000),
});
export type Authority = z.infer<typeof authoritySchema>;
