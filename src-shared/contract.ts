/**
 * THE contract between the app and whoever shows it: every call and event, with its schemas and the roles that
 * may use it. Adding a call touches this file, one handler and one view; never a preload or a transport.
 * Only plain data crosses. The one call that carries a secret is `connections.setSecret`, and none carries one back.
 */
import { z } from 'zod';
import {
  connectionKindSchema,
  connectionSchema,
  connectionStateSchema,
  serverInfoSchema,
} from './connection.ts';
import type { failureSchema } from './failure.ts';
import { prioritySchema } from './job.ts';
import {
  bulkActionSchema,
  jobActionSchema,
  jobViewSchema,
  zipPageSchema,
  progressSchema,
  timelineEntrySchema,
} from './job-view.ts';
import { wordsSchema } from './language/phrase.ts';
import { noticeSchema } from './notice.ts';
import { settingsSchema } from './settings.ts';

/** `window`: the desktop app's own window. `web`: a browser on this machine. */
export type Role = 'window' | 'web';
const everyone: readonly Role[] = ['window', 'web'];

/** What the host can do; the renderer shows no control for what it can't. */
export const capabilitiesSchema = z.object({
  /** Open a saved file with the system's program, show it in its folder. */
  open: z.boolean(),
  /** `native`: the system's dialog. `list`: by `folders.list`. */
  pickFolder: z.enum(['native', 'list']),
  /** A demo server is in the box. */
  demo: z.boolean(),
  /** Files can be moved to the system's trash. */
  trash: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

export const connectionViewSchema = connectionSchema.extend({
  state: connectionStateSchema,
  /** Where its secret is kept; `run` means until Ferry ends. */
  secret: z.enum(['keychain', 'run', 'absent', 'locked', 'unavailable']),
  /** Jobs of it that aren't final. */
  openJobs: z.number().int(),
  /** It belongs to the demo server that this run started. */
  demo: z.boolean(),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** How the history can be sorted; `ended` is when a job came to its end. */
export const historySortSchema = z.object({
  by: z.enum(['name', 'state', 'size', 'ended', 'added']),
  descending: z.boolean(),
});
export type HistorySort = z.infer<typeof historySortSchema>;

const id = z.string().min(1).max(64);
const nothing = z.object({});

/** What somebody pasted to ask for it; one line may hold thousands of ids. */
const pastedLines = z.array(z.string().max(500_000)).max(10_000);

/** Every call: what goes in, what comes out, who may. */
export const calls = {
  'app.info': {
    roles: everyone,
    input: nothing,
    output: z.object({
      version: z.string(),
      capabilities: capabilitiesSchema,
      defaultFolder: z.string(),
      /** This machine has a network. */
      online: z.boolean(),
      /** What was found broken at start and how it was mended. */
      notices: z.array(wordsSchema),
    }),
  },

  /** What Ferry runs on, for whoever asks or reports something. No secrets. */
  'app.about': {
    roles: everyone,
    input: nothing,
    output: z.object({
      /** Where Ferry keeps its list and its settings, an absolute path. */
      dataFolder: z.string(),
      /** The system: `linux 6.1.0 x64`. */
      platform: z.string(),
      /** Versions of what it runs on, by name: `Node`, `Electron`. */
      versions: z.record(z.string(), z.string()),
    }),
  },

  /** The queue as it is now: open jobs, and those that ended in this run. */
  'queue.snapshot': {
    roles: everyone,
    input: nothing,
    output: z.object({
      seq: z.number().int(),
      jobs: z.array(jobViewSchema),
      progress: z.array(progressSchema),
    }),
  },

  /** Asks for documents and folders by id or pasted address. `notes` say what was merged or left out. */
  'jobs.create': {
    roles: everyone,
    input: z.object({
      connectionId: id,
      items: pastedLines.min(1),
      folder: z.string().min(1).max(4000),
    }),
    output: z.object({ jobId: id, notes: z.array(wordsSchema) }),
  },
  /** Asks a Bridge for an export. `info` is JSON text, or empty. */
  'jobs.createExport': {
    roles: everyone,
    input: z.object({
      connectionId: id,
      downloadType: z.string().max(200),
      info: z.string().max(100_000),
      folder: z.string().min(1).max(4000),
    }),
    output: z.object({ jobId: id }),
  },
  /** Kinds of exports that were asked of a connection before, the last one first. */
  'jobs.exportTypes': {
    roles: everyone,
    input: z.object({ connectionId: id }),
    output: z.object({ types: z.array(z.string()) }),
  },
  /** An open or saved job that asks for the same things of the same connection, or null. */
  'jobs.similar': {
    roles: everyone,
    input: z.object({ connectionId: id, items: pastedLines }),
    output: z.object({ job: jobViewSchema.nullable() }),
  },
  'jobs.act': {
    roles: everyone,
    input: z.object({ jobId: id, action: jobActionSchema }),
    output: nothing,
  },
  /** The same for several; those that it doesn't fit are left as they are. `count` is how many it changed. */
  'jobs.actOnMany': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(1000), action: bulkActionSchema }),
    output: z.object({ count: z.number().int() }),
  },
  /** Opens a saved file. A kind that can run programs is refused with `risky-file` until it is confirmed. */
  'jobs.open': {
    roles: everyone,
    input: z.object({ jobId: id, confirmed: z.boolean() }),
    output: nothing,
  },
  /** Puts jobs before another one in the queue, keeping their own order; null puts them last. */
  'jobs.move': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(1000), before: id.nullable() }),
    output: nothing,
  },
  'jobs.setPriority': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(1000), priority: prioritySchema }),
    output: nothing,
  },
  /** Another folder for a job that isn't saved yet. What was fetched is fetched again. */
  'jobs.setFolder': {
    roles: everyone,
    input: z.object({ jobId: id, folder: z.string().min(1).max(4000) }),
    output: nothing,
  },
  /** Removes rows from the list for good; `files` moves the saved files to the system's trash first. */
  'jobs.remove': {
    roles: everyone,
    input: z.object({ jobIds: z.array(id).min(1).max(1000), files: z.boolean() }),
    // Unfinished files go with their rows, and another program may hold one for a minute.
    timeout: 90_000,
    // `kept`: what is just being asked for or saved is only cancelled, and stays until that is over.
    output: z.object({ removed: z.number().int(), kept: z.number().int(), trashed: z.number().int() }),
  },
  /** Names in a saved zip, from its directory, that hold all words of `text`. */
  'jobs.zipEntries': {
    roles: everyone,
    input: z.object({
      jobId: id,
      text: z.string().max(200),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500),
    }),
    output: zipPageSchema,
  },
  'jobs.actOnAll': {
    roles: everyone,
    input: z.object({ action: z.enum(['pause', 'resume']) }),
    output: z.object({ count: z.number().int() }),
  },
  'jobs.timeline': {
    roles: everyone,
    input: z.object({ jobId: id }),
    output: z.object({ entries: z.array(timelineEntrySchema) }),
  },

  /** Final jobs, newest first or as `sort` says; each word of `text` is in the name, the server's name or the type. */
  'history.query': {
    roles: everyone,
    input: z.object({
      text: z.string().max(200),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(200),
      sort: historySortSchema.nullable().default(null),
      /** Ids to leave out and not to count. */
      without: z.array(id).max(10_000).default([]),
    }),
    output: z.object({ jobs: z.array(jobViewSchema), total: z.number().int() }),
  },

  /** What was saved, failed or needs the user, newest first. What is newer than `settings.noticesSeenAt` wasn't seen yet. */
  'notices.list': {
    roles: everyone,
    input: nothing,
    output: z.object({ notices: z.array(noticeSchema) }),
  },
  /** The user has seen what happened up to that time, milliseconds since 1970. */
  'notices.seen': {
    roles: everyone,
    input: z.object({ upTo: z.number().nonnegative() }),
    output: nothing,
  },

  'connections.list': {
    roles: everyone,
    input: nothing,
    output: z.object({ connections: z.array(connectionViewSchema) }),
  },
  /** What Ferry makes of a pasted address, before anything is saved or sent. */
  'connections.understand': {
    roles: everyone,
    input: z.object({ kind: connectionKindSchema, address: z.string().max(4000) }),
    output: z.object({ baseUrl: z.string(), tenant: z.string(), suggestedName: z.string() }),
  },
  /** Adds or changes one. A changed origin erases its secret. */
  'connections.save': {
    roles: everyone,
    input: z.object({
      id: id.optional(),
      kind: connectionKindSchema,
      name: z.string().trim().min(1).max(120),
      address: z.string().max(4000),
      tenant: z.string().max(120).optional(),
      user: z.string().trim().max(200),
    }),
    output: z.object({ connection: connectionViewSchema }),
  },
  /** What is other for this connection than the settings say. */
  'connections.configure': {
    roles: everyone,
    input: z.object({ id, own: connectionSchema.shape.own.unwrap() }),
    output: z.object({ connection: connectionViewSchema }),
  },
  /** Write-only. */
  'connections.setSecret': {
    roles: everyone,
    input: z.object({ id, secret: z.string().min(1).max(10_000) }),
    output: z.object({ kept: z.enum(['keychain', 'run']) }),
  },
  /** Looks at the server now: who am I, which version. */
  'connections.test': {
    roles: everyone,
    input: z.object({ id }),
    output: z.object({ info: serverInfoSchema }),
    /** Slow servers are slow. Milliseconds. */
    timeout: 60_000,
  },
  /** Removes a connection; its open jobs are cancelled or kept as they are (they wait until it is added again). */
  'connections.remove': {
    roles: everyone,
    input: z.object({ id, jobs: z.enum(['cancel', 'keep']) }),
    output: nothing,
  },
  /** Starts the demo server (once a run) and adds its connection with its public password. */
  'connections.addDemo': {
    roles: everyone,
    input: nothing,
    output: z.object({
      connection: connectionViewSchema,
      /** Things to ask for, biggest first. */
      examples: z.array(z.object({ id: z.string(), name: z.string(), about: wordsSchema })),
    }),
  },

  'settings.get': { roles: everyone, input: nothing, output: z.object({ settings: settingsSchema }) },
  'settings.save': {
    roles: everyone,
    input: z.object({ settings: settingsSchema }),
    output: z.object({ settings: settingsSchema }),
  },

  /** The system's own dialog; it may be open for hours. Null when it was closed without choosing. */
  'folders.pick': {
    roles: ['window'] as readonly Role[],
    input: z.object({ startAt: z.string().max(4000) }),
    output: z.object({ path: z.string().nullable() }),
    timeout: 24 * 60 * 60 * 1000,
  },
  /** Folders below the allowed places; `path` null shows the places themselves. */
  'folders.list': {
    roles: ['web'] as readonly Role[],
    input: z.object({ path: z.string().max(4000).nullable() }),
    output: z.object({
      path: z.string().nullable(),
      parent: z.string().nullable(),
      folders: z.array(z.object({ name: wordsSchema, path: z.string() })),
    }),
  },
  /** Bytes free on a folder's volume, or null where the system doesn't tell. */
  'folders.space': {
    roles: everyone,
    input: z.object({ path: z.string().min(1).max(4000) }),
    output: z.object({ free: z.number().nullable() }),
  },
} as const;

