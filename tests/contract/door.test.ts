import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectSocket, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { joinHolder } from '../../src-main/hosts/door/join-holder.ts';
import type { DoorNote } from '../../src-main/hosts/door/note.ts';
import { removeNote } from '../../src-main/hosts/door/note.ts';
import { openDoor } from '../../src-main/hosts/door/open-door.ts';
import type { Door } from '../../src-main/hosts/door/open-door.ts';
import type { Role } from '../../src-shared/contract.ts';
import { connect } from '../../src-shared/rpc-client.ts';
import type { Client } from '../../src-shared/rpc-client.ts';
import { createFakeApp } from '../fakes/fake-app.ts';
import type { FakeApp } from '../fakes/fake-app.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const noTimer = { after: () => () => undefined };
const notePath = (dataFolder: string): string => join(dataFolder, 'door.json');
const noteIn = (dataFolder: string): DoorNote =>
  JSON.parse(readFileSync(notePath(dataFolder), 'utf8')) as DoorNote;

interface Held {
  dataFolder: string;
  app: FakeApp;
  door: Door;
  /** Whom the calls came from. */
  asked: (Role | undefined)[];
}

async function hold(handlers: Parameters<typeof createFakeApp>[0] = {}): Promise<Held> {
  const dataFolder = tempFolder();
  const asked: Held['asked'] = [];
  const app = createFakeApp({
    'app.about': (_input, by) => {
      asked.push(by);
      return { dataFolder, platform: 'x', versions: {} };
    },
    ...handlers,
  });
  const door = await openDoor({
    ...{ dataFolder, app, version: '1.0.0' },
    report: (where, error) => {
      throw new Error(where, { cause: error });
    },
  });
  onTestFinished(() => door.close());
  return { dataFolder, app, door, asked };
}

async function enter(dataFolder: string): Promise<Client> {
  const joined = await joinHolder(dataFolder, '1.0.0');
  if (joined.is !== 'joined') throw new Error(joined.is);
  return connect(joined.transport, noTimer);
}

/** A socket to the door of which nobody knows anything, and all that it is told. */
async function knock(
  address: string,
): Promise<{ socket: Socket; heard: () => string; line: () => Promise<void> }> {
  const socket = connectSocket(address).setEncoding('utf8');
  socket.on('error', () => undefined);
  let heard = '';
  socket.on('data', (text: string) => (heard += text));
  await once(socket, 'connect');
  return { socket, heard: () => heard, line: async () => void (await once(socket, 'data')) };
}

test('who has read the note comes in, calls and hears, as a terminal', async () => {
  const { dataFolder, app, door, asked } = await hold();
  const client = await enter(dataFolder);
  expect(await client.call('app.about', {})).toMatchObject({ ok: true, value: { dataFolder } });
  expect(asked).toEqual(['terminal']);
  expect(door.visitors).toBe(1);
  const heard = new Promise((resolve) => client.on('network.changed', resolve));
  await client.call('app.about', {});
  app.emit('network.changed', { online: false });
  expect(await heard).toEqual({ online: false });
});

test('an answer and a call of a million characters arrive whole, letters of several bytes too', async () => {
  const long = 'ä€'.repeat(150_000);
  const { dataFolder } = await hold({
    'app.about': () => ({ dataFolder: long, platform: 'x', versions: {} }),
    'connections.readAuthorities': ({ file }) => ({ authorities: [], file }),
  });
  const client = await enter(dataFolder);
  expect(await client.call('app.about', {})).toMatchObject({ ok: true, value: { dataFolder: long } });
  const call = await client.call('connections.readAuthorities', { file: 'x'.repeat(900_000) });
  expect(call.ok).toBe(true);
});

test('the note and the socket are for the user alone, and gone once the door is closed', async () => {
  const { dataFolder, door } = await hold();
  const { address } = noteIn(dataFolder);
  expect(statSync(notePath(dataFolder)).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
  await door.close();
  expect(existsSync(notePath(dataFolder)) || existsSync(dirname(address))).toBe(false);
  expect(await joinHolder(dataFolder, '1.0.0')).toEqual({ is: 'absent' });
});

test.each([
  ['with a wrong proof', '0'.repeat(64)],
  ['with the holder’s own proof', null],
])('a hand on the socket %s hears nothing of the app and reaches nothing', async (_how, proof) => {
  const { dataFolder, app, door, asked } = await hold();
  const listening = app.listening;
  const { socket, heard, line } = await knock(noteIn(dataFolder).address);
  socket.write(`${'a'.repeat(64)}\n`);
  await line();
  const [, theirs] = heard().trim().split(' ');
  socket.write(`${proof ?? theirs}\n{"id":1,"call":"app.about","input":{}}\n`);
  app.emit('network.changed', { online: false });
  // A word to it would be the first sign that it got in: then nothing is closed.
  await Promise.race([once(socket, 'close'), line()]);
  expect(heard()).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}\n$/);
  expect([asked, door.visitors, app.listening]).toEqual([[], 0, listening]);
});

