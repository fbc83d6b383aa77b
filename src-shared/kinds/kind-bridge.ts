import { z } from 'zod';
import type { KindRow } from './kind-row.ts';

/** What is asked of a Bridge: an export of a type that it has, with parameters of its own. */
export const bridgeRequestSchema = z.object({
  kind: z.literal('bridge'),
  downloadType: z.string().min(1).max(200),
  info: z.record(z.string(), z.unknown()).optional(),
});
export type ExportRequest = z.infer<typeof bridgeRequestSchema>;

export const bridgeAskedSchema = z.object({ kind: z.literal('bridge'), downloadType: z.string() });

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
  asked: ({ kind, downloadType }) => ({ kind, downloadType }),
  nameOf: ({ downloadType }) => downloadType,
  keyOf: ({ downloadType, info }) => canonical([downloadType, info ?? null]),
  countOf: () => 1,
  typeOf: ({ downloadType }) => downloadType,
  packsZips: false,
  hasItems: false,
  hasUsers: false,
  canCancel: false,
  splitting: null,
};
