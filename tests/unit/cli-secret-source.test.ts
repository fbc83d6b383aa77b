import { expect, test } from 'vitest';
import { createSecretSource, takeSecrets } from '../../src-main/hosts/cli/secret-source.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { terminalStreams } from './cli-terminal-streams.ts';

const connection: Connection = {
  ...{ id: 'one', kind: 'alfresco', name: 'One', baseUrl: 'https://docs.example.com/alfresco' },
  ...{ tenant: '-default-', user: 'dana', createdAt: 0 },
};
const typed = 'Kanarienvogel';

function start({ given = null as string | null, isTTY = true } = {}) {
  const keyboard = terminalStreams({ isTTY });
  const shown = terminalStreams();
  const interruption = new AbortController();
  const source = createSecretSource(given === null ? {} : { password: given }, {
    input: keyboard.input,
    output: shown.output,
    interrupt: () => interruption.abort(new Error('interrupted')),
  });
  return { source, keyboard, shown, signal: interruption.signal };
}

test('whoever sits at the terminal is asked by name, and what is typed isn’t shown', async () => {
  const { source, keyboard, shown, signal } = start();
  const answer = source.secretFor(connection, signal);
  keyboard.type(`${typed}\r`);
  expect(await answer).toBe(typed);
  expect(shown.written()).toBe('Password of dana at https://docs.example.com/alfresco: \n');
});

test.each([
  ['', 'Token for https://acme.example.com: \n'],
  ['key', 'Secret of the key key at https://acme.example.com: \n'],
])('a Bridge asks for what it takes (user “%s”)', async (user, question) => {
  const { source, keyboard, shown, signal } = start();
  const bridge: Connection = { ...connection, kind: 'bridge', baseUrl: 'https://acme.example.com', user };
  const answer = source.secretFor(bridge, signal);
  keyboard.type(`${typed}\r`);
  expect(await answer).toBe(typed);
  expect(shown.written()).toBe(question);
});

test('mistyped characters can be taken back', async () => {
  const { source, keyboard, signal } = start();
  const answer = source.secretFor(connection, signal);
  keyboard.type('wrong');
  keyboard.type('\u0015');
  keyboard.type(`${typed}x\u007f\r`);
  expect(await answer).toBe(typed);
});

test('two questions after each other have two answers, in one terminal', async () => {
  const { source, keyboard, shown, signal } = start();
  for (const word of ['first', 'second']) {
    const answer = source.secretFor(connection, signal);
    keyboard.type(`${word}\r`);
    expect(await answer).toBe(word);
  }
  expect(shown.written()).not.toMatch(/first|second/);
});

test('an empty line and the end of the input are no password', async () => {
  const { source, keyboard, signal } = start();
  const empty = source.secretFor(connection, signal);
  keyboard.type('\r');
  expect(await empty).toBeNull();
  const ended = source.secretFor(connection, signal);
  keyboard.type('\u0004');
  expect(await ended).toBeNull();
});

test('Ctrl+C while asking ends the asking, and leaves the cursor on a line of its own', async () => {
  const { source, keyboard, shown, signal } = start();
  const answer = source.secretFor(connection, signal);
  keyboard.type(`${typed}\u0003`);
  await expect(answer).rejects.toThrow('interrupted');
  expect(signal.aborted).toBe(true);
  expect(shown.written()).toBe('Password of dana at https://docs.example.com/alfresco: \n');
  await expect(source.secretFor(connection, signal)).rejects.toThrow('interrupted');
});

test('a given password is taken without asking, but never where only the typed one will do', async () => {
  const { source, keyboard, shown, signal } = start({ given: 'given' });
  expect(source.isGiven).toBe(true);
  expect(await source.secretFor(connection, signal)).toBe('given');
  expect(shown.written()).toBe('');
  const answer = source.askFor(connection, signal);
  keyboard.type(`${typed}\r`);
  expect(await answer).toBe(typed);
});

test('without a terminal nobody is asked', async () => {
  const { source, shown, signal } = start({ isTTY: false });
  expect(source.canAsk).toBe(false);
  expect(await source.secretFor(connection, signal)).toBeNull();
  expect(shown.written()).toBe('');
});

test('what is given in the environment is taken out of it', () => {
  const environment = {
    ...{ FERRY_SECRET: typed, FERRY_PROXY_SECRET: 'p', FERRY_KEY_SECRET: 'k' },
    OTHER: 'stays',
  };
  expect(takeSecrets(environment)).toEqual({ password: typed, proxy: 'p', clientKey: 'k' });
  expect(environment).toEqual({ OTHER: 'stays' });
  expect(takeSecrets({ FERRY_SECRET: '' })).toEqual({});
});
