import { expect, test, vi } from 'vitest';
import { createNetwork } from '../../src-main/adapters/network-node.ts';

test('a server on this machine is in reach without a network, any other is not', () => {
  const network = createNetwork(() => false);
  const inReach = (url: string): boolean => network.leadsTo(url);
  expect(
    ['http://127.0.0.1:8080/alfresco', 'http://localhost', 'http://[::1]:80', 'http://a.localhost'].filter(
      inReach,
    ),
  ).toHaveLength(4);
  expect(['https://records.example.com', 'http://192.168.1.5', 'http://128.0.0.1'].filter(inReach)).toEqual(
    [],
  );
});

test('a network that comes or goes is told once, until nobody listens anymore', () => {
  vi.useFakeTimers();
  try {
    let online = true;
    const network = createNetwork(() => online);
    const told: boolean[] = [];
    const leave = network.onChange(() => told.push(network.isOnline()));
    vi.advanceTimersByTime(60_000);
    online = false;
    vi.advanceTimersByTime(60_000);
    online = true;
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([false, true]);
    leave();
    online = false;
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
