import type { HistoryPlots } from '../../src-shared/history/history-plots.ts';
import type { AppClient } from '../client.ts';
import type { HistoryState } from './history.svelte.ts';
import type { UiState } from './ui.svelte.ts';

/** What is plotted of the history that is shown: the app's sums over all of it. */
export class HistoryPlotsState {
  /** As they came last; null before that. */
  now = $state.raw<HistoryPlots | null>(null);
  readonly #client: AppClient;
  readonly #history: HistoryState;
  readonly #ui: UiState;
  /** What was asked for last. */
  #asked = 0;
  #isUnderWay = false;

  constructor(client: AppClient, history: HistoryState, ui: UiState) {
    this.#client = client;
    this.#history = history;
    this.#ui = ui;
  }

  /** Fetches them anew; what is shown stays until they are there. One answer at a time: the last question counts. */
  async load(): Promise<void> {
    this.#asked += 1;
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    for (let answered = 0; answered !== this.#asked;) {
      answered = this.#asked;
      const result = await this.#client.call('history.plots', this.#history.terms);
      if (answered !== this.#asked) continue;
      if (result.ok) this.now = result.value;
      else if (result.failure.kind !== 'disconnected') this.#ui.reportFailure(result.failure);
    }
    this.#isUnderWay = false;
  }
}
