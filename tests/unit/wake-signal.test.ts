import { expect, test } from 'vitest';
import { WakeSignal } from '../../src-main/core/wake-signal.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';

/** Whether a promise has an end by now, and which. */
function watched(promise: Promise<void>): { end: 'none' | 'resolved' | 'rejected' } {
  const seen: { end: 'none' | 'resolved' | 'rejected' } = { end: 'none' };
  promise.then(
    () => (seen.end = 'resolved'),
    () => (seen.end = 'rejected'),
  );
  return seen;
}

const never = new AbortController().signal;

test('everybody who waits is woken by one signal, and nobody by an earlier one', async () => {
  const signal = new WakeSignal();
  signal.notify();
  const waiting = [watched(signal.wait(never)), watched(signal.wait(never))];
  await settle();
  expect(waiting.map(({ end }) => end)).toEqual(['none', 'none']);
  signal.notify();
  await settle();
  expect(waiting.map(({ end }) => end)).toEqual(['resolved', 'resolved']);
});

test('who stops waiting is told why, at once or later, and is woken no more', async () => {
  const signal = new WakeSignal();
  const end = new AbortController();
  const waiting = signal.wait(end.signal);
  end.abort(new Error('the program ends'));
  await expect(waiting).rejects.toThrow('the program ends');
  await expect(signal.wait(end.signal)).rejects.toThrow('the program ends');
  signal.notify();
});

test('a wait with a time is over at that time, not before, and at once when the time is past', async () => {
  const clock = new FakeClock();
  const signal = new WakeSignal();
  const waiting = watched(signal.waitUntil(clock.now() + 1_000, clock, never));
  await clock.advance(999);
  expect(waiting.end).toBe('none');
  await clock.advance(1);
  expect(waiting.end).toBe('resolved');
  const late = watched(signal.waitUntil(clock.now() - 1, clock, never));
  await clock.advance(0);
  expect(late.end).toBe('resolved');
});

test('a wait with a time is over before it when something changes or the program ends, and leaves no sleeper', async () => {
  const clock = new FakeClock();
  const signal = new WakeSignal();
  const changed = watched(signal.waitUntil(clock.now() + 1_000, clock, never));
  await settle();
  signal.notify();
  await settle();
  expect(changed.end).toBe('resolved');
  const end = new AbortController();
  const ended = watched(signal.waitUntil(clock.now() + 1_000, clock, end.signal));
  await settle();
  end.abort();
  await settle();
  expect(ended.end).toBe('resolved');
  const after = watched(signal.waitUntil(null, clock, end.signal));
  await settle();
  expect(after.end).toBe('resolved');
  expect(clock.nextWake).toBeNull();
});

test('a wait without a time lasts until something changes', async () => {
  const clock = new FakeClock();
  const signal = new WakeSignal();
  const waiting = watched(signal.waitUntil(null, clock, never));
  await clock.advance(3_600_000);
  expect(waiting.end).toBe('none');
  signal.notify();
  await settle();
  expect(waiting.end).toBe('resolved');
});
