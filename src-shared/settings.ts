import { z } from 'zod';

/** What the user can set. Every field has a default, and a value that doesn't parse falls back to it. */
export const settingsSchema = z.object({
  /** What Ferry speaks; `system` is what the system, the browser or the terminal prefers. */
  language: z.enum(['system', 'en', 'de']).default('system'),
  /** Where files go; empty means the host's default (`Downloads/Ferry`). */
  folder: z.string().max(4000).default(''),
  /** Files fetched at once, over all connections. */
  transferSlots: z.number().int().min(1).max(20).default(3),
  /** Files fetched at once from one connection. */
  transferSlotsPerConnection: z.number().int().min(1).max(20).default(2),
  /** Preparations asked of one connection at once. */
  preparationSlotsPerConnection: z.number().int().min(1).max(20).default(3),
  /** How long a server may show no progress before Ferry says so and asks the user. Minutes. */
  silenceMinutes: z.number().min(1).max(10_000).default(180),
});
export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = settingsSchema.parse({});
