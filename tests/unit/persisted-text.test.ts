import { afterEach, expect, test, vi } from 'vitest';
import { PersistedText } from '../../src-renderer/persisted-text.ts';

afterEach(() => vi.unstubAllGlobals());

const inMemory = (texts: Map<string, string>): object => ({
  getItem: (key: string) => texts.get(key) ?? null,
  setItem: (key: string, text: string) => void texts.set(key, text),
});

test('a text that was kept is there for the next page', () => {
  const texts = new Map<string, string>();
  vi.stubGlobal('localStorage', inMemory(texts));
  const kept = new PersistedText('localStorage', 'ferry.theme');
  expect(kept.read()).toBeNull();
  kept.write('dark');
  expect(new PersistedText('localStorage', 'ferry.theme').read()).toBe('dark');
  texts.set('ferry.theme', 'light');
  expect(kept.read()).toBe('light');
});

test('where a browser keeps nothing, a text is kept as long as the page lives', () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');
  Object.defineProperty(globalThis, 'sessionStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('Access is denied.', 'SecurityError');
    },
  });
  const kept = new PersistedText('sessionStorage', 'ferry.session');
  expect(kept.read()).toBeNull();
  kept.write('one');
  expect(kept.read()).toBe('one');
  if (before) Object.defineProperty(globalThis, 'sessionStorage', before);
});

test('where a browser has no room, too', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    },
  };
  vi.stubGlobal('localStorage', full);
  const kept = new PersistedText('localStorage', 'ferry.theme');
  kept.write('dark');
  expect(kept.read()).toBe('dark');
});
