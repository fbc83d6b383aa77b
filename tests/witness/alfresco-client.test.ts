import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoNode } from '../../src-main/demo/alfresco/repository.ts';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { alfrescoClient, createDemoWitness } from '../fakes/demo-witness.ts';
import type { DemoWitness } from '../fakes/demo-witness.ts';
import { unzip } from './asking.ts';

let server: DemoAlfresco;
let witness: DemoWitness;

beforeAll(async () => {
  server = await startDemoAlfresco();
  witness = await createDemoWitness(server.url);
});
afterAll(() => server.close());

/** What the zip of these nodes must hold, taken from the repository and not from the zip's own code. */
function expected(nodes: DemoNode[], above = ''): { path: string; bytes: Buffer }[] {
  const demo = { id: 'demo', isAdmin: false };
  return nodes.flatMap((node) => {
    if (!node.isFolder)
      return [{ path: above + node.name, bytes: server.repository.read(node, 0, Infinity) }];
    const path = `${above}${node.name}/`;
    return [{ path, bytes: Buffer.alloc(0) }, ...expected(server.repository.children(demo, node), path)];
  });
}

const sorted = (entries: { path: string; bytes: Buffer }[]) =>
  entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));

test("Alfresco's own client creates, polls and reads a download, and every byte is the repository's", async () => {
  const { oddNames, letter } = server.tree.examples;
  const created = await witness.downloads.createDownload({ nodeIds: [oddNames.id, letter.id] });
  expect(created.entry).toMatchObject({
    status: 'PENDING',
    filesAdded: 0,
    totalFiles: 0,
    bytesAdded: 0,
    totalBytes: 0,
  });
  const id = created.entry.id ?? '';
  await server.control.preparationEnded(id);

  const wanted = expected([oddNames, letter]);
  const files = wanted.filter(({ path }) => !path.endsWith('/'));
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const { entry } = await witness.downloads.getDownload(id);
  expect(entry).toMatchObject({
    status: 'DONE',
    filesAdded: files.length,
    totalFiles: files.length,
    bytesAdded: size,
    totalBytes: size,
  });
  const node = await witness.nodes.getNode(id);
  expect(node.entry.name).toBe('archive.zip');
  const zip = await witness.content(id);
  expect(zip.length).toBe(node.entry.content?.sizeInBytes);
  expect(sorted(await unzip(zip))).toEqual(sorted(wanted));
});

test("Alfresco's own client cancels a download, and it ends where the counters stood", async () => {
  const { control, tree } = server;
  control.holdPreparation(1);
  const created = await witness.downloads.createDownload({ nodeIds: [tree.examples.tender.id] });
  const id = created.entry.id ?? '';
  await control.preparationHeld(id);
  expect((await witness.downloads.getDownload(id)).entry.status).toBe('IN_PROGRESS');

  await witness.downloads.cancelDownload(id);
  expect((await witness.downloads.getDownload(id)).entry.status).toBe('IN_PROGRESS');
  control.releasePreparation();
  expect(await control.preparationEnded(id)).toBe('CANCELLED');
  const { entry } = await witness.downloads.getDownload(id);
  expect(entry).toMatchObject({ status: 'CANCELLED', filesAdded: 0, totalFiles: 1000 });
  expect(entry.bytesAdded).toBeGreaterThan(0);
});

test("Alfresco's own client deletes a prepared zip and nothing else", async () => {
  const before = await witness.everyDocument();
  const created = await witness.downloads.createDownload({ nodeIds: [server.tree.examples.letter.id] });
  const id = created.entry.id ?? '';
  await server.control.preparationEnded(id);
  await witness.nodes.deleteNode(id, { permanent: true });
  await expect(witness.downloads.getDownload(id)).rejects.toMatchObject({ status: 404 });
  expect(await witness.everyDocument()).toEqual(before);
});

test('the witness finds every document of the user, and sees when one goes', async () => {
  const other = await startDemoAlfresco();
  try {
    const outside = await createDemoWitness(other.url);
    const reachable = [...other.repository.nodes.values()].filter(
      (node) => !node.isFolder && other.repository.mayRead({ id: 'demo', isAdmin: false }, node),
    );
    const found = await outside.everyDocument();
    expect([...found.keys()].toSorted()).toEqual(reachable.map(({ id }) => id).toSorted());
    expect(found.size).toBeGreaterThan(2500);
    expect(found.get(other.tree.examples.letter.id)).toBe(
      '/User Homes/demo/Letter to the harbour master.txt',
    );

    await outside.nodes.deleteNode(other.tree.examples.letter.id);
    expect(await outside.everyDocument()).toHaveProperty('size', found.size - 1);
    expect(other.control.userDocuments().get(other.tree.examples.letter.id)).toBe('trashcan');
  } finally {
    await other.close();
  }
});

test('a wrong password is refused at the tickets with 403, as the official client sees it', async () => {
  const { AlfrescoApi, AuthenticationApi } = alfrescoClient;
  const api = new AlfrescoApi({ hostEcm: server.origin, contextRoot: 'alfresco', domainPrefix: 'refused' });
  const refused = new AuthenticationApi(api).createTicket({ userId: 'demo', password: 'not it' });
  await expect(refused).rejects.toMatchObject({ status: 403 });
});
