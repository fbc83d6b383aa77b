import { afterEach, expect, test } from 'vitest';
import { explainFailure } from '../../src-renderer/presentation/explain-failure.ts';
import { rowWords } from '../../src-renderer/presentation/row-words.ts';
import { storyOf } from '../../src-renderer/presentation/timeline-story.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { setLanguage } from '../../src-shared/language/index.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { onFaultyDisk } from './disk-harness.ts';
import { createFaultWorld } from './fault-world.ts';
import type { FaultWorld } from './fault-world.ts';
import { oneDocument, oneExport } from './connection-harness.ts';
import { alfrescoError, startRawAlfresco } from './raw-alfresco.ts';
import { page } from './wire.ts';

/* All of this happens while English is spoken, and is read by somebody who speaks German. */

afterEach(() => setLanguage('en'));

/** What a German screen shows of a download: its row, then its timeline, a step a line. */
async function german(world: FaultWorld, id: string): Promise<{ row: string; story: string[] }> {
  setLanguage('de');
  const job = await world.row(id);
  const { entries } = await world.app.handlers['jobs.timeline']({ jobId: id });
  const story = storyOf(job, entries, undefined, world.clock.now());
  return {
    row: rowWords(job, undefined, world.clock.now()).detail,
    story: story.map(({ title, detail }) => [title, detail].filter(Boolean).join(': ')),
  };
}

test('a disk that is full, and a folder that can’t be used', async () => {
  const { world, faults, setFull } = await onFaultyDisk();
  faults.push({ call: 'write', path: '.part', nth: 2, code: 'ENOSPC', times: Infinity });
  const full = await world.ask('a');
  await world.until(() => world.job(full).lastFailure?.kind === 'no-space');
  setFull(true);
  await world.pass(60_000);
  expect((await german(world, full)).row).toContain('Auf dem Datenträger ist kein Platz mehr (0 B frei)');

  faults.length = 0;
  faults.push({ call: 'open', path: '.part', code: 'EROFS', times: Infinity });
  setFull(false);
  await world.until(() => world.job(full).lastFailure?.kind === 'folder-unavailable');
  await world.pass(60_000);
  expect((await german(world, full)).row).toContain(
    'In den Ordner kann nicht geschrieben werden (der Datenträger kann nur gelesen werden)',
  );
});

test('a web page that comes in place of a file', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.scripts.always('content', page());
  const id = await world.ask('a');
  await world.reach(id, 'failed');
  const { row, story } = await german(world, id);
  expect(row).toMatch(/^Statt der Datei kam eine Webseite\. .*öffnen Sie einen Browser/i);
  expect(story.join()).toContain('Statt der Datei kam eine Webseite.');
});

test('a password that the server refuses', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.scripts.always('signIn', alfrescoError('403 Forbidden', 'Login failed'));
  const id = await world.ask('a');
  await world.until(() => world.connectionStates.at(-1)?.is === 'needsSignIn');
  expect((await german(world, id)).row).toContain('Der Server hat die Anmeldung abgelehnt: Benutzername');
  expect(alfresco.seen('content')).toHaveLength(0);
});

test('a zip that isn’t whole', async () => {
  const alfresco = await startRawAlfresco();
  alfresco.folder('f');
  alfresco.prepares = { content: { bytes: await smallZip(3) }, files: 4 };
  const world = await createFaultWorld(alfresco);
  const id = await world.ask('f');
  await world.reach(id, 'saved');
  expect((await german(world, id)).row).toBe(
    'Das ZIP ist unvollständig: Der Server hat 1 Datei von 4 weggelassen.',
  );
});

test('why bytes are fetched once more', async () => {
  const { bridge, world } = await oneExport();
  bridge.scripts.next('object', (request) =>
    bridge.serve('1', request, { cut: { before: 150_000, by: 'fin' } }),
  );
  const id = await world.askExport();
  await world.failureOf(id);
  bridge.put('1', { content: { pattern: 11, size: 300_500 }, name: 'users.csv', etag: '"two"' });
  await world.reach(id, 'saved');
  expect((await german(world, id)).story).toContainEqual(
    expect.stringMatching(
      /^Von vorn begonnen: .* verworfen: Der Server hat statt des Rests die ganze Datei geschickt\.$/,
    ),
  );
});

test('what can’t be done as it was asked for', async () => {
  const { world } = await oneDocument();
  const refused = await world.ask('no such / thing').catch((error: unknown) => error);
  setLanguage('de');
  if (!(refused instanceof FailedError)) throw new Error('It should have been refused');
  expect(sentence(refused.failure)).toBe(
    '„no such / thing“ ist weder die ID eines Dokuments oder Ordners noch ein Link, der eine enthält.',
  );
});

test('what the server itself says stays as it came, and so does what earlier versions of Ferry saved', () => {
  setLanguage('de');
  const { what } = explainFailure(
    { kind: 'alfresco' },
    { kind: 'refused', detail: 'You may not read this.' },
  );
  expect(what).toMatch(/ Der Server meldet: „You may not read this\.“$/);
  const old = explainFailure({ kind: 'alfresco' }, { kind: 'folder-unavailable', detail: 'it is not there' });
  expect(old.what).toBe('In den Ordner kann nicht geschrieben werden (it is not there).');
});
