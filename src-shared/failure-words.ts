import type { Failure } from './failure.ts';
import { formatBytes } from './format.ts';
import { t } from './language/index.ts';

/** What happened and what it means, then what to do; in the language that is spoken. */
export function failureWords(failure: Failure): { what: string; advice: string } {
  const { kind } = failure;
  return {
    what: whatHappened(failure),
    // Why something can't be done says as well what could.
    advice: kind === 'invalid-input' ? '' : t(`failures.${kind}.advice`),
  };
}

/** The server's own words as a sentence that follows another one; empty where it said nothing. */
export function saidBy({ detail: words }: Failure): string {
  if (!words) return '';
  return /[.!?…]$/.test(words) ? t('failures.said', { words }) : t('failures.saidSentence', { words });
}

function whatHappened(failure: Failure): string {
  const { kind, detail, status } = failure;
  switch (kind) {
    // What these say is all in their detail.
    case 'unsupported':
    case 'invalid-input':
      return detail ?? t(`failures.${kind}.what`);
    case 'sign-in-refused':
      return t(`failures.${kind}.what`, { detail: detail ?? t(`failures.${kind}.nameOrPassword`) });
    case 'other-account':
      return t(`failures.${kind}.what`, { account: detail ?? t(`failures.${kind}.unknown`) });
    case 'secret-missing':
      return t(`failures.${kind}.what`, { why: detail ? t(`failures.${kind}.why`, { detail }) : '' });
    case 'too-large':
      return t(`failures.${kind}.what`, { size: size(failure.size), limit: size(failure.limit) });
    case 'no-space':
      if (failure.size !== undefined)
        return t(`failures.${kind}.whatNeeded`, { size: size(failure.size), limit: size(failure.limit) });
      return t(`failures.${kind}.what`, { free: free(failure) });
    default:
      return t(`failures.${kind}.what`, {
        why: detail ? t('failures.why', { detail }) : '',
        said: saidBy(failure),
        status: status ? t('failures.why', { detail: String(status) }) : '',
        free: free(failure),
      });
  }
}

function size(bytes: number | undefined): string {
  return bytes === undefined ? t('failures.unknownSize') : formatBytes(bytes);
}

function free({ limit }: Failure): string {
  return limit === undefined ? '' : t('failures.no-space.free', { size: formatBytes(limit) });
}
