import type { HashPlan } from './piece-hasher.ts';

/** What a hashing thread is told. Orders of a stream are obeyed in their order; `begin` is awaited before the next. */
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
