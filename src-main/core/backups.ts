import {
  backupEntrySchema,
  backupServerSchema,
  backupSettingsSchema,
  backupVersion,
  importedId,
  mostServers,
} from '../../src-shared/backup/backup.ts';
import type {
  BackupEntry,
  BackupPlace,
  BackupServer,
  BackupSettings,
} from '../../src-shared/backup/backup.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { refusal } from '../../src-shared/failures/failure.ts';
import type { FailedError } from '../../src-shared/failures/failure.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { demandSavePathTemplate } from '../../src-shared/save-path-template.ts';
import { boundTimes } from '../../src-shared/time-bounds.ts';
import { isSameAccount } from './calls/connection-ways.ts';
import { logFailure } from './log-failure.ts';
import type { Contents, LogEntry, Ports, ZipRecord } from './ports.ts';

/** Which parts of a backup are taken over. */
export interface WantedParts {
  servers: boolean;
  settings: boolean;
  history: boolean;
}

/** What is in a backup, all of it proven to be usable. */
export interface BackupContents {
  madeAt: string;
  madeBy: string;
  settings: BackupSettings | null;
  /** Those that were removed where it was made are here for the names of their downloads. */
  servers: BackupServer[];
  downloads: number;
  /** Downloads that are here already. */
  known: number;
  /** Zips whose lists aren't what they should be: these aren't taken over. */
  unproven: number;
}

/** Downloads that are saved in one go, and bytes of what their zips list. */
const sliceSize = 200;
const sliceBytes = 20_000_000;

type Places = Pick<Ports, 'documents' | 'store' | 'config' | 'servers' | 'clock' | 'random' | 'log'>;

/** Something in the file isn't what it should be: where, for whoever made it. */
function broken(at: string, path: readonly PropertyKey[] = []): FailedError {
  return refusal(phrase('validationErrors.backup.broken', { place: [at, ...path.map(String)].join('.') }));
}

interface Schema<Value> {
  safeParse(value: unknown): {
    data?: Value | undefined;
    error?: { issues: { path: PropertyKey[] }[] } | undefined;
  };
}

function parsed<Value>(schema: Schema<Value>, at: string, value: unknown): Value {
  const { data, error } = schema.safeParse(value);
  if (data === undefined) throw broken(at, error?.issues[0]?.path);
  return data;
}

/** Reads a whole backup and changes nothing. Rejects with `invalid-input` where any of it can't be used, and says what. */
export async function checkBackup(ports: Places, id: string): Promise<BackupContents> {
  const head: Partial<Record<BackupPlace, unknown>> = {};
  const contents: BackupContents = {
    madeAt: '',
    madeBy: '',
    settings: null,
    servers: [],
    downloads: 0,
    known: 0,
    unproven: 0,
  };
  for await (const values of ports.documents.read(id))
    for (const { at, value } of values) {
      if (at === 'servers') contents.servers.push(serverIn(ports, value, contents.servers.length));
      else if (at === 'settings') contents.settings = settingsIn(value);
      else if (at === 'history') {
        const entry = entryIn(value, contents.downloads);
        contents.downloads += 1;
        if (entry.contents && !(await contentsIn(ports, entry))) contents.unproven += 1;
        if (isKnown(ports, entry.job.id)) contents.known += 1;
      } else head[at] = value;
    }
  const { ferryBackup, madeAt, madeBy } = head;
  if (typeof ferryBackup !== 'number') throw refusal(phrase('validationErrors.backup.none'));
  if (ferryBackup > backupVersion) throw refusal(phrase('validationErrors.backup.newer'));
  if (typeof madeAt !== 'string' || typeof madeBy !== 'string') throw broken('madeAt');
  return { ...contents, madeAt: madeAt.slice(0, 40), madeBy: madeBy.slice(0, 100) };
}

/** It was imported before, or made here. */
const isKnown = ({ store }: Pick<Ports, 'store'>, id: string): boolean =>
  store.job(id) !== null || store.job(importedId(id)) !== null;

function serverIn({ servers }: Pick<Ports, 'servers'>, value: unknown, number: number): BackupServer {
  const at = `servers.${number}`;
  if (number >= mostServers) throw broken(at);
  const server = parsed(backupServerSchema, at, value);
  // Whoever made the file may have typed what no form would have taken.
  if (servers.understandAddress(server.kind, server.baseUrl).baseUrl !== server.baseUrl)
    throw broken(at, ['baseUrl']);
  if (server.proxy?.use === 'own' && /^https?:\/\/[^/]*@/.test(server.proxy.url))
    throw broken(at, ['proxy', 'url']);
  if (server.own?.filing) demandSavePathTemplate(server.own.filing);
  return server;
}

function settingsIn(value: unknown): BackupSettings {
  const settings = parsed(backupSettingsSchema, 'settings', value);
  if (settings.filing) demandSavePathTemplate(settings.filing);
  return settings;
}

const entryIn = (value: unknown, number: number): BackupEntry =>
  parsed(backupEntrySchema, `history.${number}`, value);