test.each([
  ['a call', '{"id":1,"call":"app.about","input":{}}\n'],
  ['a line without an end', 'x'.repeat(1_000)],
])('%s before any proof ends the connection unanswered', async (_what, text) => {
  const { dataFolder, asked } = await hold();
  const { socket, heard } = await knock(noteIn(dataFolder).address);
  socket.write(text);
  await once(socket, 'close');
  expect([heard(), asked]).toEqual(['', []]);
});

test('somebody else who listens where the note says is told nothing but a random question', async () => {
  const { dataFolder, door } = await hold();
  const note = noteIn(dataFolder);
  await door.close();
  const said: string[] = [];
  const stranger = createServer((socket) => {
    socket.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      socket.write(`${'b'.repeat(64)} ${'c'.repeat(64)}\n`);
    });
    socket.on('error', () => undefined);
  });
  const address = join(tempFolder(), 'door');
  await new Promise<void>((resolve) => stranger.listen(address, resolve));
  onTestFinished(() => void stranger.close());
  writeFileSync(notePath(dataFolder), JSON.stringify({ ...note, address }), { mode: 0o600 });
  expect(await joinHolder(dataFolder, '1.0.0')).toEqual({ is: 'stranger' });
  expect(said).toEqual([expect.stringMatching(/^[0-9a-f]{64}\n$/)]);
  expect(said.join('')).not.toContain(note.secret);
});

test('a note that is gone with the rest of the data folder is written again', async () => {
  const { dataFolder, app } = await hold();
  rmSync(notePath(dataFolder));
  app.emit('app.trouble', { news: 'The data folder was removed.' });
  await expect.poll(() => existsSync(notePath(dataFolder))).toBe(true);
  expect(await (await enter(dataFolder)).call('app.about', {})).toMatchObject({ ok: true });
});

test('a note that others could have written isn’t followed', async () => {
  const { dataFolder } = await hold();
  chmodSync(notePath(dataFolder), 0o644);
  expect(await joinHolder(dataFolder, '1.0.0')).toEqual({ is: 'absent' });
});

test('a Ferry of another version is told apart before anything is said', async () => {
  const { dataFolder } = await hold();
  expect(await joinHolder(dataFolder, '1.0.1')).toEqual({ is: 'otherVersion', version: '1.0.0' });
});

test('what a killed holder left leads nowhere, and the next one removes it', async () => {
  const { dataFolder, door } = await hold();
  const note = readFileSync(notePath(dataFolder), 'utf8');
  await door.close();
  const stale = {
    ...(JSON.parse(note) as DoorNote),
    address: join(tempFolder(), 'ferry-door-abc123', 'door'),
  };
  writeFileSync(notePath(dataFolder), JSON.stringify(stale), { mode: 0o600 });
  expect(await joinHolder(dataFolder, '1.0.0')).toEqual({ is: 'absent' });
  removeNote(dataFolder);
  expect(existsSync(notePath(dataFolder))).toBe(false);
});

test('a holder that lost the data folder leaves the note of the next one alone', async () => {
  const { dataFolder, door } = await hold();
  const own = noteIn(dataFolder).address;
  const next = JSON.stringify({ ...noteIn(dataFolder), address: '/of/the/next/door' });
  writeFileSync(notePath(dataFolder), next, { mode: 0o600 });
  await door.close();
  expect(readFileSync(notePath(dataFolder), 'utf8')).toBe(next);
  expect(existsSync(dirname(own))).toBe(false);
});

test('a note that names a file of the user’s removes nothing but itself', () => {
  const dataFolder = tempFolder();
  const precious = join(tempFolder(), 'door');
  writeFileSync(precious, 'mine');
  const note = { address: precious, secret: 'a'.repeat(64), version: '1' };
  writeFileSync(notePath(dataFolder), JSON.stringify(note), { mode: 0o600 });
  removeNote(dataFolder);
  expect([existsSync(precious), existsSync(notePath(dataFolder))]).toEqual([true, false]);
});

test('the door tells when everybody has left, and that it is closed', async () => {
  const { dataFolder, door } = await hold();
  const signal = new AbortController();
  await door.left(signal.signal);
  const [one, other] = [await enter(dataFolder), await enter(dataFolder)];
  const left = door.left(signal.signal);
  one.close();
  const closed = new Promise<void>((resolve) => other.onClose(resolve));
  expect(door.visitors).toBeGreaterThan(0);
  other.close();
  await left;
  expect(door.visitors).toBe(0);
  await closed;
  const third = await enter(dataFolder);
  const ended = new Promise<void>((resolve) => third.onClose(resolve));
  await door.close();
  await ended;
  expect(await third.call('app.about', {})).toMatchObject({ ok: false, failure: { kind: 'disconnected' } });
});
