import fc from 'fast-check';
import type { DiskCall, PowerCut } from '../../fakes/faulty-disk.ts';

/** What the server does with a request for the file's bytes. `at` is a share of the file, 0 to 1. */
export type ByteAnswer =
  | { is: 'right' }
  | { is: 'cut'; at: number; by: 'fin' | 'rst' }
  | { is: 'status'; line: string }
  | { is: 'page'; status: string }
  /** Without a Content-Length, cut or not: nobody can tell. */
  | { is: 'unframed'; at: number; by: 'fin' | 'rst' }
  | { is: 'chunked'; at: number }
  /** The whole file whatever was asked for. */
  | { is: 'whole' }
  /** A part that begins elsewhere than was asked for, and says so. */
  | { is: 'elsewhere'; by: number }
  /** Says that the total is another. */
  | { is: 'otherTotal'; by: number }
  /** A Content-Length that is wrong by so many bytes. */
  | { is: 'wrongLength'; by: number }
  | { is: 'shortPart'; at: number }
  | { is: 'compressed' }
  /** The file is another one from now on, of the same size or not. */
  | { is: 'replaced'; grows: boolean };

/** Where the process ends. Counted from the start of each life of the program. */
export type Kill =
  | { at: 'disk'; call: DiskCall; nth: number; when: 'before' | 'after' }
  | { at: 'store'; nth: number; when: 'before' | 'after' }
  | { at: 'bytes'; nth: number };

/** What befalls one life of the program, and how it ends: by a kill, or by a power cut. */
export interface Life {
  kill: Kill;
  power: PowerCut | null;
}

/** One case of the model: a file, answers in their order, and ends of the program in their order. */
export interface Case {
  /** Bytes. */
  size: number;
  answers: ByteAnswer[];
  lives: Life[];
}

/** Even over the file: an arbitrary double is nearly always next to nothing. */
const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
const end = fc.constantFrom('fin' as const, 'rst' as const);
const few = fc.integer({ min: 1, max: 5000 });

const cut = fc.record({ is: fc.constant('cut' as const), at: share, by: end });

const byteAnswer: fc.Arbitrary<ByteAnswer> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ is: fc.constant('right' as const) }) },
  { weight: 2, arbitrary: cut },
  fc.record({
    is: fc.constant('status' as const),
    line: fc.constantFrom(
      '429 Too Many Requests',
      '500 Internal Server Error',
      '502 Bad Gateway',
      '503 Service Unavailable',
      '416 Range Not Satisfiable',
      '412 Precondition Failed',
      '304 Not Modified',
      '204 No Content',
      '205 Reset Content',
    ),
  }),
  fc.record({ is: fc.constant('page' as const), status: fc.constantFrom('200 OK', '206 Partial Content') }),
  fc.record({ is: fc.constant('unframed' as const), at: share, by: end }),
  fc.record({ is: fc.constant('chunked' as const), at: share }),
  fc.record({ is: fc.constant('whole' as const) }),
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('elsewhere' as const),
      by: fc.integer({ min: -5000, max: 5000 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('otherTotal' as const), by: few }) },
  fc.record({ is: fc.constant('wrongLength' as const), by: fc.integer({ min: -5000, max: 5000 }) }),
  fc.record({ is: fc.constant('shortPart' as const), at: share }),
  fc.record({ is: fc.constant('compressed' as const) }),
  { weight: 4, arbitrary: fc.record({ is: fc.constant('replaced' as const), grows: fc.boolean() }) },
);

const when = fc.constantFrom('before' as const, 'after' as const);
const kept = fc.constantFrom('lost' as const, 'kept' as const);

const kill: fc.Arbitrary<Kill> = fc.oneof(
  fc.record({
    at: fc.constant('disk' as const),
    call: fc.constantFrom<DiskCall>(
      'open',
      'write',
      'datasync',
      'sync',
      'link',
      'unlink',
      'truncate',
      'read',
      'close',
    ),
    nth: fc.integer({ min: 1, max: 8 }),
    when,
  }),
  fc.record({ at: fc.constant('store' as const), nth: fc.integer({ min: 1, max: 14 }), when }),
  fc.record({ at: fc.constant('bytes' as const), nth: fc.integer({ min: 1, max: 3 }) }),
);

/** Cases of all kinds. Sizes go around the borders of checkpoints and pieces, and down to nothing. */
export const anyCase: fc.Arbitrary<Case> = fc.record({
  size: fc.oneof(
    fc.constantFrom(0, 1, 524_287, 524_288, 524_289, 1_048_576, 2_097_153),
    fc.integer({ min: 2, max: 4_000_000 }),
  ),
  // Most lies are about a rest: a cut comes first, so that there is one.
  answers: fc
    .array(fc.tuple(fc.option(cut, { freq: 3 }), byteAnswer), { maxLength: 4 })
    .map((pairs) => pairs.flat().filter((answer) => answer !== null)),
  lives: fc.array(
    fc.record({
      kill,
      power: fc.option(fc.record({ bytes: kept, names: kept }), { nil: null }),
    }),
    { maxLength: 4 },
  ),
});
