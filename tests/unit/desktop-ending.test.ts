import { beforeEach, expect, test } from 'vitest';
import { createEnding } from '../../src-main/desktop/ending.ts';
import type { Ending } from '../../src-main/desktop/ending.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';

let clock: FakeClock;
let log: string[];
let underWay: string;
let answer: PromiseWithResolvers<boolean>;
let stopped: PromiseWithResolvers<void>;
let ending: Ending;

beforeEach(() => {
  clock = new FakeClock();
  log = [];
  underWay = '1 downloading';
  answer = Promise.withResolvers();
  stopped = Promise.withResolvers();
  ending = createEnding({
    clock,
    underWay: async () => underWay,
    confirm: (words) => {
      log.push(`asked: ${words}`);
      return answer.promise;
    },
    stop: () => {
      log.push('stopping');
      return stopped.promise;
    },
    end: () => log.push('ended'),
    report: (error) => log.push((error as Error).message),
  });
});

test('quitting asks once while something is under way, and goes on where the answer is no', async () => {
  ending.wish();
  ending.wish();
  await settle();
  expect(log).toEqual(['asked: 1 downloading']);
  answer.resolve(false);
  await settle();
  expect(ending.isUnderWay).toBe(false);
  answer = Promise.withResolvers();
  ending.wish();
  answer.resolve(true);
  await settle();
  expect(log.slice(1)).toEqual(['asked: 1 downloading', 'stopping']);
  expect(ending.isUnderWay).toBe(true);
  stopped.resolve();
  await settle();
  expect(log.at(-1)).toBe('ended');
  expect(ending.isOver).toBe(true);
});

test('with nothing under way it ends without a question', async () => {
  underWay = '';
  ending.wish();
  await settle();
  expect(log).toEqual(['stopping']);
});

test('the system is asked nothing, also where the user was being asked', async () => {
  ending.wish();
  await settle();
  ending.now();
  answer.resolve(false);
  stopped.resolve();
  await settle();
  expect(log).toEqual(['asked: 1 downloading', 'stopping', 'ended']);
});

test('the user’s end may take twenty seconds, the system’s four', async () => {
  underWay = '';
  ending.wish();
  await clock.advance(19_999);
  expect(log).toEqual(['stopping']);
  await clock.advance(1);
  expect(log).toEqual(['stopping', 'ended']);
});

test('a system that shuts down shortens an end that the user began, and ends it once', async () => {
  underWay = '';
  ending.wish();
  await clock.advance(5_000);
  ending.now();
  await clock.advance(3_999);
  expect(log).toEqual(['stopping']);
  await clock.advance(1);
  expect(log).toEqual(['stopping', 'ended']);
  ending.now();
  await clock.advance(60_000);
  expect(log).toEqual(['stopping', 'ended']);
});

test('an end that fails is reported, and ends all the same', async () => {
  ending.now();
  stopped.reject(new Error('the disk is gone'));
  await settle();
  expect(log).toEqual(['stopping', 'the disk is gone', 'ended']);
});
