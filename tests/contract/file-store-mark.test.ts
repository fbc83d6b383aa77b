import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import type { World } from '../../src-main/adapters/files/disk.ts';
import { FaultyDisk } from '../fakes/faulty-disk.ts';
import { diskHarness, finishedPart, never } from './file-store-harness.ts';
import type { Harness } from './file-store-harness.ts';

const origin = 'https://user:secret@files.example:8443/api/nodes/1/content?signature=canary';

let harness: Harness;
let faulty: FaultyDisk;
/** What the system was asked for, and what had been done with the part by then. */
let asked: unknown[][];
let before: string[];
beforeEach(async () => {
  harness = await diskHarness();
  faulty = new FaultyDisk(harness.folder);
  asked = [];
  before = [];
});
afterEach(async () => {
  await faulty.leave();
  harness.leave();
});

const machine = (platform: NodeJS.Platform, refuses = false): Partial<World> => {
  const note = (...call: unknown[]): Promise<void> => {
    asked.push(call);
    before.push(...faulty.calls.filter(({ path }) => path.endsWith('.part')).map(({ call }) => call));
    return refuses ? Promise.reject(new Error('it has no streams')) : Promise.resolve();
  };
  return { ...faulty.disk, platform, run: note, writeText: note };
};

const publish = async (world: Partial<World>, from: string | null = origin) => {
  const { place, file } = await finishedPart(harness, '.a.part', Buffer.from('words'), 'a.zip');
  const marked = { ...file, folders: ['inside'], origin: from };
  const part = `${harness.folder}/.a.part`;
  return { part, ...(await createFileStore(world).publish(place, marked, { signal: never })) };
};

describe('the mark of the web', () => {
  test('is a stream beside the file on Windows, and tells scheme, host and port alone', async () => {
    const { part, marked, fileName } = await publish(machine('win32'));
    expect({ marked, fileName }).toEqual({ marked: true, fileName: 'a.zip' });
    // The last sync and the name come later.
    expect(before).toEqual(['lstat']);
    expect(asked).toEqual([
      [`${part}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://files.example:8443/\r\n'],
    ]);
  });

  test('is an attribute on macOS, and tells nothing of where it came from', async () => {
    const { part, marked } = await publish(machine('darwin'));
    expect(marked).toBe(true);
    const seconds = Math.floor(Date.now() / 1000);
    const [[program, given]] = asked as [[string, string[]]];
    expect(program).toBe('/usr/bin/xattr');
    expect(given).toEqual(['-w', 'com.apple.quarantine', expect.any(String) as string, part]);
    const [, hex] = /^0081;([0-9a-f]{8});Ferry;[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/.exec(given[2]!)!;
    expect(Math.abs(Number.parseInt(hex!, 16) - seconds)).toBeLessThan(120);
  });

  test('is nothing on Linux', async () => {
    expect(await publish(machine('linux'))).toMatchObject({ marked: null });
    expect(asked).toEqual([]);
  });

  test.each<NodeJS.Platform>(['win32', 'darwin'])(
    '54 that can’t be set (%s) is said and stops nothing',
    async (platform) => {
      expect(await publish(machine(platform, true))).toMatchObject({ marked: false, fileName: 'a.zip' });
      expect(harness.names('inside')).toEqual(['a.zip']);
    },
  );

  test('is left out where the file came from nowhere', async () => {
    expect(await publish(machine('win32'), null)).toMatchObject({ marked: null });
    expect(asked).toEqual([]);
  });

  test('names no address where that isn’t one', async () => {
    await publish(machine('win32'), 'files.example\r\nHostUrl=http://evil.example');
    expect(asked[0]![1]).toBe('[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n');
  });

  test('is set on a file that an interrupted run had published already', async () => {
    const { place, file } = await finishedPart(harness, '.a.part', Buffer.from('words'), 'a.zip');
    await harness.store.publish(place, file, { signal: never });
    const again = createFileStore(machine('win32')).publish(place, { ...file, origin }, { signal: never });
    expect(await again).toMatchObject({ marked: true, fileName: 'a.zip' });
    expect(asked.map(([path]) => path)).toEqual([`${harness.folder}/a.zip:Zone.Identifier`]);
  });
});
