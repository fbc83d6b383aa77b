import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import Conf from 'conf';
import { connectionSchema } from '../../src-shared/connection.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { deepFreeze } from '../../src-shared/deep-freeze.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { defaultSettings, settingsSchema } from '../../src-shared/settings.ts';
import type { Settings } from '../../src-shared/settings.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Phrase } from '../../src-shared/language/words.ts';
import { boundTimes, pastTime } from '../../src-shared/time-bounds.ts';
import type { Config, Log } from '../core/ports.ts';
import { largestConfig, readSmallFile } from './small-file.ts';
import type { KeptThing } from './data-folder-keeper.ts';

/** A `Config` with what the host should tell the user about it. */
export interface OpenedConfig extends Config, KeptThing {
  /** For people: which value fell back, which connection couldn't be read, which file was moved aside. */
  readonly problems: readonly Phrase[];
}

export interface ConfigOptions {
  folder: string;
  /** Milliseconds since 1970; names a file that is moved aside. The system's clock by default. */
  now?: () => number;
  log?: Log;
  /** Throws where nothing may be saved, as the data folder isn't what it was. */
  demand?: () => void;
  /** Makes the store; Conf unless a host brings a relative of it, such as electron-store. */
  openStore?: OpenStore;
}

/** What is needed of Conf. */
export type KeyValueStore = Pick<Conf<ConfigFile>, 'get' | 'set' | 'path'>;

/** Opens `<name>.json` in the folder, which exists, for the owner alone. */
export type OpenStore = (file: { folder: string; name: string; mode: number }) => KeyValueStore;

const openConf: OpenStore = ({ folder, name, mode }) =>
  new Conf<ConfigFile>({ cwd: folder, configName: name, configFileMode: mode });

/** The file's top level. Entries that this Ferry can't read stay in it as they are. */
export interface ConfigFile extends Record<string, unknown> {
  connections?: unknown;
  settings?: unknown;
}

/**
 * Opens `config.json` in the data folder: `{ connections: [...], settings: {...} }`, the shape that electron-store
 * writes as well. Throws `FailedError` when the file or the folder can't be used.
 */
export function openConfig(options: ConfigOptions): OpenedConfig {
  try {
    return new ConfConfig(options);
  } catch (error) {
    throw toFailedError(error);
  }
}

/** The connections of a data folder that another process may hold: those that can be read, and nothing is changed. */
export function readConnections(folder: string): Connection[] {
  const found = readFile(folder).connections;
  return (Array.isArray(found) ? (found as unknown[]) : [])
    .map((entry) => connectionSchema.safeParse(entry).data)
    .filter((entry) => entry !== undefined);
}

/** The settings of such a folder; what can't be read is as usual. */
export function readSettings(folder: string): Settings {
  const { settings } = readFile(folder);
  return isRecord(settings) ? usableSettings(settings).settings : { ...defaultSettings };
}

function readFile(folder: string): ConfigFile {
  try {
    const file: unknown = JSON.parse(readSmallFile(join(folder, fileName), largestConfig) ?? '');
    return isRecord(file) ? file : {};
  } catch {
    return {};
  }
}

/** The settings with their defaults in the place of what is missing or can't be read, whose names are told. */
function usableSettings(found: Record<string, unknown>): { settings: Settings; unusable: string[] } {
  const usable: Record<string, unknown> = { ...defaultSettings };
  const unusable: string[] = [];
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    if (found[name] === undefined) continue;
    const parsed = schema.safeParse(found[name]);
    if (parsed.success) usable[name] = parsed.data;
    else unusable.push(name);
  }
  return { settings: settingsSchema.parse(usable), unusable };
}

class ConfConfig implements OpenedConfig {
  readonly problems: Phrase[] = [];
  readonly #conf: KeyValueStore;
  readonly #connections = new Map<string, Connection>();
  /** What is handed out; null after a change. */
  #list: readonly Connection[] | null = null;
  /** What the list of connections holds besides, as it was found. */
  readonly #unreadable: unknown[] = [];
  #settings: Settings;
  readonly #demand: () => void;
  /** Whether there is a file of it. */
  #isKept: boolean;

