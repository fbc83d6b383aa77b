import type { HistoryEntry } from '../../../src-shared/history/history-file.ts';
import { formatBytes } from '../../../src-shared/format.ts';
import { t } from '../../../src-shared/language/index.ts';
import { oneLine } from '../print.ts';

const stateWidth = 12;
/** Below the first eight characters of an id. */
const below = ' '.repeat(10);

/** The history for people at a terminal, piece by piece. */
export async function* historyText(entries: AsyncIterable<HistoryEntry[]>): AsyncGenerator<string> {
  for await (const some of entries)
    yield some
      .flatMap(linesOf)
      .map((line) => `${line}\n`)
      .join('');
}

/** When it ended and what it is, then where it came from and is, and what there is to say about it. */
function linesOf({ id, state, endedAt, name, size, server, path, warnings, found }: HistoryEntry): string[] {
  const words = t(`terminal.state.${state}`);
  const what = size === null ? name : t('terminal.listedSize', { name, size: formatBytes(size) });
  const lines = [
    `${id.slice(0, 8)}  ${minuteOf(endedAt)}  ${words.padEnd(stateWidth)}  ${what}`,
    ...[[server, path].filter(Boolean).join(' · '), ...warnings]
      .filter((text) => text !== '')
      .map((text) => below + text),
    ...(found?.inside ? [below + t('terminal.history.inside', { path: found.inside })] : []),
  ];
  return lines.map(oneLine);
}

/** Year, month, day, hour and minute of this machine, as wide for all. */
function minuteOf(iso: string): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(two).join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
