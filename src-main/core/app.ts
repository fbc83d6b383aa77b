import type { EventData, EventName } from '../../src-shared/contract.ts';
import { toFailure } from '../../src-shared/failures/failure.ts';
import { failurePhrase } from '../../src-shared/failures/failure-phrases.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { isListed } from '../../src-shared/job/job.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { JobEffect } from '../../src-shared/job/job-events.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Words } from '../../src-shared/language/words.ts';
import type { App } from './app-types.ts';
import { Bandwidth } from './bandwidth.ts';
import { Comparisons } from './comparisons.ts';
import { ServerCleanup } from './server-cleanup.ts';
import { Connections } from './connections.ts';
import { timeUntilRetry } from './wait-times.ts';
import { DoneRows } from './done-rows.ts';
import { Effects } from './effects.ts';
import { Folders } from './folders.ts';
import { Gates } from './gates.ts';
import { createHandlers } from './calls/handlers.ts';
import { Jobs } from './jobs.ts';
import { Keeping } from './keeping.ts';
import { logFailure } from './log-failure.ts';
import { viewOf } from './job-view.ts';
import { Poller } from './poller.ts';
import type { Ports } from './ports.ts';
import { keptProgress, ProgressPublisher } from './progress-publisher.ts';
import { Dispatcher } from './dispatcher.ts';
import { QueuePublisher } from './queue-publisher.ts';
import { Removals, usualUndoTime } from './removals.ts';
import { Space } from './space.ts';
import { usualCheckpoint } from './transfer.ts';
import { PreparationEstimate } from './preparation-estimate.ts';

/**
 * Wires the core to its ports. The only place that knows all parts; it decides nothing itself. With `keepsDone` the queue
 * has what was saved in the last days. For tests are
 * `checkpointBytes`, what a power cut can cost at most, and `undoTime`, for how many milliseconds a removal can be undone.
 */
