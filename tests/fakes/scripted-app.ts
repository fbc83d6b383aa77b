/**
 * An app in memory whose rows are whatever a script says: for looking at screens and for driving them fast. Its
 * actions change states as the real app's do, as far as a screen can see, but nothing is asked of any server.
 */
import type { App } from '../../src-main/core/app-types.ts';
import type { ConnectionKind } from '../../src-shared/kinds/kind-table.ts';
import type {
  CallOutput,
  ConnectionView,
  EventData,
  EventName,
  Handlers,
} from '../../src-shared/contract.ts';
import type { Beyond } from '../../src-shared/history/keeping.ts';
import type { HistoryPlots } from '../../src-shared/history/history-plots.ts';
import type { MonthCount } from '../../src-shared/history/history.ts';
import type { SecretsFileView } from '../../src-shared/contract/secrets-file.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { Comparison } from '../../src-shared/history/comparison.ts';
import type { Presence } from '../../src-shared/history/presence.ts';
import type { JobView, Progress, ZipEntry } from '../../src-shared/job/job-view.ts';
import type { KnownEntry } from '../../src-shared/job/timeline-detail.ts';
import type { Notice } from '../../src-shared/notice.ts';
import type { PendingRemoval } from '../../src-shared/removal.ts';
import { defaultSettings, settingsSchema } from '../../src-shared/settings.ts';
import type { Settings } from '../../src-shared/settings.ts';
import { noPlots } from './fake-history-search.ts';
import { scriptBrowsing } from './scripted-tree.ts';
import type { ScriptedTree } from './scripted-tree.ts';
import { cancelled, downloading, paused, queued } from './job-rows.ts';

/** What the app holds at the start. */
export interface Script {
  now: number;
  /** False shows the machine without a network. */
  online?: boolean;
  /** Where saved files are, by their jobs' ids; the others are there. */
  presence?: Record<string, Presence>;
  /** What saved zips were compared with, by their jobs' ids. */
  comparisons?: Record<string, Comparison>;
  /** What is in every saved zip. */
  zipEntries?: ZipEntry[];
  jobs: JobView[];
  progress: Progress[];
  history: JobView[];
  plots?: HistoryPlots;
  /** What a rule for keeping would remove. */
  beyond?: Beyond;
  connections: ConnectionView[];
  timelines: Record<string, KnownEntry[]>;
  notices: string[];
  /** The company's sign-in that is found for a server. */
  offer?: CallOutput<'connections.findSignIn'>['offer'];
  /** What the notification centre lists, newest first. */
  happened?: Notice[];
  /** Failures of the calls that should fail. */
  failing: Partial<Record<keyof Handlers, Failure>>;
  settings: Partial<Settings>;
  /** The host is a program with a window of its own: it has settings that a browser doesn't. */
  isDesktop?: boolean;
  /** What there is on every server to look around in. */
  tree?: ScriptedTree;
  /** Kinds of exports that were asked for before. */
  exportTypes: string[];
  /** What every backup holds that is imported. */
  backup?: CallOutput<'backup.check'>;
  diagnostics?: string;
  /** The encrypted file for secrets. */
  secretsFile?: SecretsFileView['is'];
  exports: CallOutput<'jobs.exportTypes'>['exports'];
}

export type ScriptedApp = App & {
  /** Rows that change or are new, as one numbered change. */
  put(...jobs: JobView[]): void;
  progress(...items: Progress[]): void;
  connections(list: ConnectionView[]): void;
};

/** What a host has of its own. */
const ownWays = ({
  isDesktop = false,
}: Partial<Script>): Pick<CallOutput<'app.info'>['capabilities'], 'settings' | 'sleep'> => ({
  sleep: isDesktop,
  settings: isDesktop
    ? [
        ...(['awakeWhilePreparing', 'startAtLogin', 'updateChannel', 'notifySaved', 'notifyFailed'] as const),
        ...(['notifySignIn', 'notifySound', 'whenAllDone', 'closeWithoutTray'] as const),
      ]
    : [],
});

const folder = '/home/alice/Downloads/Ferry';
const examples: CallOutput<'connections.addDemo'>['examples'] = [
  { id: 'demo-archive', name: 'Company archive', about: '1.2 GB in 3,400 documents' },
  { id: 'demo-reports', name: 'Annual reports', about: '86 MB in 42 documents' },
  { id: 'demo-minutes', name: 'Board minutes', about: '3 MB in 12 documents' },
  { id: 'demo-handbook', name: 'Staff handbook.pdf', about: 'one document, 2 MB' },
];

