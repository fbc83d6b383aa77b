import type { ConnectionView } from '../../../src-shared/contract.ts';
import type { SavePathFacts } from '../../../src-shared/save-path-template.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { SavePathTemplate } from '../../../src-shared/settings.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { factsOf } from './save-path-words.ts';

/** What a rule is shown by. */
export interface SavePathExample {
  label: string;
  facts: SavePathFacts;
  /** That were asked for with it. */
  subfolders?: readonly string[] | undefined;
}

/** What to show a filing rule by: something made up, and the last saved file (of that server) where there is one. */
export function savePathExamples(
  { lists, history, connections, clock, settings }: AppState,
  connection?: Pick<ConnectionView, 'id' | 'name'>,
): SavePathExample[] {
  const server = connection?.name ?? connections.list[0]?.name ?? t('settings.filing.exampleServer');
  const example = { server, name: t('settings.filing.exampleName'), type: '', at: clock.now };
  const ruleOf = (id: string): SavePathTemplate =>
    connections.find(id)?.own?.filing ?? settings.settings.filing;
  const past = Array.from({ length: 30 }, (_, index) => history.at(index)).filter((job) => job !== undefined);
  const rows = [...lists.ordered, ...past].filter(
    (job) => job.state.is === 'saved' && (!connection || job.connectionId === connection.id),
  );
  const [last] = rows.sort((one, other) => other.changedAt - one.changedAt);
  const shown: SavePathExample[] = [{ label: t('settings.filing.example'), facts: example }];
  if (last) {
    const facts = factsOf(last, ruleOf(last.connectionId));
    shown.push({ label: t('settings.filing.last'), facts, subfolders: last.subfolders });
  }
  return shown;
}
