import { desktop } from './desktop.ts';
import { receipt } from './receipt.ts';
import { screenTexts } from './screen.ts';
import { terminal } from './terminal.ts';
import { usage } from './usage.ts';

/** All texts in English: what the others are measured by. */
export const en = { ...screenTexts, desktop, receipt, terminal, usage } as const;
