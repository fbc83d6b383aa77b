import { beforeEach, expect, test } from 'vitest';
import {
  createUpdates,
  everyLook,
  firstLook,
  plainNotes,
  updateFaultOf,
} from '../../src-main/desktop/updates.ts';
import type { Release, Updates } from '../../src-main/desktop/updates.ts';
import { portableDataFolder } from '../../src-main/desktop/portable.ts';
import type { Settings } from '../../src-shared/settings.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';

const newer: Release = { version: '9.0.0', notes: 'Larger zips' };

let clock: FakeClock;
let log: string[];
let found: Release | null | 'unsupported' | Error;
let isAgreed: boolean;
let announced: string;
let channel: Settings['updateChannel'];
let open: () => void;
let updates: Updates;

beforeEach(() => {
  clock = new FakeClock();
  log = [];
  [found, isAgreed, announced, channel] = [newer, true, '', 'stable'];
  updates = createUpdates({
    clock,
    settings: () => ({ updateChannel: channel }),
    announced: { get: () => announced, set: (version) => (announced = version) },
    updater: {
      check: async (of) => {
        log.push(`check ${of}`);
        if (found instanceof Error) throw found;
        return found;
      },
      download: async () => void log.push('download'),
    },
    words: {
      announce: ({ version }, opener) => {
        log.push(`announce ${version}`);
        open = opener;
      },
      offer: async ({ version }) => (log.push(`offer ${version}`), isAgreed),
      say: (what) => void log.push(`say ${what}`),
    },
    report: () => log.push('report'),
    install: () => log.push('install'),
  });
});

test('a newer version that is found by itself is announced once; a click leads to the question, a yes to the download', async () => {
  await clock.advance(firstLook - 1);
  expect(log).toEqual([]);
  await clock.advance(1);
  await clock.advance(everyLook);
  expect(log).toEqual(['check stable', 'announce 9.0.0', 'check stable']);
  open();
  await settle();
  expect(log.slice(3)).toEqual(['offer 9.0.0', 'download', 'install']);
});

test('nothing is downloaded where the answer is no', async () => {
  isAgreed = false;
  updates.ask();
  await settle();
  expect(log).toEqual(['check stable', 'offer 9.0.0']);
});

test('what goes wrong is told only where the user has asked, and that there is nothing newer as well', async () => {
  found = new Error('net::ERR_NAME_NOT_RESOLVED');
  await clock.advance(firstLook);
  expect(log).toEqual(['check stable', 'report']);
  updates.ask();
  await settle();
  found = null;
  await clock.advance(everyLook);
  updates.ask();
  await settle();
  expect(log.filter((line) => line.startsWith('say'))).toEqual(['say unreachable', 'say newest']);
});

test('nobody is asked once it is switched off, but for the user; previews come from a channel of their own', async () => {
  channel = 'off';
  await clock.advance(firstLook + everyLook);
  expect(log).toEqual([]);
  updates.ask();
  await settle();
  channel = 'beta';
  await clock.advance(everyLook);
  expect(log.filter((line) => line.startsWith('check'))).toEqual(['check stable', 'check beta']);
});

test('after the end nothing is looked for', async () => {
  updates.stop();
  await clock.advance(firstLook + everyLook);
  expect(log).toEqual([]);
});

test.each([
  [{ code: 'ERR_CHECKSUM_MISMATCH' }, 'tampered'],
  [{ code: 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND' }, 'gone'],
  [{ message: 'Cannot download "https://feed.test/x", status 404: Not Found' }, 'gone'],
  [{ message: 'Cannot download "https://feed.test/x", status 503: Busy' }, 'unreachable'],
  [{ statusCode: 502 }, 'unreachable'],
  [{ message: 'net::ERR_INTERNET_DISCONNECTED' }, 'unreachable'],
  [{ code: 'EACCES', message: 'EACCES: no' }, 'unknown'],
  [null, 'unknown'],
])('the library’s %j means: %s', (error, fault) => {
  expect(updateFaultOf(error)).toBe(fault);
});

test('notes are plain text of a length that a dialog can show', () => {
  expect(plainNotes(' - One\r\n- Two \u202e\u0007\n')).toBe('- One\n- Two');
  expect(plainNotes('line\n'.repeat(50)).split('\n')).toHaveLength(21);
  expect(plainNotes('x'.repeat(1_000)).length).toBeLessThan(300);
});

test('only the portable package for Windows keeps its data beside itself', () => {
  const environment = { PORTABLE_EXECUTABLE_DIR: 'E:\\tools' };
  expect(portableDataFolder('win32', environment)).toBe('E:\\tools\\Ferry data');
  expect(portableDataFolder('win32', {})).toBe(null);
  expect(portableDataFolder('linux', environment)).toBe(null);
});
