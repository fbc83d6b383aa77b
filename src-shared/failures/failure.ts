import { z } from 'zod';
import { certificateFactsSchema } from '../certificate.ts';
import { cutText } from '../cut-text.ts';
import { phraseSchema } from '../language/words.ts';
import type { Phrase } from '../language/words.ts';

/** Every kind of failure; what follows from each is in `failure-table.ts`. */
export const failureKindSchema = z.enum([
  'offline',
  'unreachable',
  'untrusted',
  'client-certificate',
  'proxy-failed',
  'proxy-sign-in',
  'sign-in-needed',
  'sign-in-refused',
  'secret-missing',
  'unsupported',
  'server-removed',
  'other-account',
  'refused',
  'not-found',
  'bad-request',
  'empty-selection',
  'archived',
  'too-large',
  'busy',
  'server-error',
  'gateway',
  'cut',
  'protocol',
  'redirect-refused',
  'web-page',
  'silent',
  'cancelled-on-server',
  'failed-on-server',
  'corrupt',
  'no-space',
  'list-unsaved',
  'folder-unavailable',
  'file-locked',
  'file-missing',
  'risky-file',
  'invalid-input',
  'disconnected',
  'internal',
]);
export type FailureKind = z.infer<typeof failureKindSchema>;

/** One of several things asked for that the server won't give, and why. */
export const refusedItemSchema = z.object({
  id: z.string().min(1).max(200),
  /** What it is called, where that was known when it was asked for. */
  name: z.string().max(1000).optional(),
  why: /* @__PURE__ */ failureKindSchema.extract(['refused', 'not-found', 'bad-request']),
});
export type RefusedItem = z.infer<typeof refusedItemSchema>;

/** Those that a timeline names. */
export const refusedItemsSchema = z.array(refusedItemSchema);

/** Characters of a detail that isn't ours. */
const longestDetail = 300;

/** A failure as plain data: it is stored with the job, logged, and sent to the screen. It never holds a secret. */
export const failureSchema = z.object({
  kind: failureKindSchema,
  /** Ours as a phrase, or the server's or the system's own words, at most 300 characters, shown as text. */
  detail: z.union([z.string().max(longestDetail), phraseSchema]).optional(),
  /** `host:port` of the proxy that it is about. */
  at: z.string().max(300).optional(),
  /** The certificate that isn't trusted, as far as it was seen. */
  certificate: z.optional(certificateFactsSchema),
  /** HTTP status, where a server answered. */
  status: z.number().int().optional(),
  /** What the server asked us to wait, in seconds, already clamped. */
  retryAfter: z.number().nonnegative().optional(),
  /** For too-large: the server's limit; for no-space: what is free. Bytes. */
  limit: z.number().nonnegative().optional(),
  /** For too-large: the selection's size; for no-space: what is needed. Bytes. */
  size: z.number().nonnegative().optional(),
  /** For too-large: what the one thing is called that is too large by itself. */
  item: z.string().max(1000).optional(),
  /** Which of the things asked for it is about; `items` are the first of them only where a row is shown. */
  refused: z
    .object({
      asked: z.number().int(),
      count: z.number().int(),
      items: z.array(refusedItemSchema).max(10_000),
    })
    .optional(),
});
export type Failure = z.infer<typeof failureSchema>;

/** A failure on its way up as an exception. The message is its kind; `sentence` says it to people. */
export class FailedError extends Error {
  readonly failure: Failure;
  /** Whether a request that changes something may have reached the server although no answer came. */
  readonly answerLost: boolean;

  constructor(failure: Failure, options: { answerLost?: boolean } = {}) {
    super(failure.kind);
    this.name = 'FailedError';
    this.failure = failure;
    this.answerLost = options.answerLost ?? false;
  }
}

/** A refusal in the user's words, of what was typed or asked for; nothing was changed. */
export function refusal(detail: Phrase): FailedError {
  return new FailedError({ kind: 'invalid-input', detail });
}

/** The failure with all of it that a row can keep: a longer detail is cut, and what makes no sense (a length that is no number) left out. */
export function storable(failure: Failure): Failure {
  if (failureSchema.safeParse(failure).success) return failure;
  const { detail } = failure;
  const cut = { ...failure, ...(typeof detail === 'string' && { detail: cutText(detail, longestDetail) }) };
  const kept = Object.entries(failureSchema.shape).flatMap(([name, schema]) => {
    const value: unknown = cut[name as keyof Failure];
    return value !== undefined && schema.safeParse(value).success ? [[name, value] as const] : [];
  });
  return { kind: 'internal', ...(Object.fromEntries(kept) as Partial<Failure>) };
}

/**
 * The failure inside anything that was thrown, as a row can keep it; what Ferry didn't foresee becomes `internal`, without
 * its stack.
 */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof FailedError) return storable(thrown.failure);
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: 'internal', detail: cutText(detail, longestDetail) };
}

/** What something failed with, null where it went well. Rejects with anything else than a `FailedError`. */
export async function failureOf(work: () => unknown): Promise<Failure | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    if (thrown instanceof FailedError) return thrown.failure;
    throw thrown;
  }
}
