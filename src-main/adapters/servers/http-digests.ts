import type { IncomingHttpHeaders } from 'node:http';
import { parseDictionary } from 'structured-headers';
import type { Digest, DigestAlgorithm } from '../../core/ports.ts';
import { codingOf } from './http-content.ts';

/** Bytes of a digest. */
const lengths: Record<DigestAlgorithm, number> = {
  'sha-256': 32,
  'sha-512': 64,
  'sha-1': 20,
  md5: 16,
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
};

/** The algorithms of RFC 9530 that are good for anything (its section 5 deprecates the others). */
const representation: readonly DigestAlgorithm[] = ['sha-256', 'sha-512'];

/** Headers with which storages of S3's kind tell an object's checksum. */
const storage: readonly [string, DigestAlgorithm][] = [
  ['x-amz-checksum-sha256', 'sha-256'],
  ['x-amz-checksum-sha1', 'sha-1'],
  ['x-amz-checksum-crc32', 'crc32'],
  ['x-amz-checksum-crc32c', 'crc32c'],
  ['x-amz-checksum-crc64nvme', 'crc64nvme'],
];

function digest(algorithm: DigestAlgorithm, bytes: Uint8Array): Digest[] {
  return bytes.length === lengths[algorithm] ? [{ algorithm, hex: Buffer.from(bytes).toString('hex') }] : [];
}

/** A checksum of parts is `BASE64-N` (`N` parts): that says nothing of the whole, and is no Base64. */
function base64Digest(algorithm: DigestAlgorithm, header: string | string[] | undefined): Digest[] {
  const text = typeof header === 'string' ? header.trim() : '';
  return /^[A-Za-z0-9+/]{4,}={0,2}$/.test(text) ? digest(algorithm, Buffer.from(text, 'base64')) : [];
}

function representationDigests(header: string | string[] | undefined): Digest[] {
  if (typeof header !== 'string') return [];
  try {
    const told = parseDictionary(header);
    return representation.flatMap((algorithm) => {
      const value: unknown = told.get(algorithm)?.[0];
      return value instanceof ArrayBuffer ? digest(algorithm, new Uint8Array(value)) : [];
    });
  } catch {
    return [];
  }
}

/**
 * What an answer says that the whole file hashes to: `Repr-Digest` (RFC 9530), `Content-MD5` (RFC 2616 section 14.15)
 * and the checksums of S3. Of the last two only a whole answer's, because with a part they may be the part's. Nothing
 * of what comes encoded, because the digests are then of the encoded bytes. What can't be read is left out.
 */
export function digestsOf({ status, headers }: { status: number; headers: IncomingHttpHeaders }): Digest[] {
  if (codingOf(headers) !== 'identity') return [];
  const told = representationDigests(headers['repr-digest']);
  if (status !== 200) return told;
  told.push(...base64Digest('md5', headers['content-md5']));
  for (const [name, algorithm] of storage) told.push(...base64Digest(algorithm, headers[name]));
  // Told twice in different ways, the first is enough.
  return told.filter((one, index) => told.findIndex((other) => other.algorithm === one.algorithm) === index);
}
