import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { DigestAlgorithm, PartHashes } from '../../core/ports.ts';

/** The messages to a hashing thread. Those of a stream are handled in their order; `begin` is awaited before the next. */
export type HashOrder = { order: number; stream: number } & (
  | { do: 'begin'; plan: HashPlan }
  /** Both threads see the same bytes: nothing is copied. */
  | { do: 'add'; bytes: Uint8Array }
  | { do: 'state' }
  | { do: 'digests' }
  | { do: 'end' }
);

/** Each order's answer; order 0 is the thread's word that it has started. */
export type HashAnswer = { order: number } & ({ result: unknown } | { error: string });

/** What of a row of bytes is hashed. */
export interface HashPlan {
  /** Bytes of a piece that is hashed by itself; null hashes no pieces. */
  pieceBytes: number | null;
  piecesBy: PieceAlgorithm;
  /** Whether all bytes together are hashed with SHA-256. */
  whole: boolean;
  /** Other digests of the whole row. */
  also: DigestAlgorithm[];
}

/** The hashes, as hex, of all bytes so far. */
export interface HashState {
  /** Of each whole piece, by the plan's algorithm. */
  pieces: string[];
  /** The same of the bytes behind the last whole piece; null when there are none, or no pieces are hashed. */
  tail: string | null;
  /** SHA-256 of all bytes; null unless the plan asks for it. */
  whole: string | null;
}

export type Digests = Partial<Record<DigestAlgorithm, string>>;

/** A checksum that is fed bit by bit; `digest`, as hex, ends it. */
interface Digester {
  update(bytes: Uint8Array): unknown;
  digest(): string;
}

/** The polynomials of the Rocksoft catalogue's CRC-32/ISCSI and CRC-64/NVME, reflected, as hex. */
const crc32cPolynomial = 0x82f63b78;
const crc64NvmePolynomial = '9a6c9329ac4bc9b5';

const nodeNames = { 'sha-256': 'sha256', 'sha-512': 'sha512', 'sha-1': 'sha1', md5: 'md5' } as const;

async function digester(algorithm: DigestAlgorithm): Promise<Digester> {
  if (algorithm === 'crc32') return crc32Digester();
  if (algorithm === 'crc32c') return (await import('hash-wasm')).createCRC32(crc32cPolynomial);
  if (algorithm === 'crc64nvme') return (await import('hash-wasm')).createCRC64(crc64NvmePolynomial);
  const hash = createHash(nodeNames[algorithm]);
  return { update: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') };
}

function crc32Digester(): Digester {
  let sum = 0;
  return {
    update: (bytes) => (sum = crc32(bytes, sum)),
    digest: () => sum.toString(16).padStart(8, '0'),
  };
}

/** A piece's checksum while its bytes come; `peek`, as hex, doesn't end it. */
interface PieceChecksum {
  update(bytes: Uint8Array): void;
  peek(): string;
}

/**
 * The checksum of pieces: it has to show what a disk did to them, not what an attacker could do.
 * Earlier versions of Ferry took SHA-256, and what they began is gone on with by it.
 */
export type PieceAlgorithm = 'crc32' | 'sha-256';

const sha256Length = 64;

/** By what these pieces were hashed. */
export function algorithmOf({ pieces, tail }: PartHashes): PieceAlgorithm {
  return [...pieces, tail].some((hash) => hash?.length === sha256Length) ? 'sha-256' : 'crc32';
}

function checksum(algorithm: PieceAlgorithm): PieceChecksum {
  if (algorithm === 'sha-256') {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), peek: () => hash.copy().digest('hex') };
  }
  const digester = crc32Digester();
  return { update: (bytes) => void digester.update(bytes), peek: () => digester.digest() };
}

/** Hashes a row of bytes piece by piece and as a whole, in the thread that calls it. */
export class PieceHasher {
  readonly #plan: HashPlan;
  readonly #also: Map<DigestAlgorithm, Digester>;
  readonly #pieces: string[] = [];
  readonly #whole: Hash | null;
  #piece: PieceChecksum;
  /** Bytes in the piece that is being filled. */
  #filled = 0;

  private constructor(plan: HashPlan, also: Map<DigestAlgorithm, Digester>) {
    this.#plan = plan;
    this.#also = also;
    this.#whole = plan.whole ? createHash('sha256') : null;
    this.#piece = checksum(plan.piecesBy);
  }

  static async begin(plan: HashPlan): Promise<PieceHasher> {
    const also = new Map<DigestAlgorithm, Digester>();
    for (const algorithm of plan.also) also.set(algorithm, await digester(algorithm));
    return new PieceHasher(plan, also);
  }

  update(bytes: Uint8Array): void {
    for (const digest of this.#also.values()) digest.update(bytes);
    this.#whole?.update(bytes);
    const { pieceBytes } = this.#plan;
    if (pieceBytes === null) return;
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + pieceBytes - this.#filled);
      this.#piece.update(part);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === pieceBytes) this.#endPiece();
    }
  }

  state(): HashState {
    return {
      pieces: [...this.#pieces],
      tail: this.#filled > 0 ? this.#piece.peek() : null,
      whole: this.#whole?.copy().digest('hex') ?? null,
    };
  }

  /** The plan's other digests, as hex. Ends the hashing. */
  digests(): Digests {
    return Object.fromEntries([...this.#also].map(([algorithm, digest]) => [algorithm, digest.digest()]));
  }

  #endPiece(): void {
    this.#pieces.push(this.#piece.peek());
    this.#piece = checksum(this.#plan.piecesBy);
    this.#filled = 0;
  }
}
