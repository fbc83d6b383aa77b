import { t } from '../../src-shared/language/index.ts';
import type { Key } from '../../src-shared/language/index.ts';

/**
 * Every shortcut, in one table: the sheet that `?` opens shows it, and key handlers look it up. A key is written as
 * `KeyboardEvent.key` has it; `Mod` is Cmd on a Mac and Ctrl elsewhere.
 */
export const shortcuts = {
  /** Browsers keep the first for themselves. */
  newDownload: { group: 'everywhere', keys: ['Mod+n', 'Mod+o'] },
  /** The page hears of it as of anything that is pasted. */
  paste: { group: 'everywhere', keys: ['Mod+v'] },
  search: { group: 'everywhere', keys: ['Mod+f'] },
  undo: { group: 'everywhere', keys: ['Mod+z'] },
  settings: { group: 'everywhere', keys: ['Mod+,'] },
  sheet: { group: 'everywhere', keys: ['?'] },
  back: { group: 'everywhere', keys: ['Escape'] },
  up: { group: 'list', keys: ['ArrowUp'] },
  down: { group: 'list', keys: ['ArrowDown'] },
  first: { group: 'list', keys: ['Home'] },
  last: { group: 'list', keys: ['End'] },
  range: { group: 'list', keys: ['Shift+ArrowUp', 'Shift+ArrowDown'] },
  all: { group: 'list', keys: ['Mod+a'] },
  pick: { group: 'list', keys: ['Mod+ '] },
  moveUp: { group: 'list', keys: ['Alt+ArrowUp'] },
  moveDown: { group: 'list', keys: ['Alt+ArrowDown'] },
  open: { group: 'list', keys: ['Enter'] },
  pauseOrResume: { group: 'list', keys: [' '] },
  remove: { group: 'list', keys: ['Delete', 'Backspace'] },
  menu: { group: 'list', keys: ['Shift+F10', 'ContextMenu'] },
  submit: { group: 'dialogs', keys: ['Mod+Enter'] },
  close: { group: 'dialogs', keys: ['Escape'] },
} as const satisfies Record<string, { group: 'everywhere' | 'list' | 'dialogs'; keys: readonly string[] }>;

export type ShortcutName = keyof typeof shortcuts;
export const shortcutGroups = ['everywhere', 'list', 'dialogs'] as const;

/** What is needed of a key that was pressed. */
export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Whether these are the keys of that shortcut. */
export function isShortcut(event: PressedKey, name: ShortcutName): boolean {
  return shortcuts[name].keys.some((keys) => isPressed(event, keys));
}

function isPressed(event: PressedKey, keys: string): boolean {
  const { modifiers, key } = partsOf(keys);
  // A sign such as `?` is where the keyboard has it, with Shift or without.
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase() && key !== ' ';
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === modifiers.includes('Mod') &&
    event.altKey === modifiers.includes('Alt') &&
    (isSign || event.shiftKey === modifiers.includes('Shift'))
  );
}

/** `Mod+Shift+n` in its parts. */
export function partsOf(keys: string): { modifiers: string[]; key: string } {
  const parts = keys.split('+');
  return { modifiers: parts.slice(0, -1), key: parts.at(-1)! };
}

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

/** The first keys of a shortcut, as they are called on this machine: `Ctrl V`. */
export const shortcutWords = (name: ShortcutName): string =>
  keyNames(shortcuts[name].keys[0], isMac()).join(' ');