/** A connection that works. */
export function connection(options: Partial<ConnectionView> & { id: string; name: string }): ConnectionView {
  return {
    kind: 'alfresco',
    baseUrl: `https://${options.id}.example.com/alfresco`,
    tenant: '-default-',
    user: 'alice',
    createdAt: 0,
    state: { is: 'ok', info: { account: 'alice', version: 'Alfresco 7.4.0 (Community)' } },
    secret: 'keychain',
    openJobs: 0,
    demo: false,
    ...options,
  };
}

function understand(kind: ConnectionKind, address: string): CallOutput<'connections.understand'> {
  const isName = kind === 'bridge' && /^[a-z0-9-]+$/i.test(address);
  const whole = isName ? `${address}.bridgeapp.com` : address;
  const url = URL.parse(/^https?:\/\//.test(whole) ? whole : `https://${whole}`);
  if (!url) throw new FailedError({ kind: 'invalid-input', detail: 'This is not an address.' });
  const baseUrl = kind === 'bridge' ? url.origin : `${url.origin}/alfresco`;
  return { baseUrl, tenant: '-default-', suggestedName: url.hostname };
}

/** How many of them ended in each month, in their order. */
function monthsOf(jobs: readonly JobView[]): MonthCount[] {
  const months: MonthCount[] = [];
  for (const { changedAt } of jobs) {
    const date = new Date(changedAt);
    const at = new Date(date.getFullYear(), date.getMonth(), 1).getTime();
    const last = months.at(-1);
    if (last?.at === at) last.count += 1;
    else months.push({ at, count: 1 });
  }
  return months;
}

/** Starts the app with what the script holds; the rest is empty. */
export function createScriptedApp(script: Partial<Script> & { now: number }): ScriptedApp {
  const listeners = new Set<(name: EventName, data: never) => void>();
  const jobs = new Map((script.jobs ?? []).map((job) => [job.id, job]));
  const progress = new Map((script.progress ?? []).map((item) => [item.jobId, item]));
  let history = script.history ?? [];
  let connections = script.connections ?? [];
  let settings: Settings = { ...defaultSettings, ...script.settings };
  let seq = 0;
  /** The removal that a row belongs to. Nothing is ever carried out here. */
  const aboutToGo = new Map<string, string>();
  let removals: PendingRemoval[] = [];

  const publish = <Name extends EventName>(name: Name, data: EventData<Name>): void => {
    for (const listener of listeners) listener(name, data as never);
  };
  const put = (...changed: JobView[]): void => {
    for (const job of changed) jobs.set(job.id, job);
    seq += 1;
    publish('queue.changed', { seq, jobs: changed, removed: [] });
  };
  const replaceConnections = (list: ConnectionView[]): void => {
    connections = list;
    publish('connections.changed', { connections });
  };
  const failIfScripted = (name: keyof Handlers): void => {
    const failure = script.failing?.[name];
    if (failure) throw new FailedError(failure);
  };
  const found = (id: string): ConnectionView => {
    const one = connections.find((candidate) => candidate.id === id);
    if (!one) throw new FailedError({ kind: 'invalid-input', detail: 'There is no such server.' });
    return one;
  };
  const demo = connection({
    id: 'demo',
    name: 'Demo server',
    baseUrl: 'http://127.0.0.1:9/alfresco',
    demo: true,
  });

  const act: Handlers['jobs.act'] = ({ jobId, action }) => {
    failIfScripted('jobs.act');
    const job = jobs.get(jobId);
    if (!job) throw new FailedError({ kind: 'invalid-input', detail: 'There is no such download.' });
    const { asked } = job;
    const exportType = asked.kind === 'bridge' ? { exportType: asked.downloadType } : {};
    const options = { ...job, now: script.now, items: 1, ...exportType };
    if (action === 'remove') {
      jobs.delete(jobId);
      seq += 1;
      publish('queue.changed', { seq, jobs: [], removed: [jobId] });
    } else if (action === 'cancel') put(cancelled(options));
    else if (action === 'pause') put(paused(options));
    else if (action === 'resume') put(downloading(options));
    else if (action === 'retry' || action === 'askAgain') put(queued(options));
    else if (action === 'again') put(queued({ ...options, id: `${options.id}-again` }));
    return {};
  };

  const handlers: Handlers = {
    'app.info': () => ({
      version: '0.1.0',
      capabilities: { open: true, pickFolder: 'list', demo: true, trash: true, ...ownWays(script) },
      defaultFolder: folder,
      online: script.online ?? true,
      notices: script.notices ?? [],
    }),
    'app.about': () => ({
      dataFolder: '/home/alice/.config/ferry',
      platform: 'linux 6.1.0 x64',
      versions: { Node: '24.21.0' },
    }),
    'queue.snapshot': () => ({
      seq,
      jobs: [...jobs.values()].filter(({ id }) => !aboutToGo.has(id)),
      rest: [],
      progress: [...progress.values()],
    }),
    'queue.rows': ({ jobIds }) => ({ jobs: jobIds.flatMap((id) => jobs.get(id) ?? []) }),
    'jobs.create': ({ connectionId, items }) => {
      failIfScripted('jobs.create');
      const id = `asked-${jobs.size}`;
      const { name } = found(connectionId);
      put(
        queued({
          id,
          name: examples.find((example) => example.id === items[0])?.name ?? `${items.length} items`,
          now: script.now,
          connectionId,
          connectionName: name,
          items: items.length,
          order: jobs.size,
        }),
      );
      return { jobId: id, notes: [] };
    },
    'jobs.createExport': ({ connectionId, downloadType }) => {
      const id = `asked-${jobs.size}`;
      const options = {
        id,
        name: downloadType,
        now: script.now,
        connectionId,
        connectionName: found(connectionId).name,
      };
      put(queued({ ...options, exportType: downloadType, order: jobs.size }));
      return { jobId: id };
    },
    'jobs.exportTypes': () => ({ types: script.exportTypes ?? [], exports: script.exports ?? [] }),
    'jobs.similar': ({ items }) => {
      const wanted = items.join('\n');
      const same = [...jobs.values(), ...history].find(
        ({ asked }) => asked.kind === 'alfresco' && asked.nodeIds.join('\n') === wanted,
      );
      return { count: items.length, job: same ?? null };
    },
    'jobs.request': ({ jobId }) => {
      const { asked, folder } = jobs.get(jobId)!;
      return { request: asked, folder };
    },
    'jobs.target': ({ jobId }) => ({ folder: jobs.get(jobId)!.folder, inside: [] }),
    ...scriptBrowsing(script.tree ?? { sites: [] }, script.now, examples),
    'jobs.act': act,
    'jobs.actOnAll': ({ action }) => {
      const able = [...jobs.values()].filter((job) => job.actions.includes(action));
      for (const job of able) void act({ jobId: job.id, action });
      return { count: able.length };
    },
    'jobs.actOnMany': ({ jobIds, action }) => {
      const able = jobIds.flatMap((id) => jobs.get(id) ?? []).filter((job) => job.actions.includes(action));
      for (const job of able) void act({ jobId: job.id, action });
      return { count: able.length };
    },
    'jobs.open': () => {
      failIfScripted('jobs.open');
      return {};
    },
    'jobs.move': ({ jobIds, before }) => {
      const moved = jobIds.flatMap((id) => jobs.get(id) ?? []);
      const rest = [...jobs.values()]
        .filter((job) => !jobIds.includes(job.id))
        .sort((one, other) => one.order - other.order);
      const at = before === null ? rest.length : rest.findIndex((job) => job.id === before);
      [...rest.slice(0, at), ...moved, ...rest.slice(at)].forEach((job, order) => put({ ...job, order }));
      return {};
    },
    'jobs.setPriority': ({ jobIds, priority }) => {
      for (const job of jobIds.flatMap((id) => jobs.get(id) ?? [])) put({ ...job, priority });
      return {};
    },
    'jobs.presence': ({ jobIds }) => ({
      files: jobIds.map((jobId) => ({ jobId, presence: script.presence?.[jobId] ?? { is: 'there' } })),
    }),
    'jobs.checkFile': () => ({ is: 'whole', at: script.now }),
    'jobs.locate': ({ folder }) => ({ folder, fileName: 'Found.zip' }),
    'jobs.comparison': ({ jobId }) => ({
      ...(script.comparisons?.[jobId] ?? { listing: null, changes: null }),
      canCompare: script.comparisons?.[jobId] !== undefined,
    }),
    'jobs.compare': () => ({}),
    'jobs.fetchRest': () => ({ jobId: 'rest' }),
    'jobs.saveReceipt': ({ form }) => ({ folder, fileName: `File.zip.receipt.${form}` }),
    'jobs.setFolder': ({ jobId, folder }) => {
      const job = jobs.get(jobId);
      if (job) put(queued({ ...job, now: script.now, folder }));
      return {};
    },
    'jobs.remove': ({ jobIds, files }) => {
      failIfScripted('jobs.remove');
      for (const jobId of jobIds) void act({ jobId, action: 'remove' });
      history = history.filter((job) => !jobIds.includes(job.id));
      publish('history.changed', {});
      return { removed: jobIds.length, kept: 0, trashed: files ? jobIds.length : 0 };
    },
    'jobs.removeLater': ({ removalId, jobIds, files, fromList = false }) => {
      failIfScripted('jobs.removeLater');
      for (const id of jobIds) aboutToGo.set(id, removalId);
      const count = [...aboutToGo.values()].filter((id) => id === removalId).length;
      removals = [
        ...removals.filter(({ id }) => id !== removalId),
        { id: removalId, count, name: null, files, fromList, kept: 0, stops: 0, until: script.now + 8_000 },
      ];
      seq += 1;
      publish('queue.changed', { seq, jobs: [], removed: jobIds });
      publish('history.changed', {});
      publish('removals.changed', { removals });
      return {};
    },
    'jobs.takeBack': ({ removalId }) => {
      const ids = [...aboutToGo].flatMap(([id, removal]) => (removal === removalId ? [id] : []));
      for (const id of ids) aboutToGo.delete(id);
      removals = removals.filter(({ id }) => id !== removalId);
      put(...ids.flatMap((id) => jobs.get(id) ?? []));
      publish('history.changed', {});
      publish('removals.changed', { removals });
      return { count: ids.length };
    },
    'removals.list': () => ({ removals }),
    'jobs.zipEntries': ({ text, offset, limit }) => {
      const entries = (script.zipEntries ?? []).filter(({ path }) =>
        path.toLowerCase().includes(text.toLowerCase()),
      );
      const bytes = entries.reduce((sum, { size }) => sum + size, 0);
      return { entries: entries.slice(offset, offset + limit), total: entries.length, bytes };
    },
    'jobs.timeline': ({ jobId }) => ({ entries: script.timelines?.[jobId] ?? [] }),
    'history.beyond': () => script.beyond ?? { downloads: 0, newest: null },
    'history.plots': () => script.plots ?? noPlots,
    'history.query': ({ text, offset, limit, sort, without }) => {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const matching = history.filter(
        (job) =>
          !without.includes(job.id) &&
          !aboutToGo.has(job.id) &&
          words.every((word) => `${job.name} ${job.connectionName}`.toLowerCase().includes(word)),
      );
      if (sort?.by === 'name')
        matching.sort((one, other) => one.name.localeCompare(other.name) * (sort.descending ? -1 : 1));
      return {
        jobs: matching.slice(offset, offset + limit),
        total: matching.length,
        found: [],
        months: sort ? [] : monthsOf(matching),
      };
    },
    'notices.list': () => ({ notices: script.happened ?? [] }),
    'notices.seen': ({ upTo }) => {
      settings = { ...settings, noticesSeenAt: upTo };
      publish('settings.changed', { settings });
      return {};
    },
    'connections.list': () => ({ connections }),
    'connections.understand': ({ kind, address }) => understand(kind, address),
    'connections.save': ({ id, kind, name, address, user }) => {
      failIfScripted('connections.save');
      const saved = connection({
        ...(id ? found(id) : {}),
        id: id ?? `server-${connections.length}`,
        kind,
        name,
        user,
      });
      const next = { ...saved, baseUrl: understand(kind, address).baseUrl };
      replaceConnections([...connections.filter((other) => other.id !== next.id), next]);
      return { connection: next };
    },
    'connections.configure': ({ id, own }) => {
      const next = { ...found(id), own: { ...found(id).own, ...own } as ConnectionView['own'] };
      replaceConnections(connections.map((other) => (other.id === id ? next : other)));
      return { connection: next };
    },
    'connections.nameExport': ({ id, downloadType, name }) => {
      const next = { ...found(id), exportNames: { ...found(id).exportNames, [downloadType]: name } };
      replaceConnections(connections.map((other) => (other.id === id ? next : other)));
      return { connection: next };
    },
    'connections.findSignIn': () => {
      failIfScripted('connections.findSignIn');
      return { offer: script.offer ?? null, failure: null };
    },
    'connections.beginSignIn': ({ way }) => {
      failIfScripted('connections.beginSignIn');
      const address = 'https://sso.example.com/authorize?state=x';
      const device = { address: 'https://sso.example.com/device', code: 'WDJB-MJHT' };
      return {
        address,
        host: 'sso.example.com',
        until: Date.now() + 278_000,
        device: way === 'device' ? device : null,
      };
    },
    'connections.showSignIn': () => ({}),
    'connections.awaitSignIn': () => new Promise(() => undefined),
    'connections.cancelSignIn': () => ({}),
    'connections.readAuthorities': () => {
      failIfScripted('connections.readAuthorities');
      return { authorities: [] };
    },
    'connections.setSecret': () => {
      failIfScripted('connections.setSecret');
      return { kept: script.secretsFile === 'none' ? 'run' : 'keychain' };
    },
    'connections.openPage': () => ({ address: '', isOpen: true }),
    'connections.test': ({ id }) => {
      failIfScripted('connections.test');
      const info = { account: found(id).user, version: 'Alfresco 7.4.0 (Community)' };
      replaceConnections(
        connections.map((other) => (other.id === id ? { ...other, state: { is: 'ok', info } } : other)),
      );
      return { info };
    },
    'connections.remove': ({ id }) => {
      replaceConnections(connections.filter((other) => other.id !== id));
      return {};
    },
    'connections.addDemo': () => {
      if (!connections.some((other) => other.id === demo.id)) replaceConnections([...connections, demo]);
      return { connection: demo, examples };
    },
    'settings.get': () => ({ settings }),
    'settings.save': (input) => {
      const { tables, ...changes } = input.settings;
      settings = settingsSchema.parse({
        ...settings,
        ...changes,
        tables: { ...settings.tables, ...tables },
      });
      publish('settings.changed', { settings });
      return { settings };
    },
    'backup.save': ({ folder }) => ({ path: `${folder}/Ferry-backup-2026-11-30.json` }),
    'history.export': ({ folder, format }) => ({ path: `${folder}/Ferry-history-2026-11-30.${format}` }),
    'backup.receive': () => ({ id: 'backup' }),
    'backup.check': () => {
      failIfScripted('backup.check');
      return script.backup!;
    },
    'backup.import': () => ({ servers: 2, settings: true, downloads: 1_204 }),
    'backup.drop': () => ({}),
    'diagnostics.make': () => ({ id: 'diagnostics', text: script.diagnostics ?? '' }),
    'diagnostics.save': ({ folder }) => ({ path: `${folder}/Ferry-diagnostics-2026-11-30.txt` }),
    'documents.reveal': () => ({}),
    'secretsFile.state': () => ({ is: script.secretsFile ?? 'unused', isPutOff: false }),
    'secretsFile.putOff': () => ({}),
    'secretsFile.unlock': () => {
      failIfScripted('secretsFile.unlock');
      return { is: 'open' };
    },
    'secretsFile.startAnew': () => ({ is: 'none' }),
    'folders.pick': () => ({ path: null }),
    'folders.list': ({ path }) =>
      path === null
        ? { path: null, parent: null, folders: [{ name: 'Downloads', path: '/home/alice/Downloads' }] }
        : {
            path,
            parent: path === '/home/alice/Downloads' ? null : path.slice(0, path.lastIndexOf('/')),
            folders: ['Archive', 'Board', 'Finance'].map((name) => ({ name, path: `${path}/${name}` })),
          },
    'folders.make': ({ parent, name }) => ({ path: `${parent}/${name}` }),
    'folders.space': () => ({ free: 212_000_000_000 }),
  };

  return {
    handlers,
    subscribe: (listener) => {
      const added = listener as (name: EventName, data: never) => void;
      listeners.add(added);
      return () => void listeners.delete(added);
    },
    start: () => {},
    resumed: () => {},
    cleanedUp: async () => {},
    compared: async () => {},
    stop: async () => {},
    put,
    progress: (...items) => {
      for (const item of items) progress.set(item.jobId, item);
      publish('queue.progress', { items });
    },
    connections: replaceConnections,
  };
}
