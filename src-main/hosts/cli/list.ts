import { said, t } from '../../../src-shared/language/index.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import { stateOf } from '../../../src-shared/job/job-states.ts';
import { isHeldBehindDoor } from '../door/join-holder.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import type { ListCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

const page = 200;
/** Finished downloads that are shown unless all are asked for. */
const few = 20;

/** `ferry list`: only reads, so it needs no password and works while another Ferry has the data folder. */
export async function list(output: Output, { dataFolder, all }: ListCommand): Promise<ExitCode> {
  const store = readJobStore(dataFolder);
  try {
    const { jobs, setAside } = store.open();
    const goingOn = jobs.filter(goesOn);
    const isIdle = goingOn.length > 0 && !(await isHeldBehindDoor(dataFolder));
    for (const job of jobs) show(output, job, isIdle);
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
    if (isIdle) output.noted(t('terminal.list.idle', { count: goingOn.length }));
    if (setAside > 0) output.noted(t('terminal.list.unreadable', { count: setAside }));
    if (jobs.length + shown === 0) output.noted(t('terminal.list.none'));
  } finally {
    store.close();
  }
  return exitCodes.saved;
}

/** What a Ferry that runs would go on with by itself. */
function goesOn(job: Job): boolean {
  const { work, waitsFor } = stateOf(job);
  return !job.removal && (work !== null || waitsFor !== null);
}

/** @param isIdle no Ferry runs that would do its part: a server that prepares works all the same */
function show(output: Output, job: Job, isIdle = false): void {
  const { id, state, name, folder, changedAt, removal } = job;
  // As good as removed.
  if (removal) return;
  const { work } = stateOf(job);
  const saved = state.is === 'saved' ? state : null;
  output.listed({
    id,
    state: state.is,
    isInterrupted: isIdle && work !== null && work !== 'poll',
    ...(state.is === 'split' && { why: state.why }),
    name: said(name),
    folder: saved?.folder ?? folder,
    changedAt,
    size: saved?.size ?? null,
    sha256: saved?.sha256 ?? null,
  });
}
