import { z } from 'zod';
import { failureSchema } from '../failures/failure.ts';

const bytes = z.number().nonnegative();

/** Where a saved file is, as far as that can be seen without reading it. */
export const presenceSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('there') }),
  /** Of the same size, but written since; milliseconds since 1970. Whether it changed, only reading it tells. */
  z.object({ is: z.literal('touched'), modifiedAt: z.number() }),
  z.object({ is: z.literal('changed'), size: bytes }),
  /** Moved or deleted. */
  z.object({ is: z.literal('missing') }),
  /** Its folder can't be looked into: its drive isn't connected, or doesn't answer. */
  z.object({ is: z.literal('away'), failure: failureSchema }),
]);
export type Presence = z.infer<typeof presenceSchema>;

/** What reading a saved file from its first to its last byte says. `at` in milliseconds since 1970. */
export const fileCheckSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('whole'), at: z.number() }),
  z.object({ is: z.literal('changed'), at: z.number(), size: bytes, sha256: z.string() }),
]);
export type FileCheck = z.infer<typeof fileCheckSchema>;
