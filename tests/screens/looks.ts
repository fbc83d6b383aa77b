import type { BrowserContextOptions } from 'playwright-core';
import type { Settings } from '../../src-shared/settings.ts';
import type { Size } from './screen-parts.ts';

/** How the same screen can look. */
export interface Look {
  /** Of the browser that shows it. */
  context: Pick<BrowserContextOptions, 'colorScheme' | 'forcedColors' | 'locale'>;
  settings?: Partial<Settings>;
  /**
   * What the browser's user reads, a BCP 47 tag. The page is brought to where its picture is taken in English, and then
   * speaks this.
   */
  language?: string;
  /** How many times larger than usual everything is: less of the page has room in the same window. */
  zoom?: number;
}

const light: Look = { context: { colorScheme: 'light', locale: 'en-GB' } };
const dark: Look = { context: { colorScheme: 'dark', locale: 'en-GB' } };

/** `light` and `dark` are for every screen, the others for those that ask for them. */
export const looks = {
  light,
  dark,
  contrast: { ...light, settings: { theme: 'high-contrast' } },
  forced: { context: { ...dark.context, forcedColors: 'active' } },
  german: { context: { ...light.context, locale: 'de-DE' }, language: 'de-DE' },
  // CLDR's name for texts that are longer and run from right to left.
  pseudo: { ...light, language: 'ar-XB' },
  zoomed: { ...light, zoom: 2 },
} satisfies Record<string, Look>;

export type LookName = keyof typeof looks;

/** Those of every screen. */
export const themes: readonly LookName[] = ['light', 'dark'];
/** The others. */
export const furtherLooks: readonly LookName[] = ['contrast', 'forced', 'german', 'pseudo', 'zoomed'];

/** CSS pixels to which a page must be able to shrink: WCAG 2.2, 1.4.10. */
const narrowest = 320;

/** Whether a window of that size is wide enough to look so. */
export const hasRoom = ({ width }: Size, look: LookName): boolean =>
  width / ((looks[look] as Look).zoom ?? 1) >= narrowest;
