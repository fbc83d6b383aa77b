import type { Failure } from '../failures/failure.ts';
import type { FailureAction } from '../failures/failure-table.ts';
import { explain } from '../failures/failure-words.ts';
import { formatDuration } from '../format.ts';
import { t } from '../language/index.ts';
import type { WaitingFor } from './waiting.ts';

/** The short form for a status column, a sentence for the line under the name, and the button. */
export function waitingWords(
  waiting: WaitingFor,
  now: number,
): { short: string; long: string; action: FailureAction } {
  switch (waiting.for) {
    case 'connection': {
      const { what, action } = explain(waiting.failure);
      return { short: connectionShort(waiting.failure), long: what, action };
    }
    case 'network':
      return {
        short: t('waiting.network.short'),
        long: t('waiting.network.long'),
        action: 'none',
      };
    case 'folder': {
      const { what, action } = explain(waiting.failure);
      return {
        short: waiting.failure.kind === 'no-space' ? t('waiting.forSpace') : t('waiting.forFolder'),
        long: what,
        action,
      };
    }
    case 'slot':
      return waiting.ahead === 0
        ? { short: t('waiting.next.short'), long: t('waiting.next.long'), action: 'none' }
        : {
            short: t('waiting.ahead.short'),
            long: t('waiting.ahead.long', { count: waiting.ahead }),
            action: 'none',
          };
    case 'retry': {
      const seconds = Math.max(0, Math.round((waiting.at - now) / 1000));
      const span = formatDuration(seconds);
      const why = waiting.failure ? explain(waiting.failure).what : t('waiting.retry.long');
      return { short: t('waiting.retry.short', { span }), long: why, action: 'retry' };
    }
    case 'progress': {
      const minutes = Math.max(1, Math.round((now - waiting.since) / 60_000));
      return {
        short: t('waiting.progress.short'),
        long: t('waiting.progress.long', { span: formatDuration(minutes * 60) }),
        action: 'ask-again',
      };
    }
  }
}

function connectionShort(failure: Failure): string {
  switch (failure.kind) {
    case 'unreachable':
      return t('waiting.forServer');
    case 'untrusted':
      return t('waiting.untrusted');
    case 'unsupported':
      return t('waiting.unsupported');
    case 'server-removed':
      return t('history.setbacks.server-removed');
    default:
      return t('waiting.forSignIn');
  }
}
