import File from '@lucide/svelte/icons/file';
import FileArchive from '@lucide/svelte/icons/file-archive';
import Table2 from '@lucide/svelte/icons/table-2';
import type { Component } from 'svelte';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { ConnectionKind } from '../../src-shared/kinds/kinds.ts';
import { isSingleDocument } from '../presentation/job-content.ts';

type Icon = Component<{ size?: number; strokeWidth?: number }>;

const icons: Record<ConnectionKind, (job: JobView) => Icon> = {
  alfresco: (job) => (isSingleDocument(job) ? File : FileArchive),
  bridge: () => Table2,
};

/** What stands for what a job brings, by the kind of its server. */
export function kindIcon(job: JobView): Icon {
  return icons[job.kind](job);
}
