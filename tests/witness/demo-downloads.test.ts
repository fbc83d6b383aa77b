import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { ask, createDownload, entryOf, readDownload, summaryOf, unzip } from './asking.ts';

const hour = 60 * 60 * 1000;
let server: DemoAlfresco;

beforeEach(async () => {
  // Not to compress saves most of the time, and no test here looks at sizes inside the zip.
  server = await startDemoAlfresco({ compressionLevel: 0 });
});
afterEach(() => server.close());

const cancel = (id: string) => ask(server, { method: 'DELETE', path: `/downloads/${id}` });

async function paths(id: string): Promise<string[]> {
  const { bytes } = await ask(server, `/nodes/${id}/content`);
  return (await unzip(bytes)).map(({ path }) => path);
}

test('a download waits with zero counters, works in steps, stands full before it is done, and is done', async () => {
  const { control, tree } = server;
  control.holdPreparation('pending');
  const { id } = await createDownload(server, tree.examples.drawings.id);
  await control.preparationHeld(id);
  expect(await readDownload(server, id)).toEqual({
    id,
    status: 'PENDING',
    filesAdded: 0,
    totalFiles: 0,
    bytesAdded: 0,
    totalBytes: 0,
  });

  control.holdPreparation(1);
  control.stepPreparation();
  await control.preparationHeld(id);
  const first = await readDownload(server, id);
  expect(first).toMatchObject({ status: 'IN_PROGRESS', filesAdded: 0, bytesAdded: 20_480, totalFiles: 41 });
  control.stepPreparation();
  await control.preparationHeld(id);
  const second = await readDownload(server, id);
  expect(second.filesAdded).toBe(1);
  expect(second.bytesAdded).toBeGreaterThan(first.bytesAdded);

  control.holdPreparation('copying');
  control.stepPreparation();
  await control.preparationHeld(id);
  expect((await readDownload(server, id)).status).toBe('IN_PROGRESS');
  expect((await ask(server, `/nodes/${id}/content`)).status).toBe(404);
  control.releasePreparation();
  expect(await control.preparationEnded(id)).toBe('DONE');
  const done = await readDownload(server, id);
  expect(done).toMatchObject({
    status: 'DONE',
    filesAdded: 41,
    bytesAdded: done.totalBytes,
    totalBytes: first.totalBytes,
  });
});

test('a big file is reported every 500 buffers, not only at its start', async () => {
  const { control, tree } = server;
  control.holdPreparation(20_481);
  const { id } = await createDownload(server, tree.examples.scan.id);
  await control.preparationHeld(id);
  expect(await readDownload(server, id)).toMatchObject({ filesAdded: 0, bytesAdded: 20_480 * 501 });
});

test('the name is there at once: that of the one node, or archive.zip', async () => {
  const { tender, letter } = server.tree.examples;
  server.control.holdPreparation();
  const one = await createDownload(server, letter.id);
  const several = await createDownload(server, letter.id, tender.id);
  const name = async (id: string) => entryOf(await ask(server, `/nodes/${id}`)).name;
  expect(await name(one.id)).toBe('Letter to the harbour master.txt.zip');
  expect(await name(several.id)).toBe('archive.zip');
  expect(entryOf(await ask(server, `/nodes/${one.id}`))).not.toHaveProperty('content');
});

test('the checks come in order: empty, twice, unknown, refused', async () => {
  const { letter, boardMinutes } = server.tree.examples;
  const create = (...nodeIds: string[]) =>
    ask(server, { method: 'POST', path: '/downloads', json: { nodeIds } });
  expect(summaryOf(await create())).toBe('Cannot create an archive with 0 entries.');
  expect(summaryOf(await create('nowhere', 'nowhere'))).toBe('Cannot specify the same nodeId twice');
  expect(summaryOf(await create(boardMinutes.id, 'nowhere'))).toBe(
    'The entity with id: nowhere was not found',
  );
  const refused = await create(letter.id, boardMinutes.id);
  expect(refused.status).toBe(403);
  expect(JSON.stringify(refused.json)).not.toContain(boardMinutes.id);
  expect((await create('-my-')).status).toBe(404);
  expect((await create(`${letter.id};1.0`)).status).toBe(202);
  expect((await create(`${letter.id};pwc`)).status).toBe(404);
});

