import { t } from '../language/index.ts';
import type { Totals } from './queue-counts.ts';

/** What is under way, with the words and numbers of the sidebar: `Preparing 5 (2 waiting) · Downloading 1`. */
export function totalWords(totals: Totals): string {
  return (['preparing', 'downloading'] as const)
    .filter((stage) => totals[stage].all > 0)
    .map((stage) => {
      const { all, waiting, paused } = totals[stage];
      const still = [
        waiting > 0 && t('shell.countWaiting', { count: waiting }),
        paused > 0 && t('shell.countPaused', { count: paused }),
      ].filter((part) => part !== false);
      const words = t('shell.countOf', { list: t(`shell.${stage}`), count: all });
      return still.length > 0 ? t('shell.countStill', { words, still: still.join(', ') }) : words;
    })
    .join(' · ');
}
