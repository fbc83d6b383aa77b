import { describe, expect, test } from 'vitest';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { content, oneDocument, oneExport, size } from './connection-harness.ts';
import { createFaultWorld } from './fault-world.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { head, json, piece, redirect } from './wire.ts';

/** An Alfresco whose folder `f`, called “Papers 2026”, becomes this zip. */
async function oneZip(zip: Uint8Array, files: number) {
  const alfresco = await startRawAlfresco();
  alfresco.put('f', { name: 'Papers 2026', isFolder: true, content: { bytes: new Uint8Array() } });
  alfresco.prepares = { content: { bytes: zip }, files };
  return { alfresco, world: await createFaultWorld(alfresco) };
}

describe('72 a file’s name', () => {
  const utf8 = Buffer.from('Prüfung.csv').toString('latin1');

  test.each([
    ['as e-mail codes it', 'attachment; filename="=?UTF-8?Q?Pr=C3=BCfung.csv?="', 'Prüfung.csv'],
    [
      'as e-mail codes it, in two words',
      'attachment; filename="=?utf-8?B?UHI=?= =?utf-8?B?w7xmdW5nLmNzdg==?="',
      'Prüfung.csv',
    ],
    [
      'as e-mail codes it, in Latin-1',
      'attachment; filename="=?iso-8859-1?Q?Pr=FCfung=2Ecsv?="',
      'Prüfung.csv',
    ],
    ['percent-coded', 'attachment; filename="Pr%C3%BCfung%201.csv"', 'Prüfung 1.csv'],
    ['with a percent sign', 'attachment; filename="100% of 5%AB.csv"', '100% of 5%AB.csv'],
    [
      'percent-coded in the form that is always, once',
      "attachment; filename*=UTF-8''100%2525.csv",
      '100%25.csv',
    ],
    ['with blanks and without quotes', `attachment; filename=${utf8.replace('.', ' 1.')}`, 'Prüfung 1.csv'],
  ])('72 %s is read as it was meant', async (_how, disposition, name) => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', [
      head('200 OK', [`Content-Length: ${size}`, `Content-Disposition: ${disposition}`]),
      piece(content, 0, size),
    ]);
    await world.reach(await world.askExport(), 'saved');
    expect([...world.files().keys()]).toEqual([name]);
  });

  test.each([
    ['exports/2026/Pr%C3%BCfung%201.csv', 'Prüfung 1.csv'],
    ['exports/users.tar.gz', 'users.tar.gz'],
    // No name of a file: the kind of the export says more.
    ['exports/0f8fad5bd9cb469fa16570867728950e', 'user_export'],
    ['exports/..%2F..%2Fetc.passwd', 'etc.passwd'],
  ])('72 that nobody tells is what the storage calls it (%s)', async (key, name) => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('file', redirect(`${bridge.storage.origin}/${key}?X-Amz-Signature=canary-signature`));
    bridge.scripts.next('object', [
      head('200 OK', [`Content-Length: ${size}`, 'Content-Type: application/octet-stream']),
      piece(content, 0, size),
    ]);
    await world.reach(await world.askExport(), 'saved');
    expect([...world.files().keys()]).toEqual([name]);
  });

  test.each(['prepared-1', 'prepared-1.zip', '3ea71d75-e2fa-4f23-9239-438c9b048574.zip', '.zip'])(
    '72 that is only an id (%s) gives way to the name of what was asked for',
    async (name) => {
      const { alfresco, world } = await oneZip(await smallZip(2), 2);
      alfresco.preparedName = name;
      await world.reach(await world.ask('f'), 'saved');
      expect([...world.files().keys()]).toEqual(['Papers 2026.zip']);
    },
  );
});

describe('33 numbers that make no sense', () => {
  test.each([
    ['are negative', [-1, 3, -5, 100]],
    ['go beyond their total', [7, 3, 500, 100]],
    ['are no numbers', ['many', null, {}, true]],
    ['can’t be counted', [1e300, 1e300, 1e300, 1e300]],
  ])('33 and %s are no progress, and no reason to stop', async (_how, numbers) => {
    const { alfresco, world } = await oneZip(await smallZip(2), 2);
    const [filesAdded, totalFiles, bytesAdded, totalBytes] = numbers;
    const counts = { filesAdded, totalFiles, bytesAdded, totalBytes };
    const entry = { id: 'prepared-1', status: 'IN_PROGRESS', ...counts };
    alfresco.scripts.next(
      'poll',
      json('200 OK', { entry }),
      json('200 OK', { entry: { ...entry, status: 'DONE' } }),
    );
    const id = await world.ask('f');
    await world.reach(id, 'saved');
    expect(world.timeline(id).map(({ event }) => event)).not.toContain('failed');
    const { state } = world.job(id);
    expect(state).toMatchObject({ is: 'saved', warnings: [] });
  });
});

describe('86 a zip that unpackers read', () => {
  test.each([
    ['with bytes behind its end', (zip: Buffer) => Buffer.concat([zip, Buffer.from('\n<!-- gateway -->\n')])],
    [
      'with an end’s mark in its comment',
      (zip: Buffer) => {
        const comment = 'made by PK\x05\x06 and others, for you';
        zip.writeUInt16LE(comment.length, zip.length - 2);
        return Buffer.concat([zip, Buffer.from(comment, 'latin1')]);
      },
    ],
  ])('86 %s is saved, and fetched once', async (_how, change) => {
    const { alfresco, world } = await oneZip(change(await smallZip(3)), 3);
    const id = await world.ask('f');
    const { state } = await world.reach(id, 'saved');
    expect(state).toMatchObject({ warnings: [] });
    expect(alfresco.ranges()).toEqual([undefined]);
  });
});

test('87 a document without content is said to be that at once, before and after it was asked for', async () => {
  const { alfresco, world } = await oneDocument();
  const bare = json('200 OK', {
    entry: { id: 'a', name: 'Plan.docx', isFile: true, modifiedAt: '2026-09-21T10:00:00.000+0000' },
  });
  for (const looks of [[bare], [null, bare]]) {
    alfresco.scripts.next('node', ...looks);
    const began = world.clock.now();
    const { state } = await world.reach(await world.ask('a'), 'failed');
    expect(world.clock.now() - began).toBeLessThan(1_000);
    if (state.is !== 'failed') throw new Error('failed');
    expect(sentence(state.failure)).toContain('“Plan.docx” has no content on the server.');
  }
});
