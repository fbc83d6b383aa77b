import type { Settings } from '../../src-shared/settings.ts';
import type { Counts } from './queue-summary.ts';

/** Whether the machine must not fall asleep by itself: while bytes move, and by a setting while servers prepare. */
export function mustStayAwake(
  counts: Pick<Counts, 'downloading' | 'preparing'>,
  settings: Pick<Settings, 'awakeWhilePreparing'>,
): boolean {
  return counts.downloading > 0 || (settings.awakeWhilePreparing && counts.preparing > 0);
}
