import { z } from 'zod';
import type { Counters } from '../../../src-shared/job/job.ts';
import { words } from './http-failures.ts';
import type { JsonBody } from './http-body.ts';

/*
 * What Ferry reads of Bridge's answers; everything else is dropped. The Downloads API documents the fields `id`,
 * `download_type`, `user_id`, `state` and `url`, all of them texts; a sibling resource has numbers for ids, so that
 * numbers are taken as well, and nothing but the `download` itself is relied on.
 */

const textSchema = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .nullish()
  .catch(null)
  .transform((text) => text ?? null);

/** `{"download":{…}}`. */
export const downloadSchema = z.object({
  download: z.object({ id: textSchema, download_type: textSchema, state: textSchema, url: textSchema }),
});
export type BridgeDownload = z.infer<typeof downloadSchema>['download'];

/** Bridge tells nothing of how far it is. */
export const noCounters: Counters = { filesDone: null, filesTotal: null, bytesDone: null, bytesTotal: null };

/** What a state means. `finished`: it may be ready, which only the file itself can tell. */
export type BridgeVerdict = 'ready' | 'finished' | 'cancelled' | 'failed' | 'waiting';

const finished = new Set(['complete', 'completed', 'finished', 'succeeded']);
const cancelled = new Set(['cancelled', 'canceled']);
const failed = new Set(['failed', 'fail', 'error', 'errored', 'aborted', 'expired', 'deleted']);

/**
 * Only `done` is documented, with a `url` that is null in every other state. The other words are those of Bridge's
 * sibling resources and of servers like it; an unknown word means waiting, never an end.
 */
export function verdictOf({ state, url }: Pick<BridgeDownload, 'state' | 'url'>): BridgeVerdict {
  const word = (state ?? '').trim().toLowerCase();
  if (word === 'done') return url !== null && url.trim() !== '' ? 'ready' : 'finished';
  if (finished.has(word)) return 'finished';
  if (cancelled.has(word)) return 'cancelled';
  return failed.has(word) ? 'failed' : 'waiting';
}

/** The server's own word for where it is; empty where it tells none. */
export const wordOf = ({ state }: Pick<BridgeDownload, 'state'>): string => words(state ?? '').slice(0, 100);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The texts of one error: a sentence, or an object with a title and a detail. */
function textsOf(error: unknown): string[] {
  if (typeof error === 'string') return [error];
  if (!isRecord(error)) return [];
  const texts = [error['title'], error['detail'], error['message']].filter(
    (text): text is string => typeof text === 'string' && text.trim() !== '',
  );
  return texts.length === 0 && typeof error['code'] === 'string' ? [error['code']] : texts;
}

/**
 * What the server says of an error; undefined if nothing. Errors aren't documented: a working client reads
 * `{"errors":[{"code","title","detail"}]}` and meets other text and empty bodies too.
 */
export function bridgeWordsOf(body: JsonBody): string | undefined {
  if (body.is === 'other') return words(body.text) || undefined;
  if (body.is !== 'json' || !isRecord(body.value)) return undefined;
  const { errors, error, message } = body.value;
  const list: unknown[] = isRecord(errors) ? Object.values(errors).flat() : [errors].flat();
  const [first = []] = [...list, error, message].map(textsOf).filter((texts) => texts.length > 0);
  return words([...new Set(first)].join(': ')) || undefined;
}
