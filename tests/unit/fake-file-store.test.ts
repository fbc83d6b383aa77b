import { beforeEach, describe, expect, test } from 'vitest';
import { checkpointOf, failureOf, finishedPart, never, nothing } from '../contract/file-store-harness.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';

const folder = '/downloads';
const place = { folder, part: '.a.part' };
const text = (words: string): Buffer => Buffer.from(words);

describe('the file store in memory can be made to fail', () => {
  let store: FakeFileStore;
  beforeEach(async () => {
    store = new FakeFileStore();
    await store.makeFolder(folder);
  });

  test('its disk is full at a byte, and what came before the chunk can be kept', async () => {
    const part = await store.openPart(place, nothing);
    store.noSpaceAt = 5;
    await part.write(text('abc'));
    expect(await failureOf(part.write(text('def')))).toEqual({ kind: 'no-space', limit: 0 });
    expect(store.read(folder, '.a.part')?.toString()).toBe('abcde');
    store.noSpaceAt = null;
    expect(await failureOf(part.write(text('def')))).toEqual({ kind: 'no-space', limit: 0 });
    const kept = await part.sync();
    expect(kept).toEqual(checkpointOf(text('abc')));
    const again = await store.openPart(place, kept);
    expect(again.size).toBe(3);
    await again.write(text('def'));
    expect(store.read(folder, '.a.part')?.toString()).toBe('abcdef');
  });

  test('its folder goes and comes back, also under an open part', async () => {
    const part = await store.openPart(place, nothing);
    store.unavailable.add(folder);
    expect(await failureOf(part.write(text('x')))).toMatchObject({ kind: 'folder-unavailable' });
    expect(await failureOf(store.makeFolder(folder))).toMatchObject({ kind: 'folder-unavailable' });
    store.unavailable.delete(folder);
    await part.write(text('x'));
    expect(store.read(folder, '.a.part')?.toString()).toBe('x');
  });

  test('another program holds its file until it lets it go', async () => {
    const { file } = await finishedPart({ store, folder }, '.a.part', text('x'), 'a.zip');
    store.locked = true;
    expect(await failureOf(store.publish(place, file, { signal: never }))).toEqual({ kind: 'file-locked' });
    store.locked = false;
    expect(await store.publish(place, file, { signal: never })).toMatchObject({ fileName: 'a.zip' });
  });

  test('a power cut takes what was never synced', async () => {
    const part = await store.openPart(place, nothing);
    await part.write(text('kept'));
    await part.sync();
    await part.write(text(' lost'));
    store.powerCut();
    expect(store.read(folder, '.a.part')?.toString()).toBe('kept');
  });

  test('a program that ends after the file got its name finds it in the next run', async () => {
    const { file } = await finishedPart({ store, folder }, '.a.part', text('x'), 'a.zip');
    const ended = new Error('killed');
    store.before = (operation) => {
      if (operation === 'published') throw ended;
    };
    await expect(store.publish(place, file, { signal: never })).rejects.toBe(ended);
    store.before = () => {};
    expect(await store.publish(place, file, { signal: never })).toMatchObject({ fileName: 'a.zip' });
    expect(store.names(folder)).toEqual(['a.zip']);
  });

  test('it has a system that knows the mark of the web', async () => {
    const { file } = await finishedPart({ store, folder }, '.a.part', text('x'), 'a.zip');
    store.marked = true;
    const marked = { ...file, folders: ['inside'], origin: 'https://files.example' };
    expect(await store.publish(place, marked, { signal: never })).toMatchObject({ marked: true });
    expect([...store.origins]).toEqual([[`${folder}/inside/a.zip`, 'https://files.example']]);
  });

  test('every operation can be held up', async () => {
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    store.before = (operation, _folder, name) => {
      seen.push(`${operation} ${name}`);
      return operation === 'write' ? gate.promise : undefined;
    };
    const part = await store.openPart(place, nothing);
    const written = part.write(text('x'));
    expect(store.read(folder, '.a.part')?.length).toBe(0);
    gate.resolve();
    await written;
    await part.sync();
    expect(seen).toEqual(['openPart .a.part', 'write .a.part', 'sync .a.part']);
    expect(store.read(folder, '.a.part')?.length).toBe(1);
  });
});
