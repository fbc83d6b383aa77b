import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ferry, startFerry } from './ferry-process.ts';
import { layHarness, reasons } from './process-harness.ts';
import type { Harness } from './process-harness.ts';

const unsureWords = /^The request may or may not have reached the server/;

/** Leaves what is asked for with the server, which is preparing it. */
async function leavePreparing(harness: Harness, args: string[]): Promise<void> {
  harness.server.control.holdPreparation();
  const run = startFerry(args);
  await run.line('the server prepares it');
  await run.kill();
  harness.server.control.releasePreparation();
}

/** Leaves a request of which nobody knows whether the server got it. */
async function leaveUnsure(args: string[], pausedAt = 'create:after'): Promise<void> {
  const run = startFerry(args, { pausedAt });
  await run.line('paused at');
  await run.kill();
}

/** States of all downloads that there ever were. */
async function states(harness: Harness): Promise<unknown[]> {
  const end = await ferry(harness.command('list', '--json'), { secret: null });
  return end
    .json()
    .filter((line) => line['type'] === 'job')
    .map((line) => line['state'])
    .sort();
}

test('the same request for another folder doesn’t hide the running one', async () => {
  const harness = await layHarness();
  const args = harness.get(harness.server.tree.examples.mine.id);
  const elsewhere = args.map((arg) => (arg === harness.out ? join(harness.folder, 'elsewhere') : arg));
  await leaveUnsure(elsewhere, 'create:before');
  await leavePreparing(harness, args);
  expect(harness.asked()).toBe(1);
  const end = await ferry(args);
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('The same was asked for before and isn’t finished: this goes on with it.');
  expect(harness.asked()).toBe(1);
  expect(harness.saved()).toEqual(['demo.zip']);
});

test('the same ids in another order, or twice, are the same request', async () => {
  const harness = await layHarness();
  const { mine, handover } = harness.server.tree.examples;
  await leavePreparing(harness, harness.get(mine.id, handover.id));
  const end = await ferry(harness.get(handover.id, mine.id, handover.id));
  expect(end.code).toBe(0);
  expect(harness.asked()).toBe(1);
  expect(harness.saved()).toHaveLength(1);
});

test('an unconfirmed request is sent again only when told to, as the same download', async () => {
  const harness = await layHarness();
  const args = harness.get(harness.server.tree.examples.mine.id);
  await leaveUnsure(args);
  expect(harness.asked()).toBe(1);
  for (let time = 0; time < 2; time += 1) {
    const end = await ferry(args);
    expect(end.code).toBe(3);
    expect(reasons(end)).toHaveLength(1);
    expect(reasons(end)[0]).toMatch(unsureWords);
  }
  expect(harness.asked()).toBe(1);
  const again = await ferry([...args, '--ask-again']);
  expect(again.code).toBe(0);
  expect(again.stdout).toContain(
    'The same was asked for before, and nobody knows whether the server got it: this asks again.',
  );
  expect(harness.asked()).toBe(2);
  expect(harness.saved()).toEqual(['demo.zip']);
  expect(await states(harness)).toEqual(['saved']);
});

test('an unconfirmed request is reported without asking for a password', async () => {
  const harness = await layHarness();
  const args = harness.get(harness.server.tree.examples.mine.id);
  await leaveUnsure(args, 'create:before');
  const end = await ferry(args, { secret: null });
  expect(end.code).toBe(3);
  expect(reasons(end)).toHaveLength(1);
});

test('a failed download is retried as the same download', async () => {
  const harness = await layHarness();
  const args = harness.get(harness.server.tree.examples.boardMinutes.id);
  expect((await ferry(args)).code).toBe(1);
  const end = await ferry(args);
  expect(end.code).toBe(1);
  expect(end.stdout).toContain('The same was asked for before and failed: this tries it again.');
  expect(reasons(end)).toHaveLength(1);
  expect(await states(harness)).toEqual(['failed']);
});

test('a preparation that was cancelled on the server is requested anew', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  const args = harness.get(tree.examples.mine.id);
  control.holdPreparation();
  const run = startFerry(args);
  await run.line('the server prepares it');
  const { id } = control.downloads()[0]!.view;
  const address = `${harness.server.url}/api/-default-/public/alfresco/versions/1/downloads/${id}`;
  const authorization = `Basic ${Buffer.from('demo:demo').toString('base64')}`;
  expect((await fetch(address, { method: 'DELETE', headers: { authorization } })).status).toBe(202);
  control.releasePreparation();
  expect((await run.ended).code).toBe(1);
  const end = await ferry(args);
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(end.stdout).toContain('The same was asked for before and failed: this tries it again.');
  expect(harness.asked()).toBe(2);
  expect(await states(harness)).toEqual(['saved']);
});

test('a prepared file that is gone from the server is requested again', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  const args = harness.get(tree.examples.mine.id);
  control.holdPreparation();
  const run = startFerry(args);
  await run.line('the server prepares it');
  await harness.loseTwice();
  expect((await run.ended).code).toBe(6);
  control.releasePreparation();
  const end = await ferry(args);
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(end.stdout).toContain(
    'The same was asked for before, but the server doesn’t have it anymore: this asks again.',
  );
  expect(harness.asked()).toBe(3);
  expect(await states(harness)).toEqual(['saved']);
});

test('a download that was split continues with its parts', async () => {
  const harness = await layHarness({ maxContentSize: 900_000 });
  const { control, repository, tree } = harness.server;
  const months = tree.examples.correspondence.childIds.slice(0, 2).map((id) => repository.nodes.get(id)!);
  const args = harness.get(...months.map((month) => month.id));
  control.holdContentAt(1000);
  const run = startFerry([...args, '--json']);
  // The whole, then each of its parts.
  let prepared = 0;
  await run.line((line) => line.includes('"state":"preparing"') && line.includes('"at"') && ++prepared === 3);
  await run.kill();
  control.releaseContent();
  const end = await ferry(args);
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(harness.asked()).toBe(3);
  expect(harness.saved().sort()).toEqual(months.map((month) => `${month.name}.zip`).sort());
});

test('a saved download is requested anew', async () => {
  const harness = await layHarness();
  const args = harness.get(harness.server.tree.examples.mine.id);
  expect((await ferry(args)).code).toBe(0);
  expect((await ferry(args)).code).toBe(0);
  expect(harness.asked()).toBe(2);
  expect(harness.saved().sort()).toEqual(['demo (1).zip', 'demo.zip']);
});
