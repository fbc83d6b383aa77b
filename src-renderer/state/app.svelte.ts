import { createContext } from 'svelte';
import type { AppClient, Link } from '../client.ts';
import { ClockState } from './clock.svelte.ts';
import { ConnectionsState } from './connections.svelte.ts';
import { HistoryState } from './history.svelte.ts';
import { QueueState } from './queue.svelte.ts';
import { SettingsState } from './settings.svelte.ts';
import { TimelineState } from './timeline.svelte.ts';
import { UiState } from './ui.svelte.ts';

/** Everything that views read. They ask its parts to do things, and never the client. */
export class AppState {
  link = $state<Link>('opening');
  readonly ui = new UiState();
  readonly clock = new ClockState();
  readonly queue: QueueState;
  readonly history: HistoryState;
  readonly connections: ConnectionsState;
  readonly settings: SettingsState;
  readonly timeline: TimelineState;

  constructor(client: AppClient) {
    this.queue = new QueueState(client, this.ui);
    this.history = new HistoryState(client, this.ui);
    this.connections = new ConnectionsState(client, this.ui);
    this.settings = new SettingsState(client, this.ui);
    this.timeline = new TimelineState(client);
    client.onLink((link) => (this.link = link));
  }
}

export const [getApp, setApp] = createContext<AppState>();
