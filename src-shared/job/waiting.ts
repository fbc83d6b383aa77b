import { z } from 'zod';
import { failureSchema } from '../failures/failure.ts';

/** What a job waits for although nothing is wrong with it: a gate, a slot, a time. Derived, never stored. */
export const waitingForSchema = z.discriminatedUnion('for', [
  /** Its connection: needs a sign-in, can't be reached, isn't trusted. `nextAt`: when Ferry looks again by itself. */
  z.object({
    for: z.literal('connection'),
    failure: failureSchema,
    since: z.number(),
    nextAt: z.optional(z.number()),
  }),
  /** This machine's network. */
  z.object({ for: z.literal('network'), since: z.number() }),
  /** Space, or a folder that can be written to. */
  z.object({ for: z.literal('folder'), failure: failureSchema, since: z.number() }),
  /** Others are served first. `ahead` counts them. */
  z.object({ for: z.literal('slot'), ahead: z.number().int().nonnegative() }),
  /** The next try after a failure, milliseconds since 1970. */
  z.object({ for: z.literal('retry'), at: z.number(), failure: z.nullable(failureSchema) }),
  /** The server shows no progress since that time, milliseconds since 1970. */
  z.object({ for: z.literal('progress'), since: z.number() }),
]);
export type WaitingFor = z.infer<typeof waitingForSchema>;
