import type { Catalogue } from '../catalogue.ts';
import type { en } from '../en/index.ts';
import { desktop } from './desktop.ts';
import { receipt } from './receipt.ts';
import { screenTexts } from './screen.ts';
import { terminal } from './terminal.ts';
import { usage } from './usage.ts';

/** All texts in German. */
export const de: Catalogue<typeof en> = { ...screenTexts, desktop, receipt, terminal, usage };