test('a cancel is only noticed at the next checkpoint', async () => {
  const { control, tree } = server;
  control.holdPreparation('pending');
  const { id } = await createDownload(server, tree.examples.tender.id);
  expect((await cancel(id)).status).toBe(202);
  expect((await readDownload(server, id)).status).toBe('PENDING');
  control.releasePreparation();
  expect(await control.preparationEnded(id)).toBe('CANCELLED');
  expect(await readDownload(server, id)).toMatchObject({ status: 'CANCELLED', totalFiles: 1000 });
  expect((await ask(server, `/nodes/${id}`)).status).toBe(200);
});

test('a cancel after the last checkpoint loses, and one after the end changes nothing but the time', async () => {
  const { control, tree } = server;
  control.holdPreparation('copying');
  const { id } = await createDownload(server, tree.examples.letter.id);
  await control.preparationHeld(id);
  await cancel(id);
  control.releasePreparation();
  expect(await control.preparationEnded(id)).toBe('DONE');
  const etag = (await ask(server, `/nodes/${id}/content`)).headers.get('etag');
  control.clock.advance(5000);
  expect((await cancel(id)).status).toBe(202);
  expect((await readDownload(server, id)).status).toBe('DONE');
  expect((await ask(server, `/nodes/${id}/content`)).headers.get('etag')).not.toBe(etag);
});

test('a selection of empty files has no checkpoint: cancelled while pending, it is done all the same', async () => {
  const { control, tree } = server;
  control.holdPreparation();
  const { id } = await createDownload(server, tree.examples.emptyFile.id, tree.examples.emptyFolder.id);
  await cancel(id);
  control.releasePreparation();
  expect(await control.preparationEnded(id)).toBe('DONE');
  expect(await readDownload(server, id)).toMatchObject({ filesAdded: 1, totalFiles: 1, totalBytes: 0 });
  expect(await paths(id)).toEqual(['empty.txt', 'Empty folder/']);
});

test('too large tells the limit in bytesAdded and the real size in totalBytes, and makes no content', async () => {
  const { control, tree } = server;
  control.knobs.maxContentSize = 1_000_000;
  const { id } = await createDownload(server, tree.examples.tender.id);
  expect(await control.preparationEnded(id)).toBe('MAX_CONTENT_SIZE_EXCEEDED');
  const told = await readDownload(server, id);
  expect(told).toMatchObject({
    status: 'MAX_CONTENT_SIZE_EXCEEDED',
    bytesAdded: 1_000_000,
    filesAdded: 0,
    totalFiles: 1000,
  });
  expect(told.totalBytes).toBeGreaterThan(10_000_000);
  expect((await ask(server, `/nodes/${id}/content`)).status).toBe(404);
});

test('a failure is silent: the status stays until the cleaner comes, then everything is 404', async () => {
  const { control, tree } = server;
  const denied = await createDownload(server, tree.examples.sealed.id);
  expect(await control.preparationEnded(denied.id)).toBe('failed');
  expect((await readDownload(server, denied.id)).status).toBe('PENDING');
  control.failPreparation({ how: 'silently', afterBytes: 100_000 });
  const halfway = await createDownload(server, tree.examples.tender.id);
  expect(await control.preparationEnded(halfway.id)).toBe('failed');
  expect((await readDownload(server, halfway.id)).status).toBe('IN_PROGRESS');
  control.clock.advance(hour);
  for (const { id } of [denied, halfway]) {
    expect((await ask(server, `/downloads/${id}`)).status).toBe(404);
    expect((await ask(server, `/nodes/${id}`)).status).toBe(404);
  }
});

test('the cleaner goes by the modified time and takes any state', async () => {
  const { control, tree } = server;
  const old = await createDownload(server, tree.examples.letter.id);
  await control.preparationEnded(old.id);
  control.clock.advance(hour / 2);
  await cancel(old.id);
  const young = await createDownload(server, tree.examples.letter.id);
  await control.preparationEnded(young.id);
  control.clock.advance(hour / 2);
  expect((await readDownload(server, old.id)).status).toBe('DONE');
  control.clock.advance(hour);
  expect(control.downloads()).toHaveLength(2);
  expect((await ask(server, `/downloads/${old.id}`)).status).toBe(404);
  expect(control.downloads()).toHaveLength(0);
});

test('a download that is already open outlives the cleaner', async () => {
  const { control, tree } = server;
  const { id } = await createDownload(server, tree.examples.photos.id);
  await control.preparationEnded(id);
  control.holdContentAt(1000);
  const reading = ask(server, `/nodes/${id}/content`);
  await control.contentHeld();
  control.loseDownload(id);
  expect((await ask(server, `/downloads/${id}`)).status).toBe(404);
  control.releaseContent();
  const { bytes, headers } = await reading;
  expect(String(bytes.length)).toBe(headers.get('content-length'));
});

