import type { Catalogue } from '../catalogue.ts';
import type { en } from '../en/index.ts';
import { settings } from './settings.ts';
import { units } from './units.ts';

/** All texts in German. */
export const de: Catalogue<typeof en> = { settings, units };
