import { Notification } from 'electron';
import type { ConnectionView } from '../../../src-shared/contract.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import type { Settings } from '../../../src-shared/settings.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import type { JobStore } from '../../core/ports.ts';
import {
  notificationOfJob,
  notificationOfServer,
  notificationText,
  wantedNotifications,
} from '../../desktop/notification-rules.ts';
import type { NotificationContent } from '../../desktop/notification-rules.ts';

export interface NotifierOptions {
  platform: NodeJS.Platform;
  store: Pick<JobStore, 'log' | 'appendLog'>;
  /** Milliseconds since 1970. */
  now(): number;
  settings(): Settings;
  /** The user is looking at the list, and sees what happens there. */
  isWatched(): boolean;
  /** Brings the window to the front, at what the notification is about. */
  show(about: NotificationContent['about']): void;
  /** A button for a saved file. */
  act(job: JobView, action: 'open' | 'reveal'): void;
  /** The system shows no notifications of Ferry's: what was to be said is in the window's inbox alone. */
  refused(error: string): void;
}

/** Shows the system's notifications for what happens while the window isn't looked at, each once. */
export interface Notifier {
  /** Looks at jobs as they are now. */
  look(jobs: readonly JobView[]): void;
  /** Looks at all servers as they are now. */
  lookAtServers(connections: readonly ConnectionView[]): void;
  /** Says something that isn't about a job. Resolves with whether the system shows it, as soon as it tells. */
  say(title: string, body: string, open?: () => void): Promise<boolean>;
}

/** The timeline entry that says that the user was notified. No screen shows it. */
const told = 'notified';
/** Notifications that can still be clicked; the system forgets older ones. */
const mostOpen = 50;

/**
 * That a job's end was told is kept in its timeline, so no restart tells it again, and a retry that fails anew is new.
 * Buttons are for macOS and Windows; other systems leave them out.
 */
export function createNotifier(options: NotifierOptions): Notifier {
  const { store } = options;
  /** What was looked up of each job, so that its timeline is read once for each change only. */
  const known = new Map<string, string>();
  const askingServers = new Set<string>();
  const open = new Set<Notification>();

  const startedAt = options.now();
  /** True once for each time a job comes to its end. */
  const isNews = (job: JobView): boolean => {
    // It was saved in an earlier run, and its row has only come again.
    if (isFinal(job) && job.changedAt < startedAt) return false;
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

  /** Names of files and servers come as they are: a notification shows text, and never markup. */
  const notify = ({
    title,
    body,
    kind,
    about,
    open: clicked = () => options.show(about),
  }: Pick<NotificationContent, 'title' | 'body' | 'about'> &
    Partial<NotificationContent> & { open?: () => void }): Promise<boolean> => {
    if (!Notification.isSupported()) {
      options.refused('unsupported');
      return Promise.resolve(false);
    }
    const { promise: shown, resolve } = Promise.withResolvers<boolean>();
    const buttons: { text: string; run: () => void }[] = [];
    if (about?.is === 'job' && kind === 'saved')
      buttons.push(
        { text: t('desktop.notification.open'), run: () => options.act(about.job, 'open') },
        { text: t('desktop.notification.reveal'), run: () => options.act(about.job, 'reveal') },
      );
    else if (about)
      buttons.push({
        text: t(`desktop.notification.${about.is === 'server' ? 'signInButton' : 'showRow'}`),
        run: () => options.show(about),
      });
    const notification = new Notification({
      title,
      body: notificationText(options.platform, body),
      silent: !options.settings().notifySound,
      ...(buttons.length > 0 && { actions: buttons.map(({ text }) => ({ type: 'button' as const, text })) }),
    });
    // Without a reference it is collected, and its click with it.
    open.add(notification);
    for (const oldest of open) {
      if (open.size <= mostOpen) break;
      open.delete(oldest);
    }
    notification.on('click', () => {
      open.delete(notification);
      clicked();
    });
    notification.on('action', ({ actionIndex }) => {
      open.delete(notification);
      buttons[actionIndex]?.run();
    });
    notification.on('show', () => resolve(true));
    notification.on('failed', (_event, error) => {
      open.delete(notification);
      options.refused(error);
      resolve(false);
    });
    notification.show();
    return shown;
  };

  const tell = (news: readonly NotificationContent[]): void => {
    if (news.length === 0 || options.isWatched()) return;
    for (const one of wantedNotifications(news, options.settings())) void notify(one);
  };

  return {
    say: (title, body, clicked) => notify({ title, body, about: null, open: clicked }),
    look: (jobs) =>
      tell(
        jobs.flatMap((job) => {
          const news = notificationOfJob(job);
          if (!news) known.delete(job.id);
          return news && isNews(job) ? [news] : [];
        }),
      ),
    lookAtServers: (connections) => {
      const asking = connections.flatMap((connection) => notificationOfServer(connection) ?? []);
      const fresh = asking.filter(
        ({ about }) => about?.is === 'server' && !askingServers.has(about.connectionId),
      );
      askingServers.clear();
      for (const { about } of asking) if (about?.is === 'server') askingServers.add(about.connectionId);
      tell(fresh);
    },
  };
}
