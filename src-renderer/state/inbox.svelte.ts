import { jobStates } from '../../src-shared/job/job-states.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { Notice } from '../../src-shared/notice.ts';
import type { AppClient } from '../client.ts';
import { subscribeWhileVisible } from './subscribe-while-visible.ts';
import { rowHere } from './own-names.ts';
import type { SettingsState } from './settings.svelte.ts';
import type { UiState } from './ui.svelte.ts';

/** Changes come in bursts, and on a busy day without end: they are looked at together, so often. Milliseconds. */
const pause = 1_000;

/** The same job or server is a new entry at another time. */
const keyOf = ({ id, at }: Notice): string => `${id} ${at}`;

/**
 * What happened, and what of it the user hasn't seen. Seen is all up to one time, `noticesSeenAt`, which Ferry keeps for
 * every screen, and what happened since then under the eyes of whoever looks at this one. That is known here alone, for
 * the time can't pass what was missed before it: a page that is loaded again counts it as missed with the rest. As soon
 * as nothing is missed, the time moves on.
 */
export class InboxState {
  list = $state.raw<Notice[]>([]);
  /** How many the user hasn't seen. */
  readonly unread = $derived.by(() => this.list.filter((notice) => this.isUnread(notice)).length);
  /** Keys of what happened under the user's eyes. */
  #seenHere = $state.raw<readonly string[]>([]);
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #settings: SettingsState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What happened before is listed: what is added now happens now. */
  #knowsPast = false;
  /** Raised whenever it is asked for: only the last answer counts. */
  #edition = 0;

  constructor(client: AppClient, ui: UiState, settings: SettingsState) {
    this.#client = client;
    this.#ui = ui;
    this.#settings = settings;
    subscribeWhileVisible(client, {
      listen: () => [
        client.on('queue.changed', ({ jobs }) => {
          if (jobs.some((job) => this.#isAbout(job))) this.#soon();
        }),
        client.on('history.changed', () => this.#soon()),
        client.on('connections.changed', () => this.#soon()),
      ],
      catchUp: () => {
        // What happened while nobody could see this page was missed, whoever looks at it now.
        this.#knowsPast = false;
        void this.#load();
      },
      leave: () => {
        clearTimeout(this.#timer);
        this.#timer = undefined;
      },
    });
  }

  isUnread(notice: Notice): boolean {
    return notice.at > this.#settings.settings.noticesSeenAt && !this.#seenHere.includes(keyOf(notice));
  }

  /** The user has seen all that is listed. */
  async markAllRead(): Promise<void> {
    const upTo = this.list[0]?.at ?? 0;
    if (upTo <= this.#settings.settings.noticesSeenAt) return;
    const result = await this.#client.call('notices.seen', { upTo });
    if (!result.ok) this.#ui.reportFailure(result.failure);
  }

  /** Whether a job that changed is listed, or was. */
  #isAbout({ id, state }: JobView): boolean {
    return jobStates[state.is].notifies || this.list.some((notice) => notice.id === id);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#load();
    }, pause);
  }

  async #load(): Promise<void> {
    this.#edition += 1;
    const edition = this.#edition;
    const result = await this.#client.call('notices.list', {});
    if (!result.ok || edition !== this.#edition) return;
    const notices = result.value.notices.map((notice) =>
      notice.about === 'job' ? { ...notice, job: rowHere(notice.job) } : notice,
    );
    const known = this.list.map(keyOf);
    // Whoever looks at the list has seen there what happens now.
    const isSeen = this.#knowsPast && this.#isLooking();
    this.#seenHere = notices
      .map(keyOf)
      .filter((key) => this.#seenHere.includes(key) || (isSeen && !known.includes(key)));
    this.list = notices;
    if (this.unread === 0) void this.markAllRead();
    this.#knowsPast = true;
  }

  #isLooking(): boolean {
    return document.visibilityState === 'visible' && document.hasFocus() && this.#ui.view.is !== 'settings';
  }
}
