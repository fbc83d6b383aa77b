import type { Handlers } from '../../../src-shared/contract.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import type { BulkAction } from '../../../src-shared/job/job-view.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallParts } from './call-parts.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import type { Ports } from '../ports.ts';
import type { Jobs } from '../jobs.ts';
import { inSlices } from '../slices.ts';
import { targetFolder } from '../target-folder.ts';

type QueueCallName =
  | 'jobs.actOnMany'
  | 'jobs.actOnAll'
  | 'jobs.move'
  | 'jobs.setPriority'
  | 'jobs.setFolder'
  | 'jobs.remove'
  | 'jobs.removeLater'
  | 'jobs.takeBack'
  | 'removals.list';

/** The least distance between two places in the queue; a double has room for 10,000 jobs and some more beside it. */
const narrowest = 1e-9;

const idsOf = (some: Job[]): string[] => some.map(({ id }) => id);

type Places = Map<string, Partial<Pick<Job, 'order' | 'priority'>>>;

/** What these jobs wait for besides their time is looked at at once. */
export function lookAgain({ folders, space }: CallParts, some: Job[]): void {
  for (const folder of new Set(some.map((job) => job.folder))) folders.checkNow(folder);
  for (const { id } of some) space.checkNow(id);
}

/** What puts jobs before all others, keeping their own order. */
export function placesInFront(jobs: Jobs, chosen: Job[]): Places {
  const others = jobs.all().filter((job) => !isFinal(job));
  const isOutranked = others.some((other) => other.priority === 'high');
  const first = others.reduce((least, { order }) => Math.min(least, order), Infinity) - chosen.length;
  const inOrder = [...chosen].sort((one, other) => one.order - other.order);
  return new Map(
    inOrder.map(({ id }, index) => [
      id,
      { order: first + index, ...(isOutranked && { priority: 'high' as const }) },
    ]),
  );
}

/** The calls about several jobs and their order. `act` is what a single job's call does. */
export function createQueueCalls(
  ports: Ports,
  parts: CallParts,
  act: (job: Job, action: BulkAction) => Promise<void>,
): Pick<Handlers, QueueCallName> {
  const { jobs, dispatcher, removals } = parts;
  const found = (ids: string[]): Job[] => ids.flatMap((id) => jobs.get(id) ?? []);

  const amend = async (places: Places): Promise<void> => {
    await inSlices(ports.clock, [...places], (some) => jobs.amend(new Map(some)));
    dispatcher.wake();
  };

  const move = (ids: string[], before: string | null): Promise<void> => {
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
    return amend(
      // Places between two others get ever narrower, and at last there are no more numbers between them.
      step > narrowest
        ? new Map(moved.map((job, index) => [job.id, { order: above + step * (index + 1) }]))
        : new Map(next.map((job, index) => [job.id, { order: index + 1 }])),
    );
  };

  const actOnSome = (some: Job[], action: Exclude<BulkAction, 'moveFirst' | 'again'>): void => {
    if (action === 'retry') lookAgain(parts, some);
    jobs.dispatchAll(idsOf(some), { type: action });
  };

  return {
    'jobs.actOnMany': async ({ jobIds, action }) => {
      const able = found(jobIds).filter((job) => !job.removal && parts.view(job).actions.includes(action));
      const failures: unknown[] = [];
      let count = 0;
      // What can't be done is reported, and doesn't stop the others.
      const attempt = async (many: Job[], run: () => void | Promise<void>): Promise<void> => {
        try {
          await run();
          count += many.length;
        } catch (thrown) {
          failures.push(thrown);
        }
      };
      if (action === 'moveFirst') await attempt(able, () => amend(placesInFront(jobs, able)));
      else if (action === 'again') for (const job of able) await attempt([job], () => act(job, action));
      else await inSlices(ports.clock, able, (some) => attempt(some, () => actOnSome(some, action)));
      if (failures.length > 0) throw failures[0];
      return { count };
    },
    'jobs.actOnAll': async ({ action }) => {
      let count = 0;
      await inSlices(ports.clock, jobs.all(), (some) => {
        count += jobs.dispatchAll(idsOf(some), { type: action }).length;
      });
      return { count };
    },
    'jobs.move': async ({ jobIds, before }) => {
      await move(jobIds, before);
      return {};
    },
    'jobs.setPriority': async ({ jobIds, priority }) => {
      await amend(new Map(jobIds.map((id) => [id, { priority }])));
      return {};
    },
    'jobs.setFolder': async ({ jobId, folder: typed }, by) => {
      const job = jobs.get(jobId);
      if (!job || isFinal(job)) throw refusal(phrase('validationErrors.finished'));
      const folder = await targetFolder(ports, typed, by);
      await ports.files.makeFolder(folder);
      const moved = jobs.dispatch(jobId, { type: 'moveTo', folder });
      if (moved?.folder !== folder) throw refusal(phrase('validationErrors.beingSaved'));
      parts.space.forget(jobId);
      jobs.dispatch(jobId, { type: 'retry' });
      dispatcher.wake();
      return {};
    },
    'jobs.remove': async ({ jobIds, files }) => {
      const { removed, kept, trashed, failed } = await removals.remove(jobIds, files);
      if (failed[0]) throw failed[0].thrown;
      return { removed, kept, trashed };
    },
    'jobs.removeLater': async ({ removalId, jobIds, files, fromList }) => {
      await removals.mark(removalId, jobIds, { files, fromList });
      return {};
    },
    'jobs.takeBack': async ({ removalId }) => {
      const count = await removals.takeBack(removalId);
      if (count > 0) parts.keeping.tookBack(removalId);
      return { count };
    },
    'removals.list': () => ({ removals: removals.list() }),
  };
}
