import { z } from 'zod';
import { alfresco, alfrescoAskedSchema, alfrescoRequestSchema } from './kind-alfresco.ts';
import { bridge, bridgeAskedSchema, bridgeRequestSchema } from './kind-bridge.ts';
import type { KindRow } from './kind-row.ts';
import { connectionKinds } from './kinds.ts';
import type { ConnectionKind } from './kinds.ts';

export type { ConnectionKind };

export const connectionKindSchema = z.enum(connectionKinds);

/** What was asked of the server. */
export const jobRequestSchema = z.discriminatedUnion('kind', [alfrescoRequestSchema, bridgeRequestSchema]);
export type JobRequest = z.infer<typeof jobRequestSchema>;

/** What was asked, short enough to be sent with every change of a row. */
export const askedSchema = z.discriminatedUnion('kind', [alfrescoAskedSchema, bridgeAskedSchema]);
export type Asked = z.infer<typeof askedSchema>;

/** What a table by kind has for one kind, where the kind is known as such only while it runs. */
type RowFor<Kind extends ConnectionKind> = KindRow<
  Extract<JobRequest, { kind: Kind }>,
  Extract<Asked, { kind: Kind }>
>;

const rows: { [Kind in ConnectionKind]: RowFor<Kind> } = { alfresco, bridge };

/** The row of a kind. Its functions take requests of that kind alone: those whose `kind` it was found by. */
export function kindOf(kind: ConnectionKind): KindRow<JobRequest, Asked> {
  return rows[kind];
}
