import { t } from '../../src-shared/language/index.ts';
import type { Words } from '../../src-shared/language/words.ts';
import type { CallOutput, Result } from '../../src-shared/contract.ts';
import { defaultSettings } from '../../src-shared/settings.ts';
import type { Settings } from '../../src-shared/settings.ts';
import type { AppClient } from '../client.ts';
import type { LanguageState } from './language.svelte.ts';
import { loadWhenLinked } from './load-when-linked.ts';
import type { TableState } from './table.svelte.ts';
import type { ThemeState } from './theme.svelte.ts';
import type { UiState } from './ui.svelte.ts';

export type AppInfo = CallOutput<'app.info'>;
export type About = CallOutput<'app.about'>;
export type FolderPage = CallOutput<'folders.list'>;

/** The app's own facts, what the user has set, and the folders of this machine. */
export class SettingsState {
  settings = $state.raw<Settings>(defaultSettings);
  info = $state.raw<AppInfo | null>(null);
  /** Where files go when nothing else is said. */
  readonly folder = $derived(this.settings.folder || (this.info?.defaultFolder ?? ''));
  readonly capabilities = $derived(
    this.info?.capabilities ?? {
      open: false,
      pickFolder: 'list' as const,
      demo: false,
      trash: false,
      sleep: false,
      settings: [],
    },
  );
  /** This machine has a network. */
  readonly online = $derived(this.info?.online ?? true);
  /** Which problems found at start are still to be read. */
  startupProblems = $state.raw<Words[]>([]);
  /** Bytes free, by the paths that were looked at. One number for a path, wherever it is shown. */
  #free = $state.raw<Readonly<Record<string, number | null>>>({});
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #language: LanguageState;
  readonly #theme: ThemeState;
  #areProblemsTold = false;
  /** Raised by every change: an answer that was asked for before it is older. */
  #edition = 0;
  /** Own changes that the host has not answered yet: what it tells meanwhile may be older than they are. */
  #unanswered = 0;

  constructor(client: AppClient, ui: UiState, language: LanguageState, theme: ThemeState) {
    this.#client = client;
    this.#ui = ui;
    this.#language = language;
    this.#theme = theme;
    for (const table of this.#tables())
      table.onSave = (layout) => void this.change({ tables: { [table.name]: layout } });
    client.on('settings.changed', ({ settings }) => {
      if (this.#unanswered > 0) return;
      this.#edition += 1;
      this.#use(settings);
    });
    client.on('network.changed', ({ online }) => {
      if (this.info) this.info = { ...this.info, online };
      ui.announce(t(online ? 'shell.online' : 'shell.offline'));
    });
    client.on('app.trouble', ({ news }) => {
      this.startupProblems = [...this.startupProblems, news];
    });
    loadWhenLinked(client, () => this.#load());
  }

  /** Changes some of them, at once; of `tables` those that are named. */
  async change(changes: Partial<Settings>): Promise<void> {
    this.#edition += 1;
    const { settings } = this;
    this.#use({ ...settings, ...changes, tables: { ...settings.tables, ...changes.tables } });
    this.#unanswered += 1;
    // No more than what was changed: another screen may have changed the rest, unknown here.
    const result = await this.#client.call('settings.save', { settings: changes });
    this.#unanswered -= 1;
    if (!result.ok) this.#ui.reportFailure(result.failure);
    // The last answer to come has all of them in it.
    if (this.#unanswered > 0) return;
    if (result.ok) this.#use(result.value.settings);
    else await this.#load();
  }

  /** What Ferry runs on, or null while it doesn't answer. */
  async about(): Promise<About | null> {
    const result = await this.#client.call('app.about', {});
    return result.ok ? result.value : null;
  }

  /** Bytes free where a path leads to, as it was last looked at, whoever looked; null while unknown. */
  freeAt(path: string): number | null {
    return this.#free[path] ?? null;
  }

  /** Looks how much is free where a path leads to. */
  async lookForSpace(path: string): Promise<void> {
    const result = await this.#client.call('folders.space', { path });
    this.#free = { ...this.#free, [path]: result.ok ? result.value.free : null };
  }

  /** The folder chosen in the system's own dialog, or null when none was. */
  async pickFolder(startAt: string): Promise<string | null> {
    const result = await this.#client.call('folders.pick', { startAt });
    if (result.ok) return result.value.path;
    this.#ui.reportFailure(result.failure);
    return null;
  }

  /** The folders below a path; null when it can't be listed, with the reason said unless `quietly`. */
  async folders(path: string | null, quietly = false): Promise<FolderPage | null> {
    const result = await this.#client.call('folders.list', { path });
    if (result.ok) return result.value;
    if (!quietly) this.#ui.reportFailure(result.failure);
    return null;
  }

  /** Makes a folder inside a listed one; its path, or why not. */
  makeFolder(parent: string, name: string): Promise<Result<CallOutput<'folders.make'>>> {
    return this.#client.call('folders.make', { parent, name });
  }

  #use(settings: Settings): void {
    if (settings.language !== this.settings.language)
      this.#language.speak(settings.language).then(
        // What was said last is in the language before.
        () => this.#ui.announce(''),
        () => this.#ui.notify(`${t('shell.viewMissing.title')} ${t('shell.viewMissing.text')}`, 'bad'),
      );
    this.#theme.use(settings.theme);
    this.settings = settings;
    for (const table of this.#tables()) table.begin(settings.tables[table.name]);
  }

  #tables(): TableState[] {
    return [this.#ui.queueTable, this.#ui.historyTable];
  }

  /** Resolves with whether all came. */
  async #load(): Promise<boolean> {
    const edition = this.#edition;
    const [info, settings] = await Promise.all([
      this.#client.call('app.info', {}),
      this.#client.call('settings.get', {}),
    ]);
    if (settings.ok && edition === this.#edition) this.#use(settings.value.settings);
    if (!info.ok) return false;
    this.info = info.value;
    if (!this.#areProblemsTold) this.startupProblems = info.value.notices;
    this.#areProblemsTold = true;
    return settings.ok;
  }
}
