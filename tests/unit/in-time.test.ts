import { describe, expect, test } from 'vitest';
import { inTime } from '../../src-main/core/in-time.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';

const late = (): string => 'too late';

/** Work that ends when the test says so, and the signal that it was given. */
function createWork() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const given: AbortSignal[] = [];
  const work = (signal: AbortSignal): Promise<string> => {
    given.push(signal);
    return promise;
  };
  return { work, resolve, reject, isEnded: () => given.map(({ aborted }) => aborted) };
}

describe('in time', () => {
  test('is the answer that comes before the time is over, and nothing is left running', async () => {
    const clock = new FakeClock();
    const { work, resolve, isEnded } = createWork();
    const answer = inTime(clock, { most: 1_000, late }, work);
    await clock.advance(999);
    expect(isEnded()).toEqual([false]);
    resolve('here');
    expect(await answer).toBe('here');
    await settle();
    expect([isEnded(), clock.sleeping]).toEqual([[true], 0]);
  });

  test('is what stands for it afterwards, and the work is ended', async () => {
    const clock = new FakeClock();
    const { work, reject, isEnded } = createWork();
    const answer = inTime(clock, { most: 1_000, late }, work);
    await clock.advance(1_000);
    expect(await answer).toBe('too late');
    expect([isEnded(), clock.sleeping]).toEqual([[true], 0]);
    // Nobody listens anymore, so this is no unhandled rejection.
    reject(new Error('it was ended'));
    await settle();
  });

  test('fails as the work fails, or as being late does', async () => {
    const clock = new FakeClock();
    const failing = createWork();
    const failed = inTime(clock, { most: 1_000, late }, failing.work);
    failing.reject(new Error('the drive is gone'));
    await expect(failed).rejects.toThrow('the drive is gone');
    const slow = inTime(
      clock,
      {
        most: 1_000,
        late: () => {
          throw new Error('no answer');
        },
      },
      createWork().work,
    );
    const told = expect(slow).rejects.toThrow('no answer');
    await clock.advance(1_000);
    await told;
    expect(clock.sleeping).toBe(0);
  });

  test('ends with the signal’s reason, also where the work doesn’t heed it, and never begins after it', async () => {
    const clock = new FakeClock();
    const { work, isEnded } = createWork();
    const stop = new AbortController();
    const answer = inTime(clock, { most: 1_000, late, signal: stop.signal }, work);
    stop.abort(new Error('the program ends'));
    await expect(answer).rejects.toThrow('the program ends');
    await expect(inTime(clock, { most: 1_000, late, signal: stop.signal }, work)).rejects.toThrow(
      'the program ends',
    );
    expect([isEnded(), clock.sleeping]).toEqual([[true], 0]);
  });
});
