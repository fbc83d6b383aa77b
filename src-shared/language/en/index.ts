import { settings } from './settings.ts';
import { units } from './units.ts';

/** All texts in English: what the others are measured by. */
export const en = { settings, units } as const;