test('content that the store has lost makes a zip that is done and incomplete', async () => {
  const { control, tree, repository } = server;
  const [first = ''] = tree.examples.personnel.childIds;
  control.loseContent(first);
  const { id } = await createDownload(server, tree.examples.personnel.id);
  expect(await control.preparationEnded(id)).toBe('DONE');
  const told = await readDownload(server, id);
  expect(told).toMatchObject({ status: 'DONE', filesAdded: 1, totalFiles: 2 });
  expect(told.bytesAdded).toBeLessThan(told.totalBytes);
  expect(await paths(id)).not.toContain(`Personnel/${repository.nodes.get(first)?.name}`);
});

test("children that the user can't see are left out without a word", async () => {
  const { id } = await createDownload(server, server.tree.examples.personnel.id);
  await server.control.preparationEnded(id);
  expect(await readDownload(server, id)).toMatchObject({ filesAdded: 2, totalFiles: 2 });
  expect(await paths(id)).toEqual([
    'Personnel/',
    'Personnel/Telephone list.csv',
    'Personnel/Holiday plan.xlsx',
  ]);
});

test('overlap is counted and zipped twice, and secondary children come along', async () => {
  const { handover, scan } = server.tree.examples;
  const { id } = await createDownload(server, handover.id, scan.id);
  await server.control.preparationEnded(id);
  expect(await readDownload(server, id)).toMatchObject({ filesAdded: 3, totalFiles: 3 });
  expect(await paths(id)).toEqual([
    'Handover/',
    'Handover/Checklist.md',
    'Handover/Sea bed survey.tif',
    'Sea bed survey.tif',
  ]);
});

test('two zips of the same documents are not the same bytes', async () => {
  const { letter } = server.tree.examples;
  const [one, other] = [await createDownload(server, letter.id), await createDownload(server, letter.id)];
  await Promise.all([one, other].map(({ id }) => server.control.preparationEnded(id)));
  const zips = await Promise.all([one, other].map(({ id }) => ask(server, `/nodes/${id}/content`)));
  expect(zips[0]?.bytes.equals(zips[1]?.bytes ?? Buffer.alloc(0))).toBe(false);
});

test('deleting a download that is being made ends it silently; deleting a document after the walk does too', async () => {
  const { control, tree } = server;
  control.holdPreparation(1);
  const gone = await createDownload(server, tree.examples.tender.id);
  await control.preparationHeld(gone.id);
  expect((await ask(server, { method: 'DELETE', path: `/nodes/${gone.id}` })).status).toBe(204);
  const hit = await createDownload(server, tree.examples.photos.id);
  await control.preparationHeld(hit.id);
  await ask(server, { method: 'DELETE', path: `/nodes/${tree.examples.photos.childIds.at(-1)}` });
  control.releasePreparation();
  expect(await control.preparationEnded(gone.id)).toBe('failed');
  expect(await control.preparationEnded(hit.id)).toBe('failed');
  expect((await readDownload(server, hit.id)).status).toBe('IN_PROGRESS');
  expect(control.trashcan()).toHaveLength(1);
});

test('a retried transaction makes the counters go back', async () => {
  const { control, tree } = server;
  control.failPreparation({ how: 'startOver', afterBytes: 1_000_000 });
  control.holdPreparation(1_000_000);
  const { id } = await createDownload(server, tree.examples.tender.id);
  await control.preparationHeld(id);
  const before = await readDownload(server, id);
  control.holdPreparation(1);
  control.stepPreparation();
  await control.preparationHeld(id);
  expect((await readDownload(server, id)).bytesAdded).toBeLessThan(before.bytesAdded);
  control.releasePreparation();
  expect(await control.preparationEnded(id)).toBe('DONE');
});

test('after a restart of the server a preparation never ends', async () => {
  const { control, tree } = server;
  control.holdPreparation(1);
  const { id } = await createDownload(server, tree.examples.tender.id);
  await control.preparationHeld(id);
  await control.abandonPreparations();
  expect(await control.preparationEnded(id)).toBe('superseded');
  expect((await readDownload(server, id)).status).toBe('IN_PROGRESS');
});

test('more downloads than workers wait their turn', async () => {
  const { control, tree } = server;
  control.knobs.workers = 1;
  control.holdPreparation(1);
  const first = await createDownload(server, tree.examples.letter.id);
  const second = await createDownload(server, tree.examples.letter.id);
  await control.preparationHeld(first.id);
  expect((await readDownload(server, second.id)).status).toBe('PENDING');
  control.releasePreparation();
  expect(await control.preparationEnded(second.id)).toBe('DONE');
});
