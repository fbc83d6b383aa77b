import type { Config } from '../../src-main/core/ports.ts';
import { connectionSchema } from '../../src-shared/connection.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { deepFreeze } from '../../src-shared/deep-freeze.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { defaultSettings, settingsSchema } from '../../src-shared/settings.ts';
import type { Settings } from '../../src-shared/settings.ts';

/** Connections and settings in memory. */
export class FakeConfig implements Config {
  readonly #connections = new Map<string, Connection>();
  /** What is handed out; null after a change. */
  #list: readonly Connection[] | null = null;
  #settings: Settings = defaultSettings;

  connections(): readonly Connection[] {
    this.#list ??= deepFreeze([...this.#connections.values()]);
    return this.#list;
  }

  saveConnection(connection: Connection): void {
    const parsed = connectionSchema.safeParse(connection);
    if (!parsed.success) throw new FailedError({ kind: 'internal', detail: 'connection: not valid' });
    this.#connections.set(connection.id, parsed.data);
    this.#list = null;
  }

  settings(): Settings {
    return { ...this.#settings };
  }

  saveSettings(settings: Settings): void {
    const parsed = settingsSchema.safeParse(settings);
    if (!parsed.success) throw new FailedError({ kind: 'internal', detail: 'settings: not valid' });
    this.#settings = parsed.data;
  }
}