  constructor(options: ConfigOptions) {
    const { folder, now = Date.now, log, openStore = openConf } = options;
    this.#demand = options.demand ?? (() => undefined);
    const problem = replaceBroken(folder, now());
    if (problem !== null) this.problems.push(problem);
    this.#conf = openStore({ folder, name: 'config', mode: 0o600 });
    this.#readConnections(this.#conf.get('connections'), now());
    this.#settings = this.#readSettings(this.#conf.get('settings'), now());
    this.#isKept = existsSync(this.#conf.path);
    if (this.problems.length === 0 && this.#isKept) keepCopy(folder);
    for (const problem of this.problems) log?.event('config.problem', { detail: JSON.stringify(problem) });
  }

  connections(): readonly Connection[] {
    this.#list ??= deepFreeze([...this.#connections.values()]);
    return this.#list;
  }

  saveConnection(connection: Connection): void {
    const parsed = connectionSchema.safeParse(connection);
    if (!parsed.success) throw invalid('connection', parsed.error.issues[0]?.path);
    const connections = new Map(this.#connections).set(connection.id, parsed.data);
    this.#write('connections', [...connections.values(), ...this.#unreadable]);
    this.#connections.set(connection.id, parsed.data);
    this.#list = null;
  }

  settings(): Settings {
    return { ...this.#settings };
  }

  saveSettings(settings: Settings): void {
    const parsed = settingsSchema.safeParse(settings);
    if (!parsed.success) throw invalid('settings', parsed.error.issues[0]?.path);
    // Conf makes a missing folder by itself when it reads, and readable by everyone.
    this.#demand();
    // What a newer Ferry keeps here besides isn't ours to throw away.
    const others = this.#conf.get('settings');
    this.#write('settings', { ...(isRecord(others) ? others : {}), ...parsed.data });
    this.#settings = parsed.data;
  }

  isInPlace(): boolean {
    return !this.#isKept || existsSync(this.#conf.path);
  }

  putBack(): void {
    try {
      this.#conf.set('connections', [...this.#connections.values(), ...this.#unreadable]);
      this.#conf.set('settings', this.#settings);
    } catch (error) {
      throw toFailedError(error);
    }
  }

  #write(key: string, value: unknown): void {
    this.#demand();
    try {
      this.#conf.set(key, value);
      this.#isKept = true;
    } catch (error) {
      throw toFailedError(error);
    }
  }

  #readConnections(found: unknown, now: number): void {
    if (found === undefined) return;
    if (!Array.isArray(found)) {
      this.#unreadable.push(found);
      this.problems.push(phrase('startupProblems.config.list'));
      return;
    }
    for (const entry of found as unknown[]) {
      const parsed = connectionSchema.safeParse(entry);
      if (parsed.success && !this.#connections.has(parsed.data.id)) {
        this.#connections.set(parsed.data.id, boundTimes(parsed.data, now));
        continue;
      }
      this.#unreadable.push(entry);
      const name = isRecord(entry) && typeof entry['name'] === 'string' ? entry['name'].slice(0, 120) : '';
      const place = placeOf(parsed.error?.issues[0]?.path);
      if (parsed.success) this.problems.push(phrase('startupProblems.config.twin', { name }));
      else if (name) this.problems.push(phrase('startupProblems.config.connection', { name, place }));
      else this.problems.push(phrase('startupProblems.config.nameless', { place }));
    }
  }

  #readSettings(found: unknown, now: number): Settings {
    if (found === undefined) return { ...defaultSettings };
    if (!isRecord(found)) {
      this.problems.push(phrase('startupProblems.config.settings'));
      return { ...defaultSettings };
    }
    const { settings, unusable } = usableSettings(found);
    for (const name of unusable) this.problems.push(phrase('startupProblems.config.setting', { name }));
    // Else nothing would ever be unread again.
    return { ...settings, noticesSeenAt: pastTime(settings.noticesSeenAt, now) };
  }
}

const fileName = 'config.json';
const copyName = 'config.copy.json';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isConfigFile(path: string): boolean {
  try {
    const text = readSmallFile(path, largestConfig);
    return text !== null && isRecord(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * Moves a file aside that is empty, half written or not ours, and puts the last good copy in its place. Returns what
 * to tell the user; null when all is well.
 */
function replaceBroken(folder: string, now: number): Phrase | null {
  const path = join(folder, fileName);
  if (!existsSync(path) || isConfigFile(path)) return null;
  const broken = join(folder, `config.broken-${new Date(now).toISOString().replace(/[:.]/g, '-')}.json`);
  renameSync(path, broken);
  const file = basename(broken);
  const copy = join(folder, copyName);
  if (!existsSync(copy) || !isConfigFile(copy)) return phrase('startupProblems.config.defaults', { file });
  copyFileSync(copy, path);
  return phrase('startupProblems.config.copy', { file });
}

/** The copy that `replaceBroken` goes back to. It is made at each good start; without it Ferry works as well. */
function keepCopy(folder: string): void {
  try {
    const arriving = join(folder, `${copyName}.arriving`);
    copyFileSync(join(folder, fileName), arriving);
    renameSync(arriving, join(folder, copyName));
  } catch {
    // A full disk is reported by what has to be saved, not by a copy.
  }
}

function placeOf(path: PropertyKey[] | undefined): string {
  return path && path.length > 0 ? path.map(String).join('.') : 'content';
}

function invalid(what: string, path: PropertyKey[] | undefined): FailedError {
  const place = placeOf(path);
  return new FailedError({ kind: 'internal', detail: phrase('failureDetails.kept.config', { what, place }) });
}

function toFailedError(error: unknown): FailedError {
  if (error instanceof FailedError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new FailedError({ kind: 'no-space' });
  const kind = typeof code === 'string' ? 'folder-unavailable' : 'internal';
  const words = message.slice(0, 300);
  return new FailedError({ kind, detail: phrase('failureDetails.about', { what: fileName, words }) });
}
