import { expect, test } from 'vitest';
import { createDemoWitness } from '../fakes/demo-witness.ts';
import { ferry, startFerry } from './ferry-process.ts';
import { layHarness, sha256 } from './process-harness.ts';
import type { Harness } from './process-harness.ts';

/** Runs the work and proves from outside that no document was touched by it. */
async function withEveryDocument(harness: Harness, work: () => Promise<void>): Promise<void> {
  const witness = await createDemoWitness(harness.server.url);
  const before = await witness.everyDocument();
  expect(before.size).toBeGreaterThan(1_000);
  await work();
  expect(await witness.everyDocument()).toEqual(before);
  expect(new Set(harness.server.control.userDocuments().values())).toEqual(new Set(['present']));
  expect(harness.server.control.count('DELETE', '/nodes/')).toBe(deletions(harness));
}

/** Deletions of what was prepared: the only ones there may be. */
function deletions({ server }: Harness): number {
  const documents = [...server.control.userDocuments().keys()];
  const deleted = server.control.requests.filter(
    (one) => one.method === 'DELETE' && one.path.includes('/nodes/'),
  );
  for (const { path } of deleted) {
    expect(documents.some((id) => path.includes(id))).toBe(false);
    expect(path).not.toContain('permanent');
  }
  return deleted.length;
}

test('a single document stays on the server after it is saved', async () => {
  const harness = await layHarness();
  const { letter } = harness.server.tree.examples;
  await withEveryDocument(harness, async () => {
    expect((await ferry(harness.get(letter.id))).code).toBe(0);
  });
  expect(harness.asked()).toBe(0);
  expect(deletions(harness)).toBe(0);
  const witness = await createDemoWitness(harness.server.url);
  expect(harness.hashOf(letter.name)).toBe(sha256(await witness.content(letter.id)));
});

test('after a zip the prepared node is gone and every document is there', async () => {
  const harness = await layHarness();
  await withEveryDocument(harness, async () => {
    expect((await ferry(harness.get(harness.server.tree.examples.mine.id))).code).toBe(0);
  });
  expect(harness.server.control.downloads()).toHaveLength(0);
  expect(deletions(harness)).toBe(1);
});

test('after a cancel the prepared node is gone and every document is there', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  await withEveryDocument(harness, async () => {
    control.holdPreparation(100_000);
    const run = startFerry([...harness.get(tree.examples.tender.id), '--json']);
    const { id } = await run.state('preparing');
    run.interrupt();
    expect((await run.ended).code).toBe(130);
    const cancel = startFerry(harness.command('cancel', String(id).slice(0, 8), '--json'));
    await cancel.state('cancelled');
    control.releasePreparation();
    const end = await cancel.ended;
    expect(end.stderr).toBe('');
    expect(end.code).toBe(0);
  });
  expect(control.count('DELETE', '/downloads/')).toBe(1);
  expect(control.downloads()).toHaveLength(0);
  expect((await ferry(harness.command('resume'))).stdout).toBe('Nothing is unfinished.');
});

test('after a clean-up that failed every document is there, and the next run tries it again', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  await withEveryDocument(harness, async () => {
    control.failNext({ method: 'DELETE', pathPattern: '/nodes/', action: 500, times: 1 });
    const end = await ferry(harness.get(tree.examples.mine.id));
    expect(end.code).toBe(0);
    expect(end.stdout).toContain(
      'What the server had prepared could not be removed there yet. The next run of Ferry tries again.',
    );
  });
  expect(control.downloads()).toHaveLength(1);
  const next = await ferry(harness.command('resume'));
  expect(next).toMatchObject({ code: 0, stdout: 'Nothing is unfinished.' });
  expect(control.downloads()).toHaveLength(0);
});

test('cancel refuses what it doesn’t know, and changes nothing', async () => {
  const harness = await layHarness();
  const end = await ferry(harness.command('cancel', 'nothing-like-it'));
  expect(end.code).toBe(2);
  expect(end.stderr).toBe(
    'No unfinished download has the id “nothing-like-it”. “ferry list” shows them. Nothing was cancelled.\n',
  );
});
