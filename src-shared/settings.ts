import { z } from 'zod';
import { savedSearchSchema } from './history/history.ts';
import { whenExistsSchema } from './when-exists.ts';

/** What a limit can be. Bytes a second. */
export const leastRate = 1_000;
export const mostRate = 100_000_000_000;
/** Bytes a second; null is without a limit. */
export const rateLimitSchema = z.number().int().min(leastRate).max(mostRate).nullable();

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Whether a text is a time of the day as the timetable has it: `09:30`. */
export const isTimeOfDay = (text: string): boolean => timeOfDay.test(text);
const timeSchema = z.string().regex(timeOfDay);

/** A limit for some hours of some days. A span whose end isn't after its start goes on past midnight. */
export const timetableEntrySchema = z.object({
  /** 0 is Sunday. The day on which the span begins. */
  days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
  from: timeSchema,
  to: timeSchema,
  limit: rateLimitSchema,
});
export type TimetableEntry = z.infer<typeof timetableEntrySchema>;

/** Where a file goes inside the chosen folder, and what it is called: texts with tokens, see `save-path-template.ts`. */
export const savePathTemplateSchema = z.object({
  /** Empty: the chosen folder itself. */
  folder: z.string().max(500).default(''),
  name: z.string().min(1).max(500).default('{name}'),
});
export type SavePathTemplate = z.infer<typeof savePathTemplateSchema>;

/** What can be plotted of the history. */
export const plotNames = ['time', 'bytes', 'downloads', 'spots', 'setbacks'] as const;
const plotNameSchema = z.enum(plotNames);
export type PlotName = z.infer<typeof plotNameSchema>;

/** How the screen can look; `system` follows the system's light or dark, and its contrast setting. */
export const themes = ['system', 'light', 'dark', 'high-contrast'] as const;

/** What closing the window does where no tray could bring it back. */
export const closeWays = ['minimize', 'quit'] as const;
/** What the host does once nothing is left to do, after something was. */
export const whenDoneWays = ['nothing', 'quit', 'sleep'] as const;
/** Which newer versions a window's host looks for by itself. */
export const updateChannels = ['stable', 'beta', 'off'] as const;

/** What the user can set. A value that is missing where it is kept, or doesn't parse, falls back to its default. */
export const settingsSchema = z.object({
  /** The language of Ferry; `system` is what the system, the browser or the terminal prefers. */
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(themes),
  /** Where files go; empty means the host's default (`Downloads/Ferry`). */
  folder: z.string().max(4000),
  /** Files fetched at once, over all connections. */
  transferSlots: z.number().int().min(1).max(20),
  /** Files fetched at once from one connection. */
  transferSlotsPerConnection: z.number().int().min(1).max(20),
  /** Preparations asked of one connection at once. */
  preparationSlotsPerConnection: z.number().int().min(1).max(20),
  /** The most bytes a second over all downloads. */
  rateLimit: rateLimitSchema,
  /** Hours with another limit; the first entry that fits counts. */
  timetable: z.array(timetableEntrySchema).max(50),
  /** How files are filed where their connection says nothing else. */
  filing: savePathTemplateSchema,
  /** For how many days what was saved stays in the queue's lists; 0 for as long as Ferry runs. */
  doneDays: z.number().int().min(0).max(365),
  /** How often a download that expired on the server is asked again by itself. */
  askAgainAfterExpiry: z.number().int().min(0).max(5),
  /** When a server refuses some of the things asked for, the rest is downloaded without asking. */
  leaveOutRefused: z.boolean(),
  /** What is in a zip is compared with the server's own listing, where it has one. */
  compareListing: z.boolean(),
  /** What becomes of a file whose name is taken. */
  whenExists: whenExistsSchema,
  /** How large a file may become of which the server doesn't say how large it is. Gigabytes. */
  untoldGigabytes: z.number().min(0.001).max(100_000),
  /** How long a server may show no progress before Ferry says so and asks the user. Minutes. */
  silenceMinutes: z.number().min(1).max(10_000),
  /** The machine doesn't fall asleep by itself while servers prepare; while bytes move it never does. A window's host. */
  awakeWhilePreparing: z.boolean(),
  closeWithoutTray: z.enum(closeWays),
  /** What a window's host tells outside of its window, by the system's notifications: a saved file … */
  notifySaved: z.boolean(),
  /** … a download that failed or waits for a decision … */
  notifyFailed: z.boolean(),
  /** … a server that somebody must sign in to. */
  notifySignIn: z.boolean(),
  /** … with the system's sound. */
  notifySound: z.boolean(),
  whenAllDone: z.enum(whenDoneWays),
  updateChannel: z.enum(updateChannels),
  /** The window's host starts with the user's session, into the tray. */
  startAtLogin: z.boolean(),
  /** How the user has arranged each list last, as `readLayout` reads it: where a screen that has none kept begins. */
  tables: z.record(z.string().max(20), z.string().max(50_000)),
  /** What the user looks for in the history again and again. */
  savedSearches: z.array(savedSearchSchema).max(50),
  /** The plots above the history: whether they are shown, and which, the first one first. */
  historyPlots: z.object({ isOpen: z.boolean(), shown: z.array(plotNameSchema).max(10) }),
  /** The first run’s introduction was followed or skipped, and is shown no more. */
  welcomed: z.boolean(),
  /** Up to when the user has seen what happened, milliseconds since 1970. The notices' own calls set it. */
  noticesSeenAt: z.number().nonnegative(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Some of them, to be changed; the others stay as they are. */
export const settingsChangesSchema = /* @__PURE__ */ settingsSchema.partial();

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  folder: '',
  transferSlots: 3,
  transferSlotsPerConnection: 2,
  preparationSlotsPerConnection: 3,
  rateLimit: null,
  timetable: [],
  filing: { folder: '', name: '{name}' },
  doneDays: 7,
  askAgainAfterExpiry: 1,
  leaveOutRefused: false,
  compareListing: true,
  whenExists: 'number',
  untoldGigabytes: 100,
  silenceMinutes: 180,
  awakeWhilePreparing: false,
  closeWithoutTray: 'minimize',
  notifySaved: true,
  notifyFailed: true,
  notifySignIn: true,
  notifySound: true,
  whenAllDone: 'nothing',
  updateChannel: 'stable',
  startAtLogin: false,
  tables: {},
  savedSearches: [],
  historyPlots: { isOpen: true, shown: ['time', 'spots', 'setbacks'] },
  welcomed: false,
  noticesSeenAt: 0,
};

/** Settings that only some hosts follow; what a screen shows of them is the host's own list. */
export const hostSettings = [
  'awakeWhilePreparing',
  'closeWithoutTray',
  'startAtLogin',
  'updateChannel',
  'notifySaved',
  'notifyFailed',
  'notifySignIn',
  'notifySound',
  'whenAllDone',
] as const;
export type HostSetting = (typeof hostSettings)[number];
