import { mkdirSync, readFileSync, rmdirSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createChosenSecrets } from '../../src-main/adapters/secrets-chosen.ts';
import { createFileSecrets, hasSecretsFile, secretsFileIn } from '../../src-main/adapters/secrets-file.ts';
import type { FileSecrets } from '../../src-main/adapters/secrets-file.ts';
import { createKeychainSecrets } from '../../src-main/adapters/secrets-keytar.ts';
import type { Secrets, SecretsFile } from '../../src-main/core/ports.ts';
import { FakeKeychain } from '../fakes/fake-keychain.ts';
import { failureSaying } from '../fakes/saying.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const key = { connectionId: 'one', origin: 'https://records.example.com' };
const refresh = { ...key, role: 'refresh' as const };
const passphrase = 'a long passphrase';
const entry = `Ferry/one ${key.origin}`;

const fileOf = (folder: string, given: string | null = null): FileSecrets =>
  // Enough to see that it is used; the usual cost takes a second.
  createFileSecrets({ folder, passphrase: given, cost: { N: 2 ** 14, r: 8, p: 1 } });
const inFile = (folder: string): Secrets => fileOf(folder, passphrase).secrets;

/** One run of Ferry's, with a keychain that a user of Linux may have locked. */
function startRun(folder: string, keychain: FakeKeychain): { secrets: Secrets; file: SecretsFile } {
  const inKeychain = createKeychainSecrets({ load: keychain.load, platform: 'linux' });
  return createChosenSecrets(inKeychain, fileOf(folder), hasSecretsFile(folder));
}

/** A file with one password in it, and the run after the one that made it. */
async function withClosedFile(keychain = new FakeKeychain()) {
  const folder = tempFolder();
  await inFile(folder).write(key, 'kept');
  return { folder, keychain, ...startRun(folder, keychain) };
}

test('a keychain that was locked once loses nothing to the file, and keeps nothing that is erased', async () => {
  const [folder, keychain] = [tempFolder(), new FakeKeychain()];
  const { secrets, file } = startRun(folder, keychain);
  await secrets.write(key, 'old');
  await secrets.write(refresh, 'in the keychain');
  keychain.locked = true;
  expect(await secrets.write(key, 'new')).toBe('run');
  keychain.locked = false;
  await file.unlock(passphrase);
  expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'new', kept: 'file' });
  await expect.poll(() => keychain.entries.has(entry)).toBe(false);

  const next = startRun(folder, keychain);
  await next.file.unlock(passphrase);
  expect(await next.secrets.read(refresh)).toEqual({ is: 'ok', value: 'in the keychain', kept: 'keychain' });
  await next.secrets.erase('one');
  expect([...keychain.entries]).toEqual([]);
  expect(await next.secrets.read(key)).toEqual({ is: 'absent' });
  expect(await next.secrets.read(refresh)).toEqual({ is: 'absent' });
});

test('a file that is started anew brings no outdated password of the keychain’s back', async () => {
  const keychain = new FakeKeychain();
  keychain.entries.set(entry, 'outdated');
  const { secrets, file } = await withClosedFile(keychain);
  await file.unlock(passphrase);
  expect(await secrets.write(key, 'changed')).toBe('file');
  await expect.poll(() => keychain.entries.has(entry)).toBe(false);
  await file.startAnew();
  expect(await secrets.read(key)).toEqual({ is: 'absent' });
});

test('no keychain at all is no reason to call a password anything but absent', async () => {
  const keychain = new FakeKeychain();
  keychain.faults.set('*', { throws: 'Could not connect: No such file or directory' });
  const { secrets, file } = await withClosedFile(keychain);
  await file.unlock(passphrase);
  expect(await secrets.read(refresh)).toEqual({ is: 'absent' });
});

test('what was typed while the file was closed outlives its removal, in the keychain or in the next file', async () => {
  const { folder, keychain, secrets, file } = await withClosedFile();
  keychain.locked = true;
  expect(await secrets.write(key, 'typed')).toBe('run');
  await file.startAnew();
  expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'typed', kept: 'run' });
  await file.unlock(passphrase);
  expect(await inFile(folder).read(key)).toMatchObject({ value: 'typed' });

  const other = await withClosedFile();
  await other.secrets.write(key, 'typed');
  await other.file.startAnew();
  expect(await other.secrets.read(key)).toEqual({ is: 'ok', value: 'typed', kept: 'keychain' });
});

test('a server that is removed leaves nothing that the next file would take', async () => {
  const { folder, keychain, secrets, file } = await withClosedFile();
  keychain.locked = true;
  await secrets.write(refresh, 'typed');
  await file.startAnew();
  await secrets.erase('one');
  await file.unlock(passphrase);
  expect(await secrets.read(refresh)).not.toMatchObject({ is: 'ok' });
  expect(await inFile(folder).read(refresh)).toEqual({ is: 'absent' });
});

test('what is erased while the file is closed is gone from it once it is open', async () => {
  const { folder, secrets, file } = await withClosedFile();
  await secrets.erase('one');
  await secrets.write(refresh, 'typed after that');
  await file.unlock(passphrase);
  expect(await inFile(folder).read(key)).toEqual({ is: 'absent' });
  expect(await inFile(folder).read(refresh)).toMatchObject({ value: 'typed after that' });
});

test('a file that can’t be written is opened all the same, and what was for the run stays for the run', async () => {
  const { folder, keychain, secrets, file } = await withClosedFile();
  keychain.locked = true;
  const before = readFileSync(secretsFileIn(folder));
  // Where a file has to arrive is a folder: also root can't write there.
  const inTheWay = `${secretsFileIn(folder)}.arriving`;
  mkdirSync(inTheWay);
  await secrets.write(refresh, 'typed');
  await file.unlock(passphrase);
  expect(await file.state()).toBe('open');
  expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'kept', kept: 'file' });
  expect(await secrets.read(refresh)).toEqual({ is: 'ok', value: 'typed', kept: 'run' });
  expect(readFileSync(secretsFileIn(folder))).toEqual(before);
  rmdirSync(inTheWay);
  await secrets.write(key, 'new');
  expect(await inFile(folder).read(refresh)).toMatchObject({ value: 'typed' });
});

test('to open a file with nothing to add leaves it as it is', async () => {
  const { folder, file } = await withClosedFile();
  const before = readFileSync(secretsFileIn(folder));
  await file.unlock(passphrase);
  expect(readFileSync(secretsFileIn(folder))).toEqual(before);
});

test('a file that the system doesn’t let Ferry read isn’t called damaged, and none is made in its place', async () => {
  const folder = tempFolder();
  // An error that also root gets.
  symlinkSync('secrets.json', secretsFileIn(folder));
  const { file } = fileOf(folder);
  expect(await file.state()).toBe('closed');
  await expect(file.unlock(passphrase)).rejects.toEqual(failureSaying(/can’t be read.*ELOOP/));
});
