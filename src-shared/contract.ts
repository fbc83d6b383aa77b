/**
 * THE contract between the app and its screens: every call and event, with its schemas and the roles that
 * may use it; those about jobs, the queue and servers stand beside it in contract/. Adding a call touches one of these files, one
 * handler and one view; never a preload or a transport.
 * Only plain data crosses. The calls that carry a secret are `connections.setSecret` and `secretsFile.unlock`, and none
 * carries one back.
 */
import { z } from 'zod';
import { backupCalls } from './contract/backup.ts';
import { browseCalls } from './contract/browse.ts';
import { connectionCalls, connectionViewSchema } from './contract/connections.ts';
import { jobCalls } from './contract/jobs.ts';
import { recordCalls } from './contract/records.ts';
import { everyone, nothing } from './contract/parts.ts';
import type { Role } from './contract/parts.ts';
import { queueCalls } from './contract/queue.ts';
import { secretsFileCalls, secretsFileSchema } from './contract/secrets-file.ts';
import { failureSchema } from './failures/failure.ts';
import { jobViewSchema, progressSchema } from './job/job-view.ts';
import { wordsSchema } from './language/words.ts';
import { noticeSchema } from './notice.ts';
import { pendingRemovalSchema } from './removal.ts';
import { hostSettings, settingsChangesSchema, settingsSchema } from './settings.ts';

export type { ConnectionView } from './contract/connections.ts';
export type { Role };

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
  /** The host can put the machine to sleep. */
  sleep: z.boolean(),
  /** Which of the settings that only some hosts follow this one does. */
  settings: z.array(z.enum(hostSettings)),
});

/** Every call: what goes in, what comes out, who may. */
export const calls = {
  ...jobCalls,
  ...recordCalls,
  ...connectionCalls,
  ...queueCalls,
  ...browseCalls,
  ...backupCalls,
  ...secretsFileCalls,

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

  /** The system that Ferry runs on, for support and reports. No secrets. */
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

  'settings.get': { roles: everyone, input: nothing, output: z.object({ settings: settingsSchema }) },
  /** Changes those that are named, and of `tables` those that are named there. */
  'settings.save': {
    roles: everyone,
    input: z.object({ settings: settingsChangesSchema }),
    output: z.object({ settings: settingsSchema }),
  },

  /** The system's own dialog; it may be open for hours. Null when it was closed without choosing. */
  'folders.pick': {
    roles: ['window'] as readonly Role[],
    input: z.object({ startAt: z.string().max(4000) }),
    output: z.object({ path: z.string().nullable() }),
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
  /** Makes a folder inside a listed one. */
  'folders.make': {
    roles: ['web'] as readonly Role[],
    input: z.object({ parent: z.string().max(4000), name: z.string().max(255) }),
    output: z.object({ path: z.string() }),
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
  /** The encrypted file for secrets was made, opened or removed. */
  'secretsFile.changed': secretsFileSchema,
  /** The machine's network came or went. */
  'network.changed': z.object({ online: z.boolean() }),
  /** Something broke, or was mended, while Ferry was running: what `app.info` tells of the start. */
  'app.trouble': z.object({ news: wordsSchema }),
  /** The removals that can be undone have changed; the latest comes last. */
  'removals.changed': z.object({ removals: z.array(pendingRemovalSchema) }),
  /** So many rows couldn't be removed when their time was over, and are back. */
  'removals.failed': z.object({ failure: failureSchema, count: z.number().int() }),
  /** The user chose a job outside of the screen, by a notification: show its row. `name` finds it in the history. */
  'job.chosen': z.object({ jobId: z.string(), name: z.string() }),
  /**
   * The user chose something outside of the screen, in a menu of the system or by a link: show it. A link is put into the
   * form for a new download; nothing is asked for by it.
   */
  'place.chosen': z.discriminatedUnion('is', [
    z.object({ is: z.literal('newDownload'), link: z.string().nullable() }),
    z.object({ is: z.literal('settings') }),
    z.object({ is: z.literal('about') }),
    z.object({ is: z.literal('shortcuts') }),
    z.object({ is: z.literal('diagnostics') }),
    z.object({ is: z.literal('signIn'), connectionId: z.string() }),
  ]),
  /** There is something new to say of what a saved zip was compared with. */
  'job.compared': z.object({ jobId: z.string() }),
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

/**
 * The app's side of the contract: one function a call, given parsed input and who asks, where that isn't the host itself.
 * A thrown `FailedError` becomes its failure.
 */
export type Handlers = {
  [Name in CallName]: (
    input: z.output<Calls[Name]['input']>,
    by?: Role,
  ) => Promise<CallOutput<Name>> | CallOutput<Name>;
};
