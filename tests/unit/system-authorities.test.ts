import { expect, test, vi } from 'vitest';
import { createSystemAuthorities } from '../../src-main/adapters/system-authorities.ts';

test('what the system trusts is waited for ten seconds, and then done without', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const problems: string[] = [];
    const found = createSystemAuthorities({ report: (problem) => problems.push(problem) })();
    // No message of the thread can have come before this.
    vi.advanceTimersByTime(9_999);
    expect(problems).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(await found).toEqual([]);
    expect(problems).toEqual(['slow']);
  } finally {
    vi.useRealTimers();
  }
});

test('what the system trusts is read in a thread, each certificate once', async () => {
  const found = await createSystemAuthorities()();
  expect(found.length).toBe(new Set(found).size);
  expect(found.every((pem) => pem.startsWith('-----BEGIN CERTIFICATE-----'))).toBe(true);
});
