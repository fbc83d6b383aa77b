import { said, t } from '../../../src-shared/language/index.ts';
import type { ConnectionView } from '../../../src-shared/contract.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import { healthOf } from '../../presentation/connection-words.ts';
import { explainFailure } from '../../presentation/explain-failure.ts';
import { kindWordsOf } from '../../presentation/kind-words.ts';

/** A notice in words, which say what `tone` shows as well. */
export interface NoticeWords {
  tone: 'good' | 'warning' | 'bad';
  title: string;
  /** What it means or what to do; empty where the title says all. */
  detail: string;
}

/** What came of a download. */
export function jobNotice(job: JobView): NoticeWords {
  const { name, state } = job;
  switch (state.is) {
    case 'saved':
      return state.warnings.length === 0
        ? { tone: 'good', title: t('notices.saved', { name }), detail: '' }
        : {
            tone: 'warning',
            title: t('notices.savedWithNote', { name }),
            detail: state.warnings.map(said).join(' '),
          };
    case 'failed':
      return {
        tone: 'bad',
        title: t('notices.failed', { name }),
        detail: explainFailure({ kind: job.kind }, state.failure).what,
      };
    case 'expired':
      return {
        tone: 'warning',
        title: t('notices.expired', { name }),
        detail: t('notices.needsUser'),
      };
    default:
      return { tone: 'warning', title: t('notices.unsure', { name }), detail: t('notices.needsUser') };
  }
}

/** Its server; of what didn't come also where it is there, or its id: several may have the same name. */
export function placeOf({ kind, asked, name, state, connectionName }: JobView): string {
  const origin = state.is === 'saved' ? '' : kindWordsOf(kind).origin(asked, name);
  return origin === '' ? connectionName : t('notices.within', { server: connectionName, origin });
}

/** What a server needs. */
export function serverNotice(connection: ConnectionView): NoticeWords {
  const { tone, text } = healthOf(connection);
  return {
    tone: tone === 'bad' ? 'bad' : 'warning',
    title: t('notices.server', { name: connection.name, health: text }),
    detail: '',
  };
}
