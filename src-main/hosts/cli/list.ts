import { join } from 'node:path';
import { said, t } from '../../../src-shared/language/index.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import { readConnections, readSettings } from '../../adapters/config-conf.ts';
import { filedAs, filingOf } from '../../core/filed-as.ts';
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
  const byId = new Map(readConnections(dataFolder).map((connection) => [connection.id, connection]));
  const connections: Parameters<typeof filingOf>[2] = {
    find: (id) => byId.get(id) ?? null,
    nameOf: (id) => byId.get(id)?.ownName ?? byId.get(id)?.name ?? phrase('common.unknownServer'),
  };
  const settings = readSettings(dataFolder);
  const parts = { config: { settings: () => settings }, say: said };
  const store = readJobStore(dataFolder);
  const show = (job: Job, isIdle = false): void => {
    if (isHidden(job)) return;
    const { folders } = filedAs(job, null, filingOf(job, parts, connections), said);
    print(output, job, { folder: join(job.folder, ...folders), isIdle });
  };
  try {
    const { jobs, setAside } = store.open();
    const goingOn = jobs.filter(goesOn);
    const isIdle = goingOn.length > 0 && !(await isHeldBehindDoor(dataFolder));
    for (const job of jobs) show(job, isIdle);
    const limit = all ? page : few;
    let shown = 0;
    let total: number;
    do {
      const found = store.history({ offset: shown, limit });
      for (const job of found.jobs) show(job);
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

/** As good as removed, or a group that was: of those the history keeps the parts alone. */
function isHidden({ removal, unlisted, state }: Job): boolean {
  return removal !== undefined || (unlisted === true && state.is === 'split');
}

/**
 * @param folder where it goes unless it is saved already
 * @param isIdle no Ferry runs that would do its part: a server that prepares works all the same
 */
function print(output: Output, job: Job, { folder, isIdle }: { folder: string; isIdle: boolean }): void {
  const { id, state, name, changedAt } = job;
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
