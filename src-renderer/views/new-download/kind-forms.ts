import type { Component } from 'svelte';
import type { ConnectionKind, JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { PickerState } from '../../state/picker.svelte.ts';
import ExportFields from './ExportFields.svelte';
import { ExportDraft } from './export-draft.svelte.ts';
import ItemFields from './ItemFields.svelte';
import ItemMore from './ItemMore.svelte';
import ItemOptions from './ItemOptions.svelte';
import { ItemsDraft } from './items-draft.svelte.ts';
import { filingFor } from './saved-path.ts';
import type { FieldsProps, RequestDraft } from './request-draft.ts';

/** How a kind of server is asked for something on the screen. */
interface KindForm<Request, Draft> {
  /** What is asked of one server, with what was asked for before. */
  begin(app: AppState, connectionId: string, before: Request | undefined): Draft;
  /** What was asked for before, as something to paste. */
  pastedOf(before: Request): string;
  /** What a draft is chosen and typed in. */
  Fields: Component<FieldsProps<Draft>>;
  /** How it is saved, beside where; null for one way only. */
  Options: Component<{ draft: Draft }> | null;
  /** Fields for what is seldom other than usual; null for none but what all have. */
  More: Component<{ draft: Draft }> | null;
}

type FormFor<Kind extends ConnectionKind, Draft> = KindForm<Extract<JobRequest, { kind: Kind }>, Draft>;

const alfresco: FormFor<'alfresco', ItemsDraft> = {
  begin: (app, connectionId) => {
    const { client, connections } = app;
    const examples = () =>
      connections.find(connectionId)?.demo ? connections.examples.map(({ id }) => id) : [];
    return new ItemsDraft(new PickerState(client, connectionId), examples, () =>
      filingFor(app, connectionId),
    );
  },
  pastedOf: ({ nodeIds }) => nodeIds.join('\n'),
  Fields: ItemFields,
  Options: ItemOptions,
  More: ItemMore,
};
const bridge: FormFor<'bridge', ExportDraft> = {
  begin: (app, connectionId, before) =>
    new ExportDraft(app.connections, connectionId, before, () => filingFor(app, connectionId)),
  pastedOf: () => '',
  Fields: ExportFields,
  Options: null,
  More: null,
};

const rows = { alfresco, bridge } satisfies Record<ConnectionKind, unknown>;

/** The form of a kind. It takes requests, and its fields drafts, of that kind alone. */
export function kindFormOf(kind: ConnectionKind): KindForm<JobRequest, RequestDraft> {
  return rows[kind] as unknown as KindForm<JobRequest, RequestDraft>;
}
