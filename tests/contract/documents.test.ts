import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDocuments } from '../../src-main/adapters/documents.ts';
import type { BackupValue } from '../../src-shared/backup/backup.ts';
import type { Documents } from '../../src-main/core/ports.ts';
import { FakeDocuments } from '../fakes/fake-documents.ts';
import { failureSaying } from '../fakes/saying.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

let ids = 0;
const newId = (): string => `id-${(ids += 1)}`;
const real = (largest?: number): { documents: Documents; data: string } => {
  const data = tempFolder();
  return { documents: createDocuments({ dataFolder: data, newId, ...(largest && { largest }) }), data };
};

async function send(documents: Documents, text: string, piece = 7): Promise<string> {
  const bytes = Buffer.from(text);
  let id: string | null = null;
  for (let from = 0; from === 0 || from < bytes.length; from += piece)
    id = await documents.receive(id, bytes.subarray(from, from + piece).toString('base64'));
  return id!;
}

async function valuesOf(documents: Documents, id: string): Promise<BackupValue[]> {
  const all: BackupValue[] = [];
  for await (const values of documents.read(id)) all.push(...values);
  return all;
}

test.each([
  ['the disk', () => real().documents],
  ['the fake', () => new FakeDocuments()],
])('what is sent in pieces is read value by value: %s', async (_what, make) => {
  const documents = make();
  const text =
    '{"ferryBackup":1,"madeAt":"ä€","settings":{"a":[1]},"servers":[{"n":"ü"},2],"history":[{"job":{"x":[]}}]}';
  const id = await send(documents, text);
  expect(await valuesOf(documents, id)).toEqual([
    { at: 'ferryBackup', value: 1 },
    { at: 'madeAt', value: 'ä€' },
    { at: 'settings', value: { a: [1] } },
    { at: 'servers', value: { n: 'ü' } },
    { at: 'servers', value: 2 },
    { at: 'history', value: { job: { x: [] } } },
  ]);
  for (const broken of ['', '{', '[1', '{"history":[{}', '{"a":1}}', 'no', '{"history":[{"a":01}]}'])
    await expect(valuesOf(documents, await send(documents, broken)), broken).rejects.toEqual(
      failureSaying(/isn’t a backup/),
    );
  // Another screen has begun one meanwhile.
  await expect(documents.receive(id, '')).rejects.toEqual(failureSaying(/Choose the file again/));
});

test('a long history is read without keeping it', async () => {
  const { documents } = real();
  const id = await send(
    documents,
    `{"history":[${Array.from({ length: 3_000 }, (_, at) => `{"job":{"id":${at},"pad":"${'x'.repeat(900)}"}}`).join(',\n')}]}`,
    500_000,
  );
  let seen = 0;
  let most = 0;
  for await (const values of documents.read(id)) {
    most = Math.max(most, values.length);
    for (const { value } of values) expect(value).toMatchObject({ job: { id: seen++ } });
  }
  expect(seen).toBe(3_000);
  expect(most).toBeLessThan(200);
});

test('what is too large is refused as it comes; what was taken in is gone when it is dropped, or with the next one', async () => {
  const { documents, data } = real(20);
  const id = await documents.receive(null, Buffer.from('0123456789').toString('base64'));
  expect(statSync(join(data, 'incoming', `${id}.json`)).mode & 0o077).toBe(0);
  await expect(documents.receive(id, Buffer.from('0123456789!').toString('base64'))).rejects.toEqual(
    failureSaying(/larger than/),
  );
  const next = await send(documents, '{}');
  expect(readdirSync(join(data, 'incoming'))).toEqual([`${next}.json`]);
  await documents.drop(next);
  expect(readdirSync(data)).toEqual([]);
});

test('a file is written for its user alone, whole, and never over another one', async () => {
  const { documents } = real();
  const folder = tempFolder();
  writeFileSync(join(folder, 'Backup.json'), 'mine');
  const path = await documents.write(folder, 'Backup.json', ['a', 'ß', 'c'.repeat(3_000_000)]);
  expect(path).toBe(join(folder, 'Backup (1).json'));
  expect(readFileSync(path, 'utf8')).toBe(`aß${'c'.repeat(3_000_000)}`);
  expect(readFileSync(join(folder, 'Backup.json'), 'utf8')).toBe('mine');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  function* failing(): Generator<string> {
    yield 'half';
    throw new Error('over');
  }
  await expect(documents.write(folder, 'Half.json', failing())).rejects.toThrow('over');
  await expect(documents.write(join(folder, 'gone'), 'x', [''])).rejects.toEqual(failureSaying(/folder/));
  expect(readdirSync(folder).sort()).toEqual(['Backup (1).json', 'Backup.json']);
});
