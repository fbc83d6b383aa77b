import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallZip } from '../fakes/small-zip.ts';
import { createFaultWorld } from './fault-world.ts';
import { content, oneDocument, oneExport, size } from './connection-harness.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { head, piece } from './wire.ts';
import type { Step } from './wire.ts';

describe('31 headers', () => {
  const withHeaders = (lines: string[]): Step[] => [
    head('200 OK', [`Content-Length: ${size}`, 'ETag: "one"', ...lines]),
    piece(content, 0, size),
  ];
  /** What is in the log: each line by itself must be JSON. */
  const logged = (folder: string): unknown[] => {
    const path = join(folder, 'ferry.log');
    const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
    return lines.map((line): unknown => JSON.parse(line));
  };

  test.each([
    ['of 20 KB', [`X-Long: ${'x'.repeat(20_000)}`]],
    ['with a name that is none', ['X Evil: 1']],
    ['with a control character', ['X-Evil: a\u0000b']],
  ])('31 %s are a fault: asked again later', async (_what, lines) => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', withHeaders(lines));
    const id = await world.askExport();
    expect(await world.failureOf(id)).toMatchObject({ kind: 'protocol' });
    await world.reach(id, 'saved');
    expect(logged(world.dataFolder).length).toBeGreaterThan(0);
  });

  test('31 a thousand of them do no harm', async () => {
    const { bridge, world } = await oneExport();
    const many = Array.from({ length: 1000 }, (_, index) => `X-${index}: 1`);
    bridge.scripts.next('object', withHeaders(many));
    await world.reach(await world.askExport(), 'saved');
  });

  test.each([
    ['with a broken line', 'attachment; filename="a\r\nX-Evil: 1"', 'user_export'],
    ['with a coded broken line', "attachment; filename*=UTF-8''a%0D%0AX-Evil%3A%201.csv", 'aX-Evil_ 1.csv'],
    [
      'in UTF-8 as it is',
      `attachment; filename="${Buffer.from('Übersicht.csv').toString('latin1')}"`,
      'Übersicht.csv',
    ],
  ])('31 a file’s name %s stays one line of a log and one name', async (_how, disposition, name) => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', withHeaders([`Content-Disposition: ${disposition}`]));
    await world.reach(await world.askExport(), 'saved');
    expect([...world.files().keys()]).toEqual([name]);
    for (const line of logged(world.dataFolder)) expect(line).toHaveProperty('event');
  });
});

describe('32 a kept connection that the server closes just as a request goes out', () => {
  test('32 is replaced without anybody noticing', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next('person', [{ close: 'fin' }]);
    alfresco.scripts.next('content', [{ close: 'rst' }]);
    const id = await world.ask('a');
    await world.reach(id, 'saved');
    expect(world.timeline(id).map(({ event }) => event)).not.toContain('failed');
    expect(alfresco.ranges()).toEqual([undefined, undefined]);
    const [first, second] = alfresco.seen('content');
    expect(second!.connection).not.toBe(first!.connection);
  });

  test('32 is replaced for a DELETE as well: what was prepared goes away at once', async () => {
    const zip = await smallZip(2);
    const alfresco = await startRawAlfresco();
    alfresco.folder('f');
    alfresco.prepares = { content: { bytes: zip }, files: 2 };
    const world = await createFaultWorld(alfresco);
    alfresco.scripts.next('remove', [{ close: 'rst' }]);
    const id = await world.ask('f');
    await world.reach(id, 'saved');
    await world.until(() => world.store.cleanUps().length === 0);
    expect(alfresco.seen('remove')).toHaveLength(2);
    expect(world.timeline(id).map(({ event }) => event)).not.toContain('cleanUpFailed');
  });

  test('32 is never reused for a password: a sign-in goes out on a fresh one, and once', async () => {
    const { alfresco, world } = await oneDocument();
    await world.reach(await world.ask('a'), 'saved');
    alfresco.expireTickets();
    await world.reach(await world.ask('a'), 'saved');
    const used = alfresco.server.requests.map(({ connection }) => connection);
    const signIns = alfresco.server.requests.flatMap((request, at) =>
      alfresco.seen('signIn').includes(request) ? [at] : [],
    );
    expect(signIns).toHaveLength(2);
    for (const at of signIns) expect(used.slice(0, at)).not.toContain(used[at]);
  });

  test('32 one that a fresh connection meets as well is a cut', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next('content', [{ close: 'fin' }], [{ close: 'fin' }]);
    const id = await world.ask('a');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'cut' });
    await world.reach(id, 'saved');
  });
});
