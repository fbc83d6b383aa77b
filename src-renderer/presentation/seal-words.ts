import { said, t } from '../../src-shared/language/index.ts';
import { saidBy } from '../../src-shared/failures/failure-phrases.ts';
import { formatBytes, formatNumber } from '../../src-shared/format.ts';
import type { FileCheck, Presence } from '../../src-shared/history/presence.ts';
import { clockTime, fullMoment } from './dates.ts';

/** What is known of a saved file, in words. */
export interface Seal {
  tone: 'good' | 'plain' | 'warning';
  title: string;
  about: string;
  /** Reading it would tell more. */
  canVerify: boolean;
}

/** The seal on a saved file: what reading it has shown, else where it is. Null until anything is known. */
export function sealOf(
  { fileName, size }: { fileName: string; size: number },
  presence: Presence | null,
  check: FileCheck | null,
): Seal | null {
  if (check?.is === 'whole')
    return {
      ...{ tone: 'good', title: t('record.whole'), canVerify: true },
      about: t('record.wholeAbout', { when: clockTime(check.at) }),
    };
  if (check) return changed(check.size, size);
  switch (presence?.is) {
    case 'there':
      return {
        ...{ tone: 'plain', title: t('record.there'), about: t('record.thereAbout'), canVerify: true },
      };
    case 'touched':
      return {
        ...{ tone: 'warning', title: t('record.touched'), canVerify: true },
        about: t('record.touchedAbout', { when: fullMoment(presence.modifiedAt) }),
      };
    case 'changed':
      return changed(presence.size, size);
    case 'missing':
      return {
        ...{ tone: 'warning', title: t('record.missing'), canVerify: false },
        about: t('record.missingAbout', { name: fileName }),
      };
    case 'away': {
      const detail = presence.failure.detail ?? saidBy(presence.failure);
      return {
        ...{ tone: 'warning', title: t('record.away'), canVerify: false },
        about: t('record.awayAbout', { why: said(detail) }),
      };
    }
    default:
      return null;
  }
}

function changed(there: number, saved: number): Seal {
  return {
    ...{ tone: 'warning', title: t('record.changed'), canVerify: false },
    about: there === saved ? t('record.changedBytes') : t('record.changedSize', apart(there, saved)),
  };
}

/** Two sizes so that they are told apart: in bytes where they are alike otherwise. */
function apart(there: number, saved: number): { there: string; saved: string } {
  const rounded = { there: formatBytes(there), saved: formatBytes(saved) };
  if (rounded.there !== rounded.saved) return rounded;
  const exact = (bytes: number): string => t('units.bytes.B', { number: formatNumber(bytes) });
  return { there: exact(there), saved: exact(saved) };
}
