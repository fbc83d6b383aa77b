import type { Component } from 'svelte';
import type { ConnectionKind, JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import DocumentFields from './DocumentFields.svelte';
import { DocumentDraft } from './document-draft.svelte.ts';
import ExportFields from './ExportFields.svelte';
import { ExportDraft } from './export-draft.svelte.ts';
import type { FieldsProps, RequestDraft } from './request-draft.ts';

/** How a kind of server is asked for something on the screen. */
interface KindForm<Request, Draft> {
  /** Begins with what was asked for before, or with what was pasted. */
  begin(before: Request | undefined, pasted: string): Draft;
  /** The fields that a draft is typed into. */
  Fields: Component<FieldsProps<Draft>>;
}

type FormFor<Kind extends ConnectionKind, Draft> = KindForm<Extract<JobRequest, { kind: Kind }>, Draft>;

const alfresco: FormFor<'alfresco', DocumentDraft> = {
  begin: (before, pasted) => new DocumentDraft(before, pasted),
  Fields: DocumentFields,
};
const bridge: FormFor<'bridge', ExportDraft> = {
  begin: (before) => new ExportDraft(before),
  Fields: ExportFields,
};

const rows = { alfresco, bridge } satisfies Record<ConnectionKind, unknown>;

/** The form of a kind. It takes requests, and its fields drafts, of that kind alone. */
export function kindFormOf(kind: ConnectionKind): KindForm<JobRequest, RequestDraft> {
  return rows[kind] as unknown as KindForm<JobRequest, RequestDraft>;
}
