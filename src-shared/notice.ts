import { z } from 'zod';
import { jobViewSchema } from './job/job-view.ts';

const what = {
  id: z.string(),
  /** When it happened, milliseconds since 1970. */
  at: z.number(),
};

/** Something that the user should hear of: a download that came to its end or needs them, a server that does. */
export const noticeSchema = z.discriminatedUnion('about', [
  /** Its state says what happened: it is `saved`, `failed`, `expired` or `unsure`. */
  z.object({ about: z.literal('job'), ...what, job: jobViewSchema }),
  z.object({ about: z.literal('server'), ...what, connectionId: z.string() }),
]);
export type Notice = z.infer<typeof noticeSchema>;
