import { z } from 'zod';

/** `window`: the desktop app's own window. `web`: a browser on this machine. */
export type Role = 'window' | 'web';
/** Of a call that both may use. */
export const everyone: readonly Role[] = ['window', 'web'];

/** What a job or a connection is known by. */
export const id = z.string().min(1).max(64);
/** Of a call that needs, or answers, no more than that it was made. */
export const nothing = z.object({});
