import type { CallOutput, EventData, EventName, Handlers } from '../../../src-shared/contract.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { isFinal } from '../../../src-shared/job/job.ts';
import { faultOf, filingTokens } from '../../../src-shared/filing.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import { settingsSchema } from '../../../src-shared/settings.ts';
import type { FilingRule } from '../../../src-shared/settings.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase, Words } from '../../../src-shared/language/phrase.ts';
import type { Bandwidth } from '../bandwidth.ts';
import type { ServerCleanup } from '../server-cleanup.ts';
import type { Connections } from '../connections.ts';
import { createConnectionCalls } from './connections.ts';
import type { Effects } from '../effects.ts';
import type { Folders } from '../folders.ts';
import { createJobCalls } from './jobs.ts';
import type { Jobs } from '../jobs.ts';
import { createNoticeCalls } from './notices.ts';
import type { Ports } from '../ports.ts';
import { keptProgress } from '../progress-publisher.ts';
import type { ProgressPublisher } from '../progress-publisher.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { QueuePublisher } from '../queue-publisher.ts';
import type { Space } from '../space.ts';
import { targetFolder } from '../target-folder.ts';

/** The parts of the app that calls act on. */
export interface CallParts {
  jobs: Jobs;
  effects: Effects;
  connections: Connections;
  folders: Folders;
  space: Space;
  bandwidth: Bandwidth;
  progress: ProgressPublisher;
  stream: QueuePublisher;
  dispatcher: Dispatcher;
  cleanUps: ServerCleanup;
  view: (job: Job) => JobView;
  publish: <Name extends EventName>(name: Name, data: EventData<Name>) => void;
  notices: Words[];
}

/** The answers to the contract's calls, and what the app tells them of by itself. */
export interface CallHandlers {
  calls: Handlers;
  announceConnections(): void;
  /** Takes up the demo server again when an earlier run added it. */
  start(): void;
  noticeChanges(jobs: Job[]): void;
}

/** A refusal in the user's words; nothing was changed. */
export function refuse(detail: Phrase): FailedError {
  return new FailedError({ kind: 'invalid-input', detail } satisfies Failure);
}

/** Refuses a filing rule that says something that can't be filled in. */
export function demandFiling(rule: FilingRule): void {
  const fault = faultOf(rule);
  if (fault) throw refuse(phrase('refusals.filing', { text: fault.text, tokens: filingTokens.join(', ') }));
}

/** Puts the contract's calls over the parts of the app. */
export function createHandlers(ports: Ports, parts: CallParts): CallHandlers {
  const connectionCalls = createConnectionCalls(ports, parts);
  const jobCalls = createJobCalls(ports, parts);
  const { config, folderList, folderDialog, desktop } = ports;

  const calls: Handlers = {
    'app.info': (): CallOutput<'app.info'> => ({
      version: ports.version,
      capabilities: {
        open: desktop.canOpen,
        pickFolder: folderDialog ? 'native' : 'list',
        demo: ports.demo !== null,
        trash: desktop.trash !== undefined,
      },
      online: ports.network.isOnline(),
      defaultFolder: config.settings().folder || ports.defaultFolder,
      notices: [...ports.notices, ...parts.notices],
    }),
    'app.about': () => ports.about,
    'queue.snapshot': () => ({
      seq: parts.stream.seq,
      jobs: parts.jobs.all().map(parts.view),
      progress: [
        ...parts.progress.all(),
        ...ports.store.outputs().flatMap((output) => {
          const isWaiting = parts.jobs.has(output.jobId) && parts.progress.get(output.jobId) === null;
          return isWaiting ? keptProgress(output) : [];
        }),
      ],
    }),
    ...jobCalls,
    ...connectionCalls.calls,
    ...createNoticeCalls(ports, parts),
    'settings.get': () => ({ settings: config.settings() }),
    'settings.save': async ({ settings: changes }) => {
      const { filing, folder } = changes;
      if (filing) demandFiling(filing);
      const isOther = Boolean(folder) && folder !== config.settings().folder;
      const proven = isOther && folder ? { folder: await targetFolder(ports, folder) } : {};
      // Only now: another screen may have changed something else while the folder was looked at.
      const before = config.settings();
      const settings = settingsSchema.parse({
        ...before,
        ...changes,
        ...proven,
        tables: { ...before.tables, ...changes.tables },
        // A screen may not know yet what another one has shown.
        noticesSeenAt: Math.max(changes.noticesSeenAt ?? 0, before.noticesSeenAt),
      });
      config.saveSettings(settings);
      parts.publish('settings.changed', { settings });
      parts.bandwidth.changed();
      parts.dispatcher.wake();
      return { settings };
    },
    'folders.pick': async ({ startAt }) => {
      if (!folderDialog) throw refuse(phrase('refusals.folder.noDialog'));
      return { path: await folderDialog.pick(startAt) };
    },
    'folders.list': ({ path }) => {
      if (!folderList) throw refuse(phrase('refusals.folder.ownDialog'));
      return folderList.list(path);
    },
    'folders.space': async ({ path }) => ({
      free: (await ports.files.space(ports.files.wholePath(path)))?.free ?? null,
    }),
  };

  return {
    calls,
    announceConnections: () => connectionCalls.announce(),
    start: () => connectionCalls.start(),
    noticeChanges: (jobs) => {
      if (jobs.some(isFinal)) parts.publish('history.changed', {});
      if (jobs.some((job) => isFinal(job) || job.run === 0)) connectionCalls.announce();
    },
  };
}
