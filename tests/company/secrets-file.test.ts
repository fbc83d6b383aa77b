import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileSecrets } from '../../src-main/adapters/secrets-file.ts';
import type { Secrets } from '../../src-main/core/ports.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const key = { connectionId: 'one', origin: 'https://records.example.com' };
const refresh = { ...key, origin: 'https://sso.example.com', role: 'refresh' as const };
/** Enough to see that it is used; the usual cost takes a second. */
const cost = { N: 2 ** 14, r: 8, p: 1 };
const opened = (folder: string, passphrase: string | null = 'a long passphrase'): Secrets =>
  createFileSecrets({ folder, passphrase: async () => passphrase, cost });
const fileIn = (folder: string): string => join(folder, 'secrets.json');

test('secrets in the encrypted file are there in the next run, each for its own purpose, and nobody else reads them', async () => {
  const folder = tempFolder();
  const secrets = opened(folder);
  expect(await secrets.read(key)).toEqual({ is: 'absent' });
  expect(await secrets.write(key, 'canary-pässword')).toBe('file');
  await secrets.write(refresh, 'canary-refresh'.repeat(500));
  const next = opened(folder);
  expect(await next.read(key)).toEqual({ is: 'ok', value: 'canary-pässword', kept: 'file' });
  expect(await next.read(refresh)).toMatchObject({ is: 'ok', value: 'canary-refresh'.repeat(500) });
  expect(await next.read({ ...key, connectionId: 'two' })).toEqual({ is: 'absent' });
  expect(readFileSync(fileIn(folder), 'utf8')).not.toMatch(/canary|records\.example/);
  expect(statSync(fileIn(folder)).mode & 0o077).toBe(0);
  expect(readdirSync(folder)).toEqual(['secrets.json']);
});

test('each writing of the encrypted file looks like no other', async () => {
  const folder = tempFolder();
  const secrets = opened(folder);
  await secrets.write(key, 'same');
  const first = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as { nonce: string; sealed: string };
  await secrets.write(key, 'same');
  const second = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as { nonce: string; sealed: string };
  expect(second.nonce).not.toBe(first.nonce);
  expect(second.sealed).not.toBe(first.sealed);
});

test.each([
  ['a wrong passphrase', 'wrong'],
  ['none', null],
])(
  'with %s the encrypted file stays sealed and as it is; what is typed counts for the run',
  async (_what, passphrase) => {
    const folder = tempFolder();
    await opened(folder).write(key, 'kept');
    const before = readFileSync(fileIn(folder));
    const locked = opened(folder, passphrase);
    expect(await locked.read(key)).toEqual({ is: 'sealed' });
    expect(await locked.write(key, 'typed')).toBe('run');
    expect(await locked.read(key)).toEqual({ is: 'ok', value: 'typed', kept: 'run' });
    expect(readFileSync(fileIn(folder))).toEqual(before);
    expect(await opened(folder).read(key)).toMatchObject({ value: 'kept' });
  },
);

test.each([
  ['its work', (file: Record<string, unknown>) => ({ ...file, scrypt: { N: 2 ** 15, r: 8, p: 1 } })],
  [
    'more work than a machine can do',
    (file: Record<string, unknown>) => ({ ...file, scrypt: { N: 2 ** 30, r: 8, p: 1 } }),
  ],
  ['its version', (file: Record<string, unknown>) => ({ ...file, version: 2 })],
  [
    'its content',
    (file: Record<string, unknown>) => ({
      ...file,
      sealed: Buffer.from('something else').toString('base64'),
    }),
  ],
])('an encrypted file in which somebody changed %s is sealed, not believed', async (_what, change) => {
  const folder = tempFolder();
  await opened(folder).write(key, 'kept');
  const file = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Record<string, unknown>;
  writeFileSync(fileIn(folder), JSON.stringify(change(file)));
  expect(await opened(folder).read(key)).toEqual({ is: 'sealed' });
});

test('what is erased is in the encrypted file no more', async () => {
  const folder = tempFolder();
  const secrets = opened(folder);
  await secrets.write(key, 'a');
  await secrets.write(refresh, 'b');
  await secrets.erase('one', { origin: refresh.origin, role: 'refresh' });
  expect(await opened(folder).read(refresh)).toEqual({ is: 'absent' });
  expect(await opened(folder).read(key)).toMatchObject({ value: 'a' });
  await secrets.erase('one');
  expect(await opened(folder).read(key)).toEqual({ is: 'absent' });
});

test('a folder that can’t be written to keeps the old file, and the new secret for the run', async () => {
  const folder = tempFolder();
  const secrets = opened(folder);
  await secrets.write(key, 'old');
  // Where a file has to arrive is a folder: also root can't write there.
  mkdirSync(`${fileIn(folder)}.arriving`);
  chmodSync(folder, 0o700);
  expect(await secrets.write(key, 'new')).toBe('run');
  expect(await secrets.read(key)).toMatchObject({ value: 'new', kept: 'run' });
  expect(await opened(folder).read(key)).toMatchObject({ value: 'old' });
});