/** Every event that the app sends by itself. */
export const events = {
  /** Rows that changed, whole, and ids that left the queue. Apply when seq is the last one + 1; fetch the snapshot on a gap. */
  'queue.changed': z.object({
    seq: z.number().int(),
    jobs: z.array(jobViewSchema),
    removed: z.array(z.string()),
  }),
  'queue.progress': z.object({ items: z.array(progressSchema) }),
  'connections.changed': z.object({ connections: z.array(connectionViewSchema) }),
  'settings.changed': z.object({ settings: settingsSchema }),
  /** The machine's network came or went. */
  'network.changed': z.object({ online: z.boolean() }),
  /** The user chose a job outside of the screen, by a notification: show its row. `name` finds it in the history. */
  'job.chosen': z.object({ jobId: z.string(), name: z.string() }),
  /** Something in the history was added or removed: ask again for what is shown. */
  'history.changed': z.object({}),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<Name extends CallName> = z.input<Calls[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<Calls[Name]['output']>;
export type Events = typeof events;
export type EventName = keyof Events;
export type EventData<Name extends EventName> = z.output<Events[Name]>;

/** How every call ends; nothing is thrown across the contract. */
export type Result<Value> =
  { ok: true; value: Value } | { ok: false; failure: z.output<typeof failureSchema> };

/** The app's side of the contract: one function a call, given parsed input. A thrown `FailedError` becomes its failure. */
export type Handlers = {
  [Name in CallName]: (input: z.output<Calls[Name]['input']>) => Promise<CallOutput<Name>> | CallOutput<Name>;
};
