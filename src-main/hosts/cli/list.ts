import { said, t } from '../../../src-shared/language/index.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import type { ListCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

const page = 200;
/** Finished downloads that are shown unless all are asked for. */
const few = 20;

/** `ferry list`: only reads, so it needs no password and works while another Ferry has the data folder. */
export function list(output: Output, { dataFolder, all }: ListCommand): ExitCode {
  const store = readJobStore(dataFolder);
  try {
    const { jobs, setAside } = store.open();
    for (const job of jobs) show(output, job);
    const limit = all ? page : few;
    let shown = 0;
    let total: number;
    do {
      const found = store.history({ offset: shown, limit });
      for (const job of found.jobs) show(output, job);
      shown += found.jobs.length;
      // Rows that can’t be read are counted but never come.
      total = found.jobs.length === 0 ? shown : found.total;
    } while (all && shown < total);
    if (shown < total) output.noted(t('terminal.list.older', { count: total - shown }));
    if (setAside > 0) output.noted(t('terminal.list.unreadable', { count: setAside }));
    if (jobs.length + shown === 0) output.noted(t('terminal.list.none'));
  } finally {
    store.close();
  }
  return exitCodes.saved;
}

function show(output: Output, { id, state, name, folder, changedAt, removal }: Job): void {
  // As good as removed.
  if (removal) return;
  const saved = state.is === 'saved' ? state : null;
  output.listed({
    id,
    state: state.is,
    ...(state.is === 'split' && { why: state.why }),
    name: said(name),
    folder: saved?.folder ?? folder,
    changedAt,
    size: saved?.size ?? null,
    sha256: saved?.sha256 ?? null,
  });
}
