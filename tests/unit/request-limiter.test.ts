import { expect, test } from 'vitest';
import { createRequestLimiter } from '../../src-main/adapters/servers/request-limiter.ts';

const { signal } = new AbortController();
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

test('no more than the limit are let in at a time', async () => {
  const limiter = createRequestLimiter(2);
  const leaveFirst = await limiter.enter({ signal });
  await limiter.enter({ signal });
  let entered = false;
  void limiter.enter({ signal }).then(() => (entered = true));
  await turns();
  expect(entered).toBe(false);
  leaveFirst();
  await turns();
  expect(entered).toBe(true);
});

test('who waits at a screen goes before the background, and otherwise the first to come goes first', async () => {
  const limiter = createRequestLimiter(1);
  const leave = await limiter.enter({ signal });
  const order: string[] = [];
  for (const [name, priority] of [
    ['background 1', 'background'],
    ['background 2', undefined],
    ['user 1', 'user'],
    ['user 2', 'user'],
  ] as const) {
    void limiter.enter({ signal, ...(priority && { priority }) }).then((next) => {
      order.push(name);
      next();
    });
  }
  leave();
  await turns();
  expect(order).toEqual(['user 1', 'user 2', 'background 1', 'background 2']);
});

test('leaving twice frees one place only', async () => {
  const limiter = createRequestLimiter(1);
  const leave = await limiter.enter({ signal });
  leave();
  leave();
  await limiter.enter({ signal });
  let entered = false;
  void limiter.enter({ signal }).then(() => (entered = true));
  await turns();
  expect(entered).toBe(false);
});

test('who gives up while waiting leaves the queue, and the place goes to the next', async () => {
  const limiter = createRequestLimiter(1);
  const leave = await limiter.enter({ signal });
  const impatient = new AbortController();
  const given = limiter.enter({ signal: impatient.signal, priority: 'user' });
  const next = limiter.enter({ signal });
  impatient.abort(new Error('changed my mind'));
  await expect(given).rejects.toThrow('changed my mind');
  leave();
  expect(await next).toBeTypeOf('function');
  await expect(limiter.enter({ signal: AbortSignal.abort(new Error('late')) })).rejects.toThrow('late');
});
