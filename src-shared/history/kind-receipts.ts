import { z } from 'zod';
import type { ConnectionKind, JobRequest } from '../kinds/kind-table.ts';
import { t } from '../language/index.ts';

const itemSchema = z.object({
  id: z.string(),
  name: z.string().optional().meta({ description: 'As it was called then.' }),
  path: z.string().optional().meta({ description: 'The folders above it, as they were called then.' }),
});

/** What a receipt says of what was asked for, by the kind of the server. */
export const receiptAskedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alfresco'), items: z.array(itemSchema) }),
  z.object({
    kind: z.literal('bridge'),
    downloadType: z.string(),
    info: z.record(z.string(), z.unknown()).nullable(),
  }),
]);
type ReceiptAsked = z.infer<typeof receiptAskedSchema>;

interface KindReceipt<Request, Asked> {
  askedOf(request: Request): Asked;
  /** The same for people, a thing a line. */
  words(asked: Asked): string;
}

/** Things asked for that the page names; the rest is counted, so that it stays one sheet. */
const mostNamed = 8;

const rows: {
  [Kind in ConnectionKind]: KindReceipt<
    Extract<JobRequest, { kind: Kind }>,
    Extract<ReceiptAsked, { kind: Kind }>
  >;
} = {
  alfresco: {
    askedOf: ({ kind, nodeIds, names = {}, folders = {} }) => {
      const items = nodeIds.map((id) => ({
        id,
        ...(names[id] !== undefined && { name: names[id] }),
        ...(folders[id] !== undefined && { path: folders[id] }),
      }));
      return { kind, items };
    },
    words: ({ items }) => {
      const named = items
        .slice(0, mostNamed)
        .map(({ id, name, path }) => (path ? `${path.replace(/\/$/, '')}/${name ?? id}` : (name ?? id)))
        // Names have commas of their own.
        .join('\n');
      const more = items.length - mostNamed;
      return more > 0 ? t('receipt.more', { named, count: more }) : named;
    },
  },
  bridge: {
    askedOf: ({ kind, downloadType, info = null }) => ({ kind, downloadType, info }),
    words: ({ downloadType, info }) =>
      info ? `${downloadType} ${JSON.stringify(info).slice(0, 300)}` : downloadType,
  },
};

/** The row of a kind. Its functions take what is of that kind alone. */
export function kindReceiptOf(kind: ConnectionKind): KindReceipt<JobRequest, ReceiptAsked> {
  return rows[kind];
}
