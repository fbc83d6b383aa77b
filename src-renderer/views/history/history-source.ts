import type { MonthCount } from '../../../src-shared/history/history.ts';
import type { HistoryState } from '../../state/history.svelte.ts';
import { rowOf } from '../../table/entries.ts';
import type { Section } from '../../table/entries.ts';
import type { RowSource } from '../../table/row-source.ts';
import { foundNote } from '../../presentation/found-words.ts';

const headings = new WeakMap<MonthCount, Section>();

/** The heading of a month: the same one for as long as its count is the same. */
function headingOf(month: MonthCount): Section {
  let heading = headings.get(month);
  if (!heading) headings.set(month, (heading = { is: 'section', key: `month ${month.at}`, jobs: [], month }));
  return heading;
}

/** The history as a list shows it: its rows, in their order, under headings of months where that is the time's. */
export function sourceOfHistory(history: HistoryState): RowSource {
  return {
    get count() {
      return history.lines.count;
    },
    get words() {
      return history.words;
    },
    isSection: (line) => history.lines.monthAt(line) !== undefined,
    at(line) {
      const month = history.lines.monthAt(line);
      if (month) return headingOf(month);
      const job = history.at(history.lines.placeOf(line));
      return job && rowOf(job, 1);
    },
    indexOf(key) {
      const place = history.indexOf(key);
      return place < 0 ? -1 : history.lines.lineOf(place);
    },
    idsIn: (range) =>
      history.idsIn(() => {
        const between = range();
        return between && [history.lines.placeOf(between[0]), history.lines.placeOf(between[1])];
      }),
    job: (id) => history.find(id),
    isShown: (id) => !history.wasRemoved(id),
    hasLeft: (id) => history.wasRemoved(id),
    note(id) {
      const job = history.find(id);
      return job ? foundNote(history.whereFound(id), job, history.words) : null;
    },
    want: (first, last) => history.want(history.lines.placeOf(first), history.lines.placeOf(last)),
  };
}
