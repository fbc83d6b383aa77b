import type { ConnectionView } from '../../src-shared/contract.ts';
import { explain } from '../../src-shared/failures/failure-words.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { t } from '../../src-shared/language/index.ts';
import type { Settings } from '../../src-shared/settings.ts';

/** A notification for a user who isn't looking at the window. */
export interface NotificationContent {
  kind: 'saved' | 'failed' | 'signIn';
  title: string;
  body: string;
  /** What it is about; null for several things at once. */
  about: { is: 'job'; job: JobView } | { is: 'server'; connectionId: string } | null;
}

/** More than so many at once become one notification. */
const mostAtOnce = 3;

/** The notification about a job, or null where its state needs none. */
export function notificationOfJob(job: JobView): NotificationContent | null {
  const { name } = job;
  const about = { is: 'job', job } as const;
  switch (job.state.is) {
    case 'saved':
      return { kind: 'saved', title: t('desktop.notification.saved'), body: job.state.fileName, about };
    case 'failed':
      return {
        kind: 'failed',
        title: t('desktop.notification.failed'),
        body: t('desktop.notification.failedBody', { name, what: explain(job.state.failure).what }),
        about,
      };
    case 'expired':
    case 'unsure':
      return {
        kind: 'failed',
        title: t('desktop.notification.needsYou'),
        body: t(`desktop.notification.${job.state.is}`, { name }),
        about,
      };
    default:
      return null;
  }
}

/** The notification about a server, or null where no sign-in is needed. */
export function notificationOfServer({ id, name, state }: ConnectionView): NotificationContent | null {
  if (state.is !== 'needsSignIn') return null;
  return {
    kind: 'signIn',
    title: t('desktop.notification.signIn', { server: name }),
    body: t('desktop.notification.signInBody'),
    about: { is: 'server', connectionId: id },
  };
}

/** The notifications that the user has switched on, many of them as one. */
export function wantedNotifications(
  news: readonly NotificationContent[],
  settings: Pick<Settings, 'notifySaved' | 'notifyFailed' | 'notifySignIn'>,
): NotificationContent[] {
  const wants = {
    saved: settings.notifySaved,
    failed: settings.notifyFailed,
    signIn: settings.notifySignIn,
  };
  const wanted = news.filter(({ kind }) => wants[kind]);
  if (wanted.length <= mostAtOnce) return wanted;
  const countOf = (kind: NotificationContent['kind']): number =>
    wanted.filter((one) => one.kind === kind).length;
  const [saved, failed, signIn] = [countOf('saved'), countOf('failed'), countOf('signIn')];
  const parts = [
    saved > 0 ? t('desktop.count.saved', { count: saved }) : '',
    failed > 0 ? t('desktop.count.needYou', { count: failed }) : '',
    signIn > 0 ? t('desktop.count.signIns', { count: signIn }) : '',
  ];
  const kind = signIn > 0 ? 'signIn' : failed > 0 ? 'failed' : 'saved';
  return [{ kind, title: 'Ferry', body: parts.filter(Boolean).join(', '), about: null }];
}

const alike: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '&': '＆' };

/**
 * A notification's text as each system shows it literally. On Linux it may be read as markup: links, pictures and none at
 * all where an `&` makes it wrong (Desktop Notifications Specification, "Markup"), and Electron hands it on as it is. Where
 * none is read, an escaped sign would be seen as that; one that looks alike is safe on both.
 */
export const notificationText = (platform: NodeJS.Platform, text: string): string =>
  platform === 'linux' ? text.replace(/[<>&]/g, (sign) => alike[sign]!) : text;
