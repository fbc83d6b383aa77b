import { z } from 'zod';

const serverSchema = z.object({ name: z.string(), address: z.string(), version: z.string().nullable() });

/** What the server of a job was called, and was, when it took the request last; null where its log doesn't tell. */
export function serverThen(
  log: readonly { event: string; detail: Record<string, unknown> }[],
): z.output<typeof serverSchema> | null {
  const taken = log.findLast(({ event }) => event === 'accepted' || event === 'acceptedReady');
  return serverSchema.safeParse(taken?.detail['server']).data ?? null;
}
