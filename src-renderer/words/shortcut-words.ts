import { t } from '../../src-shared/language/index.ts';
import type { Key } from '../../src-shared/language/index.ts';
import { partsOf } from './shortcuts.ts';

type KeyName = Key extends infer Full ? (Full extends `shortcuts.keys.${infer Last}` ? Last : never) : never;

/** What is printed on the keys of a Mac. */
const macSigns: Record<string, string> = {
  Mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Delete: '⌦',
  Backspace: '⌫',
  Escape: 'esc',
  Enter: '↩',
};
const arrows: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };
const named: readonly KeyName[] = [
  'Mod',
  'Shift',
  'Alt',
  'Escape',
  'Enter',
  'Delete',
  'Backspace',
  'Space',
  'Home',
  'End',
  'ContextMenu',
];

/** The keys of a shortcut, one after the other, as they are called on the keyboard: `Ctrl`, `N`. */
export function keyNames(keys: string, isMac: boolean): string[] {
  const { modifiers, key } = partsOf(keys);
  return [...modifiers, key].map((part) => {
    const sign = (isMac ? macSigns[part] : undefined) ?? arrows[part];
    const name = named.find((candidate) => candidate === (part === ' ' ? 'Space' : part));
    return sign ?? (name ? t(`shortcuts.keys.${name}`) : part.length === 1 ? part.toUpperCase() : part);
  });
}

/** Whether this is a Mac, whose keys are other ones. */
export const isMac = (): boolean => navigator.userAgent.includes('Mac');
