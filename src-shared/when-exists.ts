import { z } from 'zod';

/**
 * What becomes of a file whose name is taken in its folder: it is numbered; it takes the place of the other one, which goes
 * to the system's trash; or a single document isn't fetched where the other one has its size and is no older.
 */
export const whenExistsWays = ['number', 'replace', 'skip'] as const;
export const whenExistsSchema = z.enum(whenExistsWays);
export type WhenExists = z.infer<typeof whenExistsSchema>;