export function createApp(
  ports: Ports,
  { checkpointBytes = usualCheckpoint, undoTime = usualUndoTime, keepsDone = false } = {},
): App {
  type Listener = <Name extends EventName>(name: Name, data: EventData<Name>) => void;
  const listeners = new Set<Listener>();
  const publish: Listener = (name, data) => {
    for (const listener of [...listeners]) {
      try {
        listener(name, data);
      } catch (thrown) {
        // A screen that can't take it keeps nothing from the others, nor from what has to be done.
        logFailure(ports.log, `${name} was not told`, thrown);
      }
    }
  };
  const notices: Words[] = [];
  let mayWork = true;

  const view = (job: Job): JobView =>
    viewOf(job, {
      connectionName: connections.nameOf(job.connectionId),
      groupName: job.parentId === null ? null : (jobs.get(job.parentId)?.name ?? null),
      waitingFor: waitingFor(job),
      progress: progress.get(job.id),
      canOpen: ports.desktop.canOpen,
      say: ports.say,
    });
  const waitingFor = (job: Job): WaitingFor | null => {
    const closed = gates.closed(job);
    if (closed) return closed;
    if (job.retryAt !== null && timeUntilRetry(job, ports.clock.now()) > 0)
      return { for: 'retry', at: job.retryAt, failure: job.lastFailure };
    const silent = job.state.is === 'preparing' ? poller.silentSince(job.id) : null;
    if (silent !== null) return { for: 'progress', since: silent };
    const ahead = dispatcher.ahead(job.id);
    return ahead === null ? null : { for: 'slot', ahead };
  };
  const touchJobsOf = (matches: (job: Job) => boolean): void =>
    stream.touch(
      jobs
        .all()
        .filter(matches)
        .map((job) => job.id),
    );

  const connections = new Connections(ports, (id) => {
    touchJobsOf((job) => job.connectionId === id);
    handlers.announceConnections();
    cleanUps.wake();
    dispatcher.wake();
  });
  const folders = new Folders(ports, () => {
    touchJobsOf((job) => !isFinal(job));
    dispatcher.wake();
  });
  const space = new Space(ports, (id) => {
    stream.touch([id]);
    dispatcher.wake();
  });
  const bandwidth = new Bandwidth(ports, (id) => connections.find(id)?.own?.rateLimit ?? null);
  const gates = new Gates(connections, folders, space);
  const progress = new ProgressPublisher(ports.clock, (items) => publish('queue.progress', { items }));
  const stream = new QueuePublisher(
    ports,
    (id) => {
      const job = jobs.has(id) ? jobs.get(id) : null;
      return job && isListed(job) ? view(job) : null;
    },
    (data) => publish('queue.changed', data),
  );
  const poller = new Poller(ports, connections, progress, new PreparationEstimate(ports), (id) =>
    stream.touch([id]),
  );
  const cleanUps = new ServerCleanup(ports, connections);
  const effects = new Effects(
    ports,
    { connections, folders, space, bandwidth, checkpointBytes, poller, progress, cleanUps },
    () => jobs,
  );
  const jobs: Jobs = new Jobs(ports, {
    changed: (changed) => {
      stream.touch(changed.map((job) => job.id));
      dispatcher.wake();
      handlers.noticeChanges(changed);
      removals.noticeChanges(changed);
      comparisons.noticeChanges(changed);
    },
    removed: (ids) => stream.touch(ids),
    run: (list) => effects.run(mayWork ? list : list.filter(isTidying)),
  });
  const dispatcher = new Dispatcher(ports, { jobs, connections, folders, space, gates }, (ids) =>
    stream.touch(ids),
  );
  const doneRows = new DoneRows(ports, jobs, (ids) => stream.touch(ids));
  const removals = new Removals(
    ports,
    { jobs, effects },
    {
      changed: () => publish('removals.changed', { removals: removals.list() }),
      removed: () => publish('history.changed', {}),
      // Screens forgot it with the rows.
      restored: (ids) => {
        const items = ids.flatMap((id) => keptProgress(ports.store.output(id)));
        if (items.length > 0) publish('queue.progress', { items });
      },
      failed: (failure, count) => publish('removals.failed', { failure, count }),
    },
    undoTime,
  );
  const keeping = new Keeping(ports, { connections, removals }, () => handlers.announceConnections());
  const comparisons = new Comparisons(ports, { connections, jobs: () => jobs }, (jobId) =>
    publish('job.compared', { jobId }),
  );
  const handlers = createHandlers(ports, {
    jobs,
    removals,
    keeping,
    comparisons,
    doneRows,
    connections,
    folders,
    space,
    bandwidth,
    progress,
    stream,
    dispatcher,
    cleanUps,
    view,
    publish,
    notices,
  });

  const networkChanged = (): void => {
    connections.networkChanged();
    touchJobsOf((job) => !isFinal(job));
    publish('network.changed', { online: ports.network.isOnline() });
    cleanUps.wake();
    dispatcher.wake();
  };
  let leaveNetwork = (): void => undefined;

  return {
    handlers: handlers.calls,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: ({ only, comparesLater } = {}) => {
      mayWork = only === undefined;
      const setAside = jobs.load();
      if (keepsDone) doneRows.start();
      if (setAside > 0) notices.push(phrase('startupProblems.rows', { count: setAside }));
      try {
        jobs.recover();
      } catch (thrown) {
        if (!mayWork) throw thrown;
        // The list is shown all the same, and the dispatcher goes on as soon as it can be saved.
        const trouble = failurePhrase(toFailure(thrown));
        // Whoever opened the list may have said so already.
        if (!ports.notices.some((said) => isSame(said, trouble))) notices.push(trouble);
      }
      effects.start();
      cleanUps.start();
      ports.onTrouble?.((news) => {
        notices.push(news);
        publish('app.trouble', { news });
        dispatcher.wake();
      });
      leaveNetwork = ports.network.onChange(networkChanged);
      if (!ports.network.isOnline()) connections.networkChanged();
      if (!mayWork) return;
      dispatcher.start();
      handlers.start();
      removals.start();
      keeping.start();
      comparisons.start(comparesLater);
    },
    resumed: () => {
      connections.renew();
      dispatcher.wake();
    },
    cleanedUp: (signal) => cleanUps.attempted(signal),
    compared: () => comparisons.settled(),
    stop: async () => {
      leaveNetwork();
      dispatcher.stop();
      bandwidth.stop();
      stream.stop();
      progress.stop();
      handlers.stop();
      await effects.stop();
      await Promise.all([
        keeping.stop(),
        removals.stop(),
        comparisons.stop(),
        cleanUps.stop(),
        connections.stop(),
        folders.stop(),
        space.stop(),
      ]);
    },
  };
}

const isSame = (one: Words, other: Words): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Ends work or removes what is left of it; everything else that a job asks for is work. */
function isTidying({ type }: JobEffect): boolean {
  return type === 'stop' || type === 'discardPart' || type === 'tidy';
}
