import { expect, onTestFinished, test } from 'vitest';
import { startDemoBridge } from '../../src-main/demo/bridge/server.ts';
import { ferry, startFerry } from './ferry-process.ts';
import { layHarness, reasons } from './process-harness.ts';
import type { Harness } from './process-harness.ts';

/** States by id, as `list` shows them. */
async function listed(harness: Harness): Promise<Record<string, unknown>> {
  const end = await ferry(harness.command('list', '--json'), { secret: null });
  const jobs = end.json().filter((line) => line['type'] === 'job');
  return Object.fromEntries(jobs.map((line): [string, unknown] => [String(line['id']), line['state']]));
}

/** Puts a download into the queue that nothing was asked for yet, and gives its id. */
async function queue(harness: Harness, node: string): Promise<string> {
  const end = await ferry([...harness.get(node), '--json'], { secret: 'wrong' });
  expect(end.code).toBe(5);
  return String(end.json().find((line) => line['state'] === 'queued')?.['id']);
}

/** Leaves a download that the server is preparing, and gives its id. */
async function leavePreparing(harness: Harness, node: string): Promise<string> {
  const { control } = harness.server;
  control.holdPreparation();
  const run = startFerry([...harness.get(node), '--json']);
  const { id } = await run.state('preparing');
  await run.kill();
  control.releasePreparation();
  await control.preparationEnded(control.downloads()[0]!.view.id);
  return String(id);
}

test('a cancel requests nothing: neither the cancelled download nor others in the queue', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  const given = await queue(harness, tree.examples.mine.id);
  const other = await queue(harness, tree.examples.handover.id);
  const letter = await queue(harness, tree.examples.letter.id);
  control.forgetRequests();
  const end = await ferry(harness.command('cancel', given, '--json'));
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(await listed(harness)).toEqual({ [given]: 'cancelled', [other]: 'queued', [letter]: 'queued' });
  // Nothing of it was on the server, so that not even a sign-in was needed.
  expect(control.requests).toHaveLength(0);
});

test('a cancelled preparation is removed from the server; another one is left alone', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  const given = await leavePreparing(harness, tree.examples.mine.id);
  const other = await queue(harness, tree.examples.handover.id);
  const asked = harness.asked();
  const end = await ferry(harness.command('cancel', given.slice(0, 8)));
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(end.stdout).toBe('demo.zip: cancelled');
  expect(control.downloads()).toHaveLength(0);
  expect(await listed(harness)).toEqual({ [given]: 'cancelled', [other]: 'queued' });
  expect(harness.asked()).toBe(asked);
});

test('without a password the cancel counts, and the next run with one cleans up the server', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  const given = await leavePreparing(harness, tree.examples.mine.id);
  const end = await ferry(harness.command('cancel', given), { secret: null });
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('could not be removed there yet');
  expect(await listed(harness)).toEqual({ [given]: 'cancelled' });
  expect(control.downloads()).toHaveLength(1);
  expect((await ferry(harness.command('resume'))).code).toBe(0);
  expect(control.downloads()).toHaveLength(0);
});

test('a refused password is reported, and doesn’t undo the cancel', async () => {
  const harness = await layHarness();
  const given = await leavePreparing(harness, harness.server.tree.examples.mine.id);
  const end = await ferry(harness.command('cancel', given), { secret: 'wrong' });
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('The server refused the user name or the password.');
  expect(await listed(harness)).toEqual({ [given]: 'cancelled' });
});

test('a file that only needs its name can’t be cancelled, and nothing waits for it', async () => {
  const harness = await layHarness();
  const { letter } = harness.server.tree.examples;
  const run = startFerry(harness.get(letter.id), { pausedAt: 'publish:before' });
  await run.line('paused at');
  await run.kill();
  const [id] = Object.keys(await listed(harness));
  const end = await ferry(harness.command('cancel', id!));
  expect(end.code).toBe(1);
  expect(reasons(end)).toEqual([
    'All of the file is here and only needs its name, so there is nothing to cancel: “ferry resume” saves it.',
  ]);
  expect((await ferry(harness.command('resume'))).code).toBe(0);
  expect(harness.saved()).toEqual([letter.name]);
});

test('an unknown id cancels nothing', async () => {
  const harness = await layHarness();
  const given = await queue(harness, harness.server.tree.examples.mine.id);
  const end = await ferry(harness.command('cancel', given, 'ffff0000'));
  expect(end.code).toBe(2);
  expect(reasons(end)).toEqual([
    'No unfinished download has the id “ffff0000”. “ferry list” shows them. Nothing was cancelled.',
  ]);
  expect(await listed(harness)).toEqual({ [given]: 'queued' });
});

test('a cancel at a Bridge, which can’t remove an export, needs no sign-in and promises nothing', async () => {
  const harness = await layHarness();
  const bridge = await startDemoBridge({ rows: 10 });
  onTestFinished(() => bridge.close());
  bridge.control.holdExports();
  const what = ['--kind', 'bridge', '--url', bridge.url, '--type', 'user_export', '--out', harness.out];
  const run = startFerry(harness.command('get', ...what, '--json'), { secret: bridge.token });
  const { id } = await run.state('preparing');
  await run.kill();
  const before = bridge.control.requests.length;
  const end = await ferry(harness.command('cancel', String(id)), { secret: bridge.token });
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(end.stdout).toMatch(/^[^\n]*: cancelled$/);
  expect(bridge.control.requests).toHaveLength(before);
});
