import { z } from 'zod';
import { cutText } from '../cut-text.ts';
import type { KindRow } from './kind-row.ts';

/** What is asked of a Bridge: an export of a type that it has, with parameters of its own. */
export const bridgeRequestSchema = z.object({
  kind: z.literal('bridge'),
  downloadType: z.string().min(1).max(200),
  info: z.record(z.string(), z.unknown()).optional(),
});
export type ExportRequest = z.infer<typeof bridgeRequestSchema>;

export const bridgeAskedSchema = z.object({
  kind: z.literal('bridge'),
  downloadType: z.string(),
  /** Its parameters in one line, which tells two exports of a type apart; absent where there are none. */
  parameters: z.string().optional(),
});

/** A row carries so many characters of the parameters. */
const longestInfo = 200;

/** `from: 2026-01-01, only: [1, 2]` */
function lineOf(info: ExportRequest['info']): string {
  const told = Object.entries(info ?? {}).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return cutText(told.join(', '), longestInfo);
}

/** The same text for the same data, in whatever order its fields stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

export const bridge: KindRow<ExportRequest, z.infer<typeof bridgeAskedSchema>> = {
  label: 'Bridge',
  asked: ({ kind, downloadType, info }) => {
    const line = lineOf(info);
    return { kind, downloadType, ...(line !== '' && { parameters: line }) };
  },
  nameOf: ({ downloadType }) => downloadType,
  keyOf: ({ downloadType, info }) => canonical([downloadType, info ?? null]),
  pathsOf: () => [],
  countOf: () => 1,
  parametersOf: ({ info }) => (info ? JSON.stringify(info) : ''),
  typeOf: ({ downloadType }) => downloadType,
  packsZips: false,
  hasItems: false,
  hasUsers: false,
  canCancel: false,
  splitting: null,
};
