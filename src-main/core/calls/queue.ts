import type { Handlers } from '../../../src-shared/contract.ts';
import { toFailure } from '../../../src-shared/failures/failure.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import type { BulkAction } from '../../../src-shared/job/job-view.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallParts } from './call-parts.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import type { Ports } from '../ports.ts';
import { targetFolder } from '../target-folder.ts';

type QueueCallName =
  'jobs.actOnMany' | 'jobs.actOnAll' | 'jobs.move' | 'jobs.setPriority' | 'jobs.setFolder' | 'jobs.remove';

/** The least distance between two places in the queue; a double has room for 10,000 jobs and some more beside it. */
const narrowest = 1e-9;

/** The calls about several jobs and their order. `act` is what a single job's call does. */
export function createQueueCalls(
  ports: Ports,
  parts: CallParts,
  act: (job: Job, action: BulkAction) => Promise<void>,
): Pick<Handlers, QueueCallName> {
  const { jobs, dispatcher } = parts;
  const found = (ids: string[]): Job[] => ids.flatMap((id) => jobs.get(id) ?? []);

  const move = (ids: string[], before: string | null): void => {
    const moving = new Set(ids);
    const queue = jobs.all();
    const moved = queue.filter((job) => moving.has(job.id));
    const rest = queue.filter((job) => !moving.has(job.id));
    const place = before === null ? -1 : rest.findIndex((job) => job.id === before);
    const at = place < 0 ? rest.length : place;
    const above = rest[at - 1]?.order ?? (rest[at]?.order ?? 0) - 1;
    const below = rest[at]?.order ?? above + moved.length + 1;
    const step = (below - above) / (moved.length + 1);
    const next = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
    jobs.amend(
      // Places between two others get ever narrower, and at last there are no more numbers between them.
      step > narrowest
        ? new Map(moved.map((job, index) => [job.id, { order: above + step * (index + 1) }]))
        : new Map(next.map((job, index) => [job.id, { order: index + 1 }])),
    );
    dispatcher.wake();
  };

  /** Saved files go first, so that a row never goes while its file stays against the wish. */
  const trash = async (job: Job): Promise<boolean> => {
    if (job.state.is !== 'saved' || !ports.desktop.trash) return false;
    const { folder, fileName } = job.state;
    try {
      await ports.desktop.trash(await ports.files.locate(folder, fileName));
      return true;
    } catch (thrown) {
      ports.log.event('moving to the trash failed', { jobId: job.id });
      const { kind } = toFailure(thrown);
      // What isn't there needn't be moved.
      if (kind === 'file-missing') return false;
      throw thrown;
    }
  };

  return {
    'jobs.actOnMany': async ({ jobIds, action }) => {
      let count = 0;
      const chosen = found(jobIds);
      // Whoever is put first last comes first: so several keep their order.
      if (action === 'moveFirst') chosen.sort((one, other) => other.order - one.order);
      const failures: unknown[] = [];
      for (const job of chosen) {
        const { actions } = parts.view(job);
        if (!actions.includes(action)) continue;
        try {
          await act(job, action);
          count += 1;
        } catch (thrown) {
          // One that can't be done is told of, and holds up none of the others.
          failures.push(thrown);
        }
      }
      if (failures.length > 0) throw failures[0];
      return { count };
    },
    'jobs.actOnAll': ({ action }) => {
      const changed = jobs.all().filter((job) => jobs.dispatch(job.id, { type: action }) !== job);
      return { count: changed.length };
    },
    'jobs.move': ({ jobIds, before }) => {
      move(jobIds, before);
      return {};
    },
    'jobs.setPriority': ({ jobIds, priority }) => {
      jobs.amend(new Map(jobIds.map((id) => [id, { priority }])));
      dispatcher.wake();
      return {};
    },
    'jobs.setFolder': async ({ jobId, folder: typed }) => {
      const job = jobs.get(jobId);
      if (!job || isFinal(job)) throw refusal(phrase('refusals.finished'));
      const folder = await targetFolder(ports, typed);
      await ports.files.makeFolder(folder);
      const moved = jobs.dispatch(jobId, { type: 'moveTo', folder });
      if (moved?.folder !== folder) throw refusal(phrase('refusals.beingSaved'));
      parts.space.forget(jobId);
      jobs.dispatch(jobId, { type: 'retry' });
      dispatcher.wake();
      return {};
    },
    'jobs.remove': async ({ jobIds, files }) => {
      const rows = found(jobIds);
      let trashed = 0;
      for (const job of rows) if (files && (await trash(job))) trashed += 1;
      for (const job of rows) if (!isFinal(job)) jobs.dispatch(job.id, { type: 'cancel' });
      // One whose request is out, or that is being saved, has no end yet: its row stays until it has.
      const ended = rows.filter((job) => isFinal(jobs.get(job.id) ?? job));
      const ids = ended.map((job) => job.id);
      if (ids.length > 0) {
        jobs.forget(ids);
        // The row knows where the unfinished file is: it goes last, so that after a kill the next start removes both.
        await parts.effects.settled(ids);
        ports.store.remove(ids);
        parts.publish('history.changed', {});
      }
      return { removed: ids.length, kept: rows.length - ids.length, trashed };
    },
  };
}
