import { afterEach, expect, test } from 'vitest';
import { de } from '../../src-shared/language/de/index.ts';
import { en } from '../../src-shared/language/en/index.ts';
import { setLanguage } from '../../src-shared/language/index.ts';
import { isShortcut, shortcuts, keyNames } from '../../src-renderer/presentation/shortcuts.ts';
import type { PressedKey } from '../../src-renderer/presentation/shortcuts.ts';

afterEach(() => setLanguage('en'));

const press = (key: string, ...held: ('ctrl' | 'meta' | 'alt' | 'shift')[]): PressedKey => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

test('a shortcut is its key with its modifiers and no other ones, Cmd as good as Ctrl', () => {
  expect(isShortcut(press('n', 'ctrl'), 'newDownload')).toBe(true);
  expect(isShortcut(press('N', 'meta'), 'newDownload')).toBe(true);
  // A browser opens a window of its own with the first.
  expect(isShortcut(press('o', 'ctrl'), 'newDownload')).toBe(true);
  for (const other of [
    press('n'),
    press('n', 'ctrl', 'alt'),
    press('n', 'ctrl', 'shift'),
    press('m', 'ctrl'),
  ])
    expect(isShortcut(other, 'newDownload')).toBe(false);
  expect(isShortcut(press('Enter', 'ctrl'), 'open')).toBe(false);
  expect(isShortcut(press(' '), 'pauseOrResume')).toBe(true);
});

test('a sign is where the keyboard has it, with Shift or without', () => {
  expect(isShortcut(press('?', 'shift'), 'sheet')).toBe(true);
  expect(isShortcut(press('?'), 'sheet')).toBe(true);
  expect(isShortcut(press('?', 'ctrl'), 'sheet')).toBe(false);
});

test('keys are called as they are on the keyboard of the language and of a Mac', () => {
  expect(keyNames('Mod+n', false)).toEqual(['Ctrl', 'N']);
  expect(keyNames('Mod+n', true)).toEqual(['⌘', 'N']);
  expect(keyNames('Shift+F10', false)).toEqual(['Shift', 'F10']);
  expect(keyNames('ArrowUp', false)).toEqual(['↑']);
  setLanguage('de');
  expect(keyNames('Mod+Enter', false)).toEqual(['Strg', 'Eingabe']);
  expect(keyNames(' ', false)).toEqual(['Leertaste']);
});

test('each shortcut says what it does, and nothing is said of one that isn’t there', () => {
  for (const { shortcuts: words } of [en, de])
    expect(Object.keys(words.does).sort()).toEqual(Object.keys(shortcuts).sort());
});
