import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createChosenSecrets } from '../../src-main/adapters/secrets-chosen.ts';
import { createFileSecrets, hasSecretsFile, secretsFileIn } from '../../src-main/adapters/secrets-file.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { createSecretsFileCalls } from '../../src-main/core/calls/secrets-file.ts';
import { shortestPassphrase } from '../../src-shared/contract/secrets-file.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { failureSaying } from '../fakes/saying.ts';
import { createWorld } from '../fakes/world.ts';
import type { Secrets } from '../../src-main/core/ports.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const key = { connectionId: 'one', origin: 'https://records.example.com' };
const refresh = { ...key, origin: 'https://sso.example.com', role: 'refresh' as const };
/** Enough to see that it is used; the usual cost takes a second. */
const cost = { N: 2 ** 14, r: 8, p: 1 };
const openedFile = (folder: string, passphrase: string | null = 'a long passphrase') =>
  createFileSecrets({ folder, passphrase, cost });
const opened = (folder: string, passphrase?: string | null): Secrets =>
  openedFile(folder, passphrase).secrets;
const fileIn = secretsFileIn;

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

/** Secrets as on a machine without a keychain, where the user may have the file. */
function chosen(folder: string, passphrase: string | null = null) {
  const file = openedFile(folder, passphrase);
  return createChosenSecrets(createMemorySecrets(), file, hasSecretsFile(folder));
}

test('where there is no keychain somebody makes the file, and what was typed before is there in the next run', async () => {
  const folder = tempFolder();
  const { secrets, file } = chosen(folder);
  expect(await secrets.write(key, 'typed')).toBe('run');
  expect(await secrets.write(refresh, 'gone again')).toBe('run');
  await secrets.erase('one', { origin: refresh.origin, role: 'refresh' });
  expect(await file.state()).toBe('none');
  await file.unlock('a long passphrase');
  expect(await file.state()).toBe('open');
  expect(await secrets.read(key)).toEqual({ is: 'ok', value: 'typed', kept: 'file' });
  expect(await secrets.read(refresh)).toEqual({ is: 'absent' });

  const next = chosen(folder);
  expect(await next.file.state()).toBe('closed');
  expect(await next.secrets.read(key)).toEqual({ is: 'sealed' });
  expect(await next.secrets.write(refresh, 'typed while it was closed')).toBe('run');
  await expect(next.file.unlock('another')).rejects.toEqual(failureSaying(/isn’t the passphrase/));
  expect(await next.file.state()).toBe('closed');
  await next.file.unlock('a long passphrase');
  expect(await next.secrets.read(key)).toMatchObject({ value: 'typed', kept: 'file' });
  expect(await next.secrets.read(refresh)).toMatchObject({
    value: 'typed while it was closed',
    kept: 'file',
  });
  expect(await opened(folder).read(refresh)).toMatchObject({ value: 'typed while it was closed' });
});

test('whoever has forgotten the passphrase starts anew; a damaged file says that it is one', async () => {
  const folder = tempFolder();
  await opened(folder).write(key, 'kept');
  const { secrets, file } = chosen(folder);
  await file.startAnew();
  expect(readdirSync(folder)).toEqual([]);
  expect(await file.state()).toBe('none');
  expect(await secrets.read(key)).toEqual({ is: 'absent' });
  await file.unlock('another passphrase');
  expect(await secrets.write(key, 'new')).toBe('file');
  writeFileSync(fileIn(folder), '{"version":1');
  await expect(chosen(folder).file.unlock('another passphrase')).rejects.toEqual(failureSaying(/is damaged/));
});

test('a file that can’t be made is said so, and nothing is lost', async () => {
  const folder = tempFolder();
  const { secrets, file } = chosen(folder);
  await secrets.write(key, 'typed');
  mkdirSync(`${fileIn(folder)}.arriving`);
  await expect(file.unlock('a long passphrase')).rejects.toBeInstanceOf(Error);
  expect(await file.state()).toBe('none');
  expect(await secrets.read(key)).toMatchObject({ value: 'typed', kept: 'run' });
});

test('once the file is open its servers go on by themselves, and screens learn where secrets are', async () => {
  const folder = tempFolder();
  const config = new FakeConfig();
  const first = await createWorld({ config, secrets: createMemorySecrets() });
  const own = { connectionId: 'c1', origin: 'https://records.example.com' };
  await opened(folder).write(own, 'kept');
  await first.app.stop();
  const { secrets, file } = chosen(folder);
  const world = await createWorld({ config, secrets, secretsFile: file });
  const { handlers } = world.app;
  world.server.always('probe', new FailedError({ kind: 'secret-missing' }));
  const seen = async () => {
    const [server] = (await handlers['connections.list']({})).connections;
    return `${server!.state.is} ${server!.secret}`;
  };
  await expect.poll(seen).toBe('needsSignIn sealed');
  expect(await handlers['secretsFile.state']({})).toEqual({ is: 'closed', isPutOff: false });
  // A window that is let go and opened anew asks the host, not its own memory.
  await handlers['secretsFile.putOff']({});
  expect(await handlers['secretsFile.state']({})).toEqual({ is: 'closed', isPutOff: true });
  await expect(async () => handlers['secretsFile.unlock']({ passphrase: 'no' })).rejects.toEqual(
    failureSaying(/isn’t the passphrase/),
  );
  world.server.always('probe', null);
  expect(await handlers['secretsFile.unlock']({ passphrase: 'a long passphrase' })).toEqual({ is: 'open' });
  // By itself: nobody has asked how it is.
  await expect
    .poll(async () => {
      await world.clock.advance(100);
      return world.received('connections.changed').at(-1)?.connections[0]?.state.is;
    })
    .toBe('ok');
  await expect.poll(seen).toBe('ok file');
  expect(world.received('secretsFile.changed')).toEqual([{ is: 'open' }]);
  expect(await handlers['secretsFile.startAnew']({})).toEqual({ is: 'none' });
  await expect(async () =>
    handlers['secretsFile.unlock']({ passphrase: 'x'.repeat(shortestPassphrase - 1) }),
  ).rejects.toEqual(failureSaying(/at least 8 characters/));
  await expect.poll(seen).toBe('ok absent');
});

test('a host that keeps secrets elsewhere has no such file', async () => {
  const none = { secretsFile: null, secrets: createMemorySecrets() };
  const calls = createSecretsFileCalls(none, {} as never, () => undefined);
  expect(await calls['secretsFile.state']({})).toEqual({ is: 'unused', isPutOff: false });
  await expect(async () => calls['secretsFile.unlock']({ passphrase: 'a long one' })).rejects.toEqual(
    failureSaying(/kept elsewhere/),
  );
});
