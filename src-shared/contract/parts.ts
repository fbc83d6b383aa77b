import { z } from 'zod';

/** `window`: the desktop app's own window. `web`: a browser on this machine. `terminal`: another program of the user's. */
export type Role = 'window' | 'web' | 'terminal';
/** Of a call that all may use. */
export const everyone: readonly Role[] = ['window', 'web', 'terminal'];

/** What a job or a connection is known by. */
export const id = z.string().min(1).max(64);
/** Of a call that needs, or answers, no more than that it was made. */
export const nothing = z.object({});
