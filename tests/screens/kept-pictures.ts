import type { LookName } from './looks.ts';
import { desk, narrow, small } from './screen-parts.ts';
import type { Size } from './screen-parts.ts';

/** A picture that docs/screenshots has, for the README and for who looks at the repository. */
export interface KeptPicture {
  /** Its name there, without `.png`. */
  file: string;
  /** The name of its screen. */
  screen: string;
  size: Size;
  look: LookName;
}

/** Twelve at most: each change of the interface changes them all, and a repository never forgets. */
export const keptPictures: readonly KeptPicture[] = [
  { file: 'queue-light', screen: 'busy', size: desk, look: 'light' },
  { file: 'queue-dark', screen: 'busy', size: desk, look: 'dark' },
  { file: 'trouble-dark', screen: 'troubled', size: desk, look: 'dark' },
  { file: 'bridge-light', screen: 'bridge-rows', size: desk, look: 'light' },
  { file: 'new-download-light', screen: 'picker', size: desk, look: 'light' },
  { file: 'empty-light', screen: 'empty', size: desk, look: 'light' },
  { file: 'settings-light', screen: 'settings', size: small, look: 'light' },
  { file: 'history-dark', screen: 'history', size: small, look: 'dark' },
  { file: 'narrow-light', screen: 'busy', size: narrow, look: 'light' },
  { file: 'contrast', screen: 'busy', size: small, look: 'contrast' },
  { file: 'german-light', screen: 'busy', size: small, look: 'german' },
];
