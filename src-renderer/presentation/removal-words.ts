import { said, t } from '../../src-shared/language/index.ts';
import type { PendingRemoval } from '../../src-shared/removal.ts';

/** What a removal does, while it can be undone: from where, and what becomes of the rest. */
export function removalWords({ name, count, files, fromList, kept, stops }: PendingRemoval): string {
  const from = fromList ? 'list' : 'history';
  const what = name
    ? t(`table.removing.one.${from}`, { name: said(name) })
    : t(`table.removing.several.${from}`, { count });
  const rest = files ? 'trashed' : kept > 0 ? 'kept' : null;
  return [
    what,
    stops > 0 ? t(`table.removing.stops${name ? 'It' : ''}`, { count: stops }) : '',
    rest ? t(`table.removing.${rest}`, { count }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}