/** What its zip lists; null where that isn't told, or isn't so: the download itself is none the worse. */
async function contentsIn(
  { documents }: Pick<Ports, 'documents'>,
  { contents }: BackupEntry,
): Promise<Contents | null> {
  return contents ? documents.provenContents(contents) : null;
}

/** The server that is here already with the same account. */
export function shownTwin({ config }: Pick<Ports, 'config'>, server: BackupServer): Connection | undefined {
  return config.connections().find((other) => !other.removed && isSameAccount(other, server));
}

/**
 * Takes over servers and finished downloads of a backup. Rejects as `checkBackup` does, before anything is changed; where
 * the downloads can't all be saved, those that were go again.
 *
 * @returns the connections that were added and are shown, which stands for each of the file, and how many downloads were added
 */
export async function importBackup(
  ports: Places,
  id: string,
  wanted: WantedParts,
): Promise<{
  contents: BackupContents;
  added: Connection[];
  mapped: ReadonlyMap<string, string>;
  downloads: number;
}> {
  const contents = await checkBackup(ports, id);
  const { mapped, fresh } = mapServers(ports, contents.servers, wanted);
  const downloads = wanted.history ? await importEntries(ports, id, mapped) : 0;
  for (const connection of fresh) ports.config.saveConnection(connection);
  return { contents, added: fresh.filter(({ removed }) => !removed), mapped, downloads };
}

/** Which connection stands for each server of the file, and those that have to be made for it. */
function mapServers(
  ports: Places,
  servers: readonly BackupServer[],
  wanted: WantedParts,
): { mapped: Map<string, string>; fresh: Connection[] } {
  const mapped = new Map<string, string>();
  const fresh: Connection[] = [];
  const twinOf = (server: BackupServer): Connection | undefined =>
    shownTwin(ports, server) ?? fresh.find((other) => isSameAccount(other, server));
  for (const server of servers) {
    const isShown = wanted.servers && !server.removed;
    const past = isShown
      ? undefined
      : ports.config.connections().find((other) => isSameAccount(other, server));
    const twin = twinOf(server) ?? past;
    if (twin) mapped.set(server.id, twin.id);
    else if (isShown || wanted.history) {
      const { removed: _removed, ...kept } = boundTimes(server, ports.clock.now());
      const connection: Connection = { ...kept, id: ports.random.id(), ...(!isShown && { removed: true }) };
      mapped.set(server.id, connection.id);
      fresh.push(connection);
    }
  }
  return { mapped, fresh };
}

async function importEntries(ports: Places, id: string, mapped: Map<string, string>): Promise<number> {
  const { store, documents, clock, log } = ports;
  const added: string[] = [];
  let waiting: { entry: BackupEntry; contents: Contents | null }[] = [];
  let size = 0;
  let number = 0;
  const save = (): void => {
    const now = clock.now();
    const fresh = waiting.filter(({ entry }) => !isKnown(ports, entry.job.id));
    const entries = fresh.map(({ entry }) => entry);
    [waiting, size] = [[], 0];
    const jobs = entries.map(({ job }) => boundTimes(importedJob(job, mapped, ports.random), now));
    const lines = entries.flatMap(({ job, timeline }) =>
      timeline.map((line): LogEntry => ({ ...boundTimes(line, now), jobId: importedId(job.id) })),
    );
    const zips = fresh.map(({ entry, contents }) => zipRecord(entry, contents, now));
    store.save(jobs, lines, [], zips);
    for (const job of jobs) added.push(job.id);
  };
  try {
    for await (const values of documents.read(id)) {
      for (const { at, value } of values) {
        if (at !== 'history') continue;
        const entry = entryIn(value, number);
        const contents = await contentsIn(ports, entry);
        waiting.push({ entry, contents });
        size += contents?.packed.length ?? 0;
        number += 1;
        if (waiting.length >= sliceSize || size >= sliceBytes) save();
      }
    }
    save();
  } catch (thrown) {
    try {
      store.remove(added);
    } catch (again) {
      logFailure(log, 'what was imported could not be taken back', again);
    }
    throw thrown;
  }
  return added.length;
}

/** A download of another Ferry, as one of this: it is over, and nothing of it is tried again. */
function importedJob(job: BackupEntry['job'], mapped: Map<string, string>, random: Ports['random']): Job {
  let connectionId = mapped.get(job.connectionId);
  if (connectionId === undefined) mapped.set(job.connectionId, (connectionId = random.id()));
  return {
    ...job,
    connectionId,
    id: importedId(job.id),
    parentId: job.parentId === null ? null : importedId(job.parentId),
    state:
      job.state.is === 'split' ? { ...job.state, children: job.state.children.map(importedId) } : job.state,
    attempt: 0,
    retryAt: null,
    lastFailure: null,
  };
}

function zipRecord(
  { job, comparison: said }: BackupEntry,
  contents: Contents | null,
  now: number,
): ZipRecord {
  const comparison = said ? boundTimes(said, now) : null;
  const changes = comparison?.changes ?? null;
  return {
    jobId: importedId(job.id),
    contents,
    comparison: comparison && {
      ...comparison,
      changes: changes && { ...changes, jobId: importedId(changes.jobId) },
    },
  };
}
