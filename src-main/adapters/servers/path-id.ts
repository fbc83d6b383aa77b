import { z } from 'zod';

/** Ids that a path can carry: the two dots would lead out of it, whatever their encoding. */
export const pathIdSchema = z
  .string()
  .min(1)
  .max(200)
  .refine((id) => id !== '.' && id !== '..');
