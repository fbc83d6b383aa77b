import { t } from '../../../src-shared/language/index.ts';
import { Notification } from 'electron';
import { explain } from '../../../src-shared/failures/failure-words.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import type { JobStore } from '../../core/ports.ts';

export interface NotifierOptions {
  store: Pick<JobStore, 'log' | 'appendLog'>;
  /** Milliseconds since 1970. */
  now(): number;
  /** The user is looking at the list: what happens there is told already. */
  isWatched(): boolean;
  /** Brings the window to the front, at a job's row where one was meant. */
  show(job: JobView | null): void;
}

/** Notifications for jobs that came to an end, each once. */
export interface Notifier {
  /** Looks at jobs as they are now. */
  look(jobs: readonly JobView[]): void;
  /** Says something that isn't about a job. */
  say(title: string, body: string): void;
}

/** The timeline's entry for "the user was told". No screen shows it. */
const told = 'notified';
/** More than so many at once are told in one sentence. */
const mostAtOnce = 3;
/** Notifications that can still be clicked; the system forgets older ones. */
const mostOpen = 50;

/** What is told of a job, or null where its state is no news. */
function wordsFor(job: JobView): { title: string; body: string } | null {
  const { name } = job;
  switch (job.state.is) {
    case 'saved':
      return { title: t('desktop.notification.saved'), body: job.state.fileName };
    case 'failed':
      return {
        title: t('desktop.notification.failed'),
        body: t('desktop.notification.failedBody', { name, what: explain(job.state.failure).what }),
      };
    case 'expired':
      return {
        title: t('desktop.notification.needsYou'),
        body: t('desktop.notification.expired', { name }),
      };
    case 'unsure':
      return {
        title: t('desktop.notification.needsYou'),
        body: t('desktop.notification.unsure', { name }),
      };
    default:
      return null;
  }
}

/**
 * Tells of jobs that were saved, failed or wait for the user. That a job's end was told is kept in its timeline, so
 * no restart tells it again, and a retry that fails anew is new.
 */
export function createNotifier(options: NotifierOptions): Notifier {
  const { store } = options;
  /** What was looked up of each job, so that its timeline is read once for each change only. */
  const known = new Map<string, string>();
  const open = new Set<Notification>();

  /** True once for each time a job comes to its end. */
  const isNews = (job: JobView): boolean => {
    const state = job.state.is;
    // A retry that fails within the time in which changes are gathered comes as `failed` after `failed`.
    const change = `${state} ${job.changedAt}`;
    if (known.get(job.id) === change) return false;
    known.set(job.id, change);
    try {
      const log = store.log(job.id);
      const cameAt = log.findLastIndex(
        (entry) => entry.to === state && entry.from !== state && entry.event !== told,
      );
      if (log.findLastIndex((entry) => entry.event === told) > cameAt) return false;
      const entry = { jobId: job.id, at: options.now(), event: told, from: '', to: state, detail: {} };
      store.appendLog(entry);
    } catch {
      // A disk that can't keep the mark is no reason to say nothing.
    }
    return true;
  };

  const notify = (title: string, body: string, job: JobView | null): void => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    // Without a reference it is collected, and its click with it.
    open.add(notification);
    for (const oldest of open) {
      if (open.size <= mostOpen) break;
      open.delete(oldest);
    }
    notification.on('click', () => {
      open.delete(notification);
      options.show(job);
    });
    notification.show();
  };

  return {
    say: (title, body) => notify(title, body, null),
    look: (jobs) => {
      const news = jobs.flatMap((job) => {
        const words = wordsFor(job);
        if (!words) known.delete(job.id);
        return words && isNews(job) ? [{ ...words, job }] : [];
      });
      if (news.length === 0 || options.isWatched()) return;
      if (news.length <= mostAtOnce) {
        for (const { title, body, job } of news) notify(title, body, job);
        return;
      }
      const saved = news.filter(({ job }) => job.state.is === 'saved').length;
      const others = news.length - saved;
      const parts = [
        saved > 0 ? t('desktop.count.saved', { count: saved }) : '',
        others > 0 ? t('desktop.count.needYou', { count: others }) : '',
      ];
      notify('Ferry', parts.filter(Boolean).join(', '), null);
    },
  };
}
