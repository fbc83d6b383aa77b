import type { CallOutput, Handlers } from '../../../src-shared/contract.ts';
import { rowsAtOnce } from '../../../src-shared/contract/queue.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { demandSavePathTemplate } from '../../../src-shared/save-path-template.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { isListed } from '../../../src-shared/job/job.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { settingsSchema } from '../../../src-shared/settings.ts';
import { pastTime } from '../../../src-shared/time-bounds.ts';
import { logFailure } from '../log-failure.ts';
import type { Ports } from '../ports.ts';
import { keptProgress } from '../progress-publisher.ts';
import { targetFolder } from '../target-folder.ts';
import type { CallParts } from './call-parts.ts';
import { createBackupCalls } from './backup.ts';
import { createBrowseCalls } from './browse.ts';
import { createConnectionCalls } from './connections.ts';
import { createJobCalls } from './jobs.ts';
import { createNoticeCalls } from './notices.ts';
import { createSecretsFileCalls } from './secrets-file.ts';

/** The answers to the contract's calls, and what the app tells them of by itself. */
export interface CallHandlers {
  calls: Handlers;
  announceConnections(): void;
  /** Takes up the demo server again when an earlier run added it. */
  start(): void;
  stop(): void;
  noticeChanges(jobs: Job[]): void;
}

/** Puts the contract's calls over the parts of the app. */
export function createHandlers(ports: Ports, parts: CallParts): CallHandlers {
  const connectionCalls = createConnectionCalls(ports, parts);
  const jobCalls = createJobCalls(ports, parts);
  const { config, folderList, folderDialog, desktop } = ports;

  /** The rows of those that can be shown: one that can't costs the others nothing. */
  const rowsOf = (jobs: Job[]): JobView[] =>
    jobs.flatMap((job) => {
      try {
        return [parts.view(job)];
      } catch (thrown) {
        logFailure(ports.log, 'a row could not be shown', thrown, { jobId: job.id });
        return [];
      }
    });

  const saveSettings: Handlers['settings.save'] = async ({ settings: changes }, by) => {
    const { filing, folder } = changes;
    if (filing) demandSavePathTemplate(filing);
    const isOther = Boolean(folder) && folder !== config.settings().folder;
    const proven = isOther && folder ? { folder: await targetFolder(ports, folder, by) } : {};
    // Only now: another screen may have changed something else while the folder was looked at.
    const before = config.settings();
    const settings = settingsSchema.parse({
      ...before,
      ...changes,
      ...proven,
      tables: { ...before.tables, ...changes.tables },
      // A screen may not know yet what another one has shown.
      noticesSeenAt: Math.max(pastTime(changes.noticesSeenAt ?? 0, ports.clock.now()), before.noticesSeenAt),
    });
    config.saveSettings(settings);
    parts.publish('settings.changed', { settings });
    parts.bandwidth.changed();
    if (changes.doneDays !== undefined) parts.doneRows.look();
    parts.dispatcher.wake();
    return { settings };
  };

  const calls: Handlers = {
    'app.info': (): CallOutput<'app.info'> => ({
      version: ports.version,
      capabilities: {
        open: desktop.canOpen,
        pickFolder: folderDialog ? 'native' : 'list',
        demo: ports.demo !== null,
        trash: desktop.trash !== undefined,
        sleep: desktop.canSleep ?? false,
        settings: [...(desktop.settings ?? [])],
      },
      online: ports.network.isOnline(),
      defaultFolder: config.settings().folder || ports.defaultFolder,
      notices: [...ports.notices, ...parts.notices],
    }),
    'app.about': () => ports.about,
    'queue.snapshot': () => {
      parts.doneRows.lookIfDue();
      parts.stream.shown();
      const shown = parts.jobs.all().filter(isListed);
      return {
        seq: parts.stream.seq,
        jobs: rowsOf(shown.slice(0, rowsAtOnce)),
        rest: shown.slice(rowsAtOnce).map(({ id }) => id),
        progress: [
          ...parts.progress.all(),
          ...ports.store.outputs().flatMap((output) => {
            const isWaiting = parts.jobs.isOpen(output.jobId) && parts.progress.get(output.jobId) === null;
            return isWaiting ? keptProgress(output) : [];
          }),
        ],
      };
    },
    'queue.rows': ({ jobIds }) => {
      parts.stream.shown();
      const jobs = jobIds.flatMap((id) => (parts.jobs.has(id) ? (parts.jobs.get(id) ?? []) : []));
      return { jobs: rowsOf(jobs.filter(isListed)) };
    },
    ...jobCalls,
    ...connectionCalls.calls,
    ...createBrowseCalls(ports, parts.connections),
    ...createNoticeCalls(ports, parts),
    'settings.get': () => ({ settings: config.settings() }),
    'settings.save': saveSettings,
    ...createBackupCalls(ports, parts, connectionCalls, saveSettings),
    ...createSecretsFileCalls(ports, parts, () => connectionCalls.secretsMoved()),
    'folders.pick': async ({ startAt }) => {
      if (!folderDialog) throw refusal(phrase('validationErrors.folder.noDialog'));
      return { path: await folderDialog.pick(startAt) };
    },
    'folders.list': ({ path }) => {
      if (!folderList) throw refusal(phrase('validationErrors.folder.ownDialog'));
      return folderList.list(path);
    },
    'folders.make': async ({ parent, name }) => {
      if (!folderList) throw refusal(phrase('validationErrors.folder.ownDialog'));
      return { path: await folderList.make(parent, name) };
    },
    'folders.space': async ({ path }) => ({
      free: (await ports.files.space(ports.files.wholePath(path)))?.free ?? null,
    }),
  };

  return {
    calls,
    announceConnections: () => connectionCalls.announce(),
    start: () => connectionCalls.start(),
    stop: () => connectionCalls.stop(),
    noticeChanges: (jobs) => {
      if (jobs.some(isFinal)) parts.publish('history.changed', {});
      if (jobs.some((job) => isFinal(job) || job.run === 0)) connectionCalls.announce();
    },
  };
}
