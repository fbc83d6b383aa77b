import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createFileSecrets, secretsFileIn } from '../../src-main/adapters/secrets-file.ts';
import { storedSecret } from '../../src-main/adapters/servers/stored-secret.ts';
import { giveSecretWords } from '../../src-main/hosts/cli/give-secret-words.ts';
import { openSecretsFile } from '../../src-main/hosts/cli/open-secrets-file.ts';
import { createSecretSource } from '../../src-main/hosts/cli/secret-source.ts';
import type { GivenSecrets } from '../../src-main/hosts/cli/secret-source.ts';
import type { Session } from '../../src-main/hosts/cli/session.ts';
import { signIn } from '../../src-main/hosts/cli/sign-in.ts';
import { createTextOutput } from '../../src-main/hosts/cli/text-output.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { createWorld } from '../fakes/world.ts';
import { terminalStreams } from './cli-terminal-streams.ts';

const passphrase = 'a long passphrase';
const question = 'Passphrase of Ferry’s encrypted file';
const fileOf = (folder: string, given: string | null = null) =>
  // Enough to see that it is used; the usual cost takes a second.
  createFileSecrets({ folder, passphrase: given, cost: { N: 2 ** 14, r: 8, p: 1 } });

/** A run after the one that made the file, at a terminal; the server is there for whoever has its password. */
async function start(
  options: { given?: GivenSecrets; isTTY?: boolean; isMade?: boolean; damaged?: boolean } = {},
) {
  const { given = {}, isTTY = true, isMade = true, damaged = false } = options;
  const folder = tempFolder();
  const key = { connectionId: 'c1', origin: 'https://records.example.com' };
  if (isMade) await fileOf(folder, passphrase).secrets.write(key, 'kept');
  if (damaged) writeFileSync(secretsFileIn(folder), '{"version":1');
  const { secrets, file } = fileOf(folder);
  const world = await createWorld({ secrets, secretsFile: file });
  const { app, config, server, clock } = world;
  server.always('probe', async () => {
    await storedSecret(secrets, config.connections()[0]!);
    return { account: 'ada', version: null };
  });
  const keyboard = terminalStreams({ isTTY });
  const shown = terminalStreams();
  const told = terminalStreams({ isTTY: false });
  const source = createSecretSource(given, {
    ...{ input: keyboard.input, output: shown.output, interrupt: () => undefined },
  });
  const session: Session = {
    ...{ app, output: createTextOutput({ stdout: told.output, stderr: told.output }), secrets: source },
    ...{ ports: { clock, servers: world.servers, store: world.store }, isJoined: false },
    ...{ removable: () => [], targetFolder: async (path) => path, signal: new AbortController().signal },
  };
  const { connections } = await app.handlers['connections.list']({});
  const asked = (): number => shown.written().split(question).length - 1;
  /** Types once the question is there that many times. */
  const answer = async (times: number, typed: string): Promise<void> => {
    await expect.poll(asked).toBe(times);
    keyboard.type(`${typed}\r`);
  };
  return { session, connection: connections[0]!, keyboard, shown, told, asked, answer };
}

test('a passphrase that was mistyped is asked for again, and what is in the file is used', async () => {
  const { session, connection, shown, told, answer } = await start();
  const signingIn = signIn(session, connection);
  await answer(1, 'another passphrase');
  await answer(2, passphrase);
  expect(await signingIn).toBeNull();
  expect(told.written()).toBe('That isn’t the passphrase of the encrypted file.\n');
  expect(shown.written()).not.toMatch(/Password of|passphrase/);
});

test('whoever leaves it locked isn’t asked for the passphrase again in that run', async () => {
  const { session, asked, answer } = await start();
  const opening = openSecretsFile(session);
  await answer(1, '');
  expect([await opening, await openSecretsFile(session), asked()]).toEqual([false, false, 1]);
});

test('after three wrong ones it stays locked; of a damaged file no passphrase is asked for twice', async () => {
  const { session, asked, answer } = await start();
  const opening = openSecretsFile(session);
  for (const times of [1, 2, 3]) await answer(times, 'wrong again');
  expect([await opening, asked()]).toEqual([false, 3]);
  const broken = await start({ damaged: true });
  const trying = openSecretsFile(broken.session);
  await broken.answer(1, passphrase);
  expect([await trying, broken.asked()]).toEqual([false, 1]);
  expect(broken.told.written()).toContain('damaged');
});

test.each([
  ['in a pipe', { isTTY: false }],
  ['where a password is given', { given: { password: 'given' } }],
  ['where there is no such file', { isMade: false }],
])('%s nobody is asked for a passphrase', async (_where, options) => {
  const { session, asked } = await start(options);
  expect([await openSecretsFile(session), asked()]).toEqual([false, 0]);
});

test('what is missing is said: the passphrase of the file, or the password', () => {
  const detail = phrase('failureDetails.keychain.sealed');
  expect(giveSecretWords({ kind: 'secret-missing', detail })).toContain('FERRY_FILE_SECRET');
  expect(giveSecretWords({ kind: 'secret-missing' })).toContain('FERRY_SECRET');
});
