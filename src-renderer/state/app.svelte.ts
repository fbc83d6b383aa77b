import { createContext } from 'svelte';
import type { EventData } from '../../src-shared/contract.ts';
import type { AppClient, Link } from '../client.ts';
import { ClockState } from './clock.svelte.ts';
import { ConnectionsState } from './connections.svelte.ts';
import { HistoryState } from './history.svelte.ts';
import { HistoryPlotsState } from './history-plots.svelte.ts';
import { JobFilesState } from './job-files.ts';
import { LanguageState } from './language.svelte.ts';
import { InboxState } from './inbox.svelte.ts';
import { JobCommands } from './job-commands.ts';
import { QueueLists } from './queue-lists.svelte.ts';
import { QueueState } from './queue.svelte.ts';
import { RemovalState } from './removal.svelte.ts';
import { SavedFilesState } from './saved-files.svelte.ts';
import { SecretsFileState } from './secrets-file.svelte.ts';
import { SettingsState } from './settings.svelte.ts';
import { ThemeState } from './theme.svelte.ts';
import { TimelineState } from './timeline.svelte.ts';
import { UiState } from './ui.svelte.ts';

/** A blink of the link isn't worth a word: milliseconds. */
const blink = 1_000;

/** Everything that views read. They ask its parts to do things, and never the client. */
export class AppState {
  link = $state<Link>('opening');
  /** This page has talked with Ferry before. */
  wasOpen = $state(false);
  /** Ferry hasn't answered for a while, or lets this page in no more: what is shown may be true no longer. */
  isGone = $state(false);
  /** Why Ferry is gone, as far as this page knows; null while it isn't. */
  readonly lost = $derived.by(() => {
    if (!this.isGone) return null;
    if (this.link === 'refused') return this.wasOpen ? 'restarted' : 'refused';
    return this.link === 'odd' ? 'odd' : 'gone';
  });
  readonly language = new LanguageState();
  readonly theme = new ThemeState();
  readonly ui = new UiState();
  readonly clock = new ClockState();
  readonly removal: RemovalState;
  readonly queue: QueueState;
  readonly lists: QueueLists;
  readonly commands: JobCommands;
  readonly history: HistoryState;
  readonly plots: HistoryPlotsState;
  readonly connections: ConnectionsState;
  readonly settings: SettingsState;
  readonly inbox: InboxState;
  readonly timeline: TimelineState;
  readonly files: JobFilesState;
  readonly savedFiles: SavedFilesState;
  readonly secretsFile: SecretsFileState;
  /** For the state that a view makes for itself: handed on to that, and asked for nothing by the view. */
  readonly client: AppClient;

  #blinking: ReturnType<typeof setTimeout> | undefined;

  constructor(client: AppClient) {
    this.client = client;
    this.removal = new RemovalState(client, this.ui);
    this.queue = new QueueState(client, this.ui, this.removal);
    this.lists = new QueueLists(this.queue, this.removal);
    this.commands = new JobCommands(client, this.ui, this.queue);
    this.history = new HistoryState(client, this.ui, this.removal);
    this.plots = new HistoryPlotsState(client, this.history, this.ui);
    this.connections = new ConnectionsState(client, this.ui);
    this.settings = new SettingsState(client, this.ui, this.language, this.theme);
    this.inbox = new InboxState(client, this.ui, this.settings);
    this.timeline = new TimelineState(client);
    this.savedFiles = new SavedFilesState(client);
    this.files = new JobFilesState(client, this.ui, this.commands, this.savedFiles);
    this.secretsFile = new SecretsFileState(client, this.ui);
    client.onLink((link) => this.#linked(link));
    client.on('place.chosen', (place) => this.#show(place));
  }

  /** Shows what was chosen outside of the screen. */
  #show(place: EventData<'place.chosen'>): void {
    const { ui } = this;
    switch (place.is) {
      case 'newDownload':
        return this.askFor(place.link);
      case 'signIn':
        return ui.openNext({ is: 'signIn', connectionId: place.connectionId });
      case 'shortcuts':
      case 'diagnostics':
        return ui.openNext({ is: place.is });
      case 'settings':
        return ui.show({ is: 'settings' });
      case 'about':
        ui.settingsAt = 'about';
        return ui.show({ is: 'settings' });
    }
  }

  /** Opens the form for what a link or pasted text names; where there is no server yet, that of the link's is added first. */
  askFor(text: string | null): void {
    const asking = { is: 'newDownload', ...(text !== null && { prefill: { text } }) } as const;
    if (this.connections.list.length > 0) return this.ui.openNext(asking);
    const address = URL.parse(text ?? '')?.origin;
    if (text !== null && address === undefined) return;
    this.ui.openNext({ is: 'connection', connectionId: null, ...(address !== undefined && { address }) });
    if (address !== undefined) this.ui.openNext(asking);
  }

  #linked(link: Link): void {
    this.link = link;
    clearTimeout(this.#blinking);
    if (link === 'lost') this.#blinking = setTimeout(() => (this.isGone = true), blink);
    else this.isGone = link === 'refused' || link === 'odd';
    if (link !== 'open') return;
    this.wasOpen = true;
    this.ui.takeBack('link');
  }
}

export const [getApp, setApp] = createContext<AppState>();
