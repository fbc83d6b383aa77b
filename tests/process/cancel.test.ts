import { expect, onTestFinished, test } from 'vitest';
import { startDemoBridge } from '../../src-main/demo/bridge/server.ts';
import { ferry, startFerry } from './ferry-process.ts';
import { layGround, reasons } from './ground.ts';
import type { Ground } from './ground.ts';

/** States by id, as `list` shows them. */
async function listed(ground: Ground): Promise<Record<string, unknown>> {
  const end = await ferry(ground.command('list', '--json'), { secret: null });
  const jobs = end.json().filter((line) => line['type'] === 'job');
  return Object.fromEntries(jobs.map((line): [string, unknown] => [String(line['id']), line['state']]));
}

/** Puts a download into the queue that nothing was asked for yet, and gives its id. */
async function queue(ground: Ground, node: string): Promise<string> {
  const end = await ferry([...ground.get(node), '--json'], { secret: 'wrong' });
  expect(end.code).toBe(5);
  return String(end.json().find((line) => line['state'] === 'queued')?.['id']);
}

/** Leaves a download that the server is preparing, and gives its id. */
async function leavePreparing(ground: Ground, node: string): Promise<string> {
  const { control } = ground.server;
  control.holdPreparation();
  const run = startFerry([...ground.get(node), '--json']);
  const { id } = await run.state('preparing');
  await run.kill();
  control.releasePreparation();
  await control.preparationEnded(control.downloads()[0]!.view.id);
  return String(id);
}

test('a cancel asks for nothing: neither what is cancelled nor what else is in the queue', async () => {
  const ground = await layGround();
  const { control, tree } = ground.server;
  const given = await queue(ground, tree.examples.mine.id);
  const other = await queue(ground, tree.examples.handover.id);
  const letter = await queue(ground, tree.examples.letter.id);
  control.forgetRequests();
  const end = await ferry(ground.command('cancel', given, '--json'));
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(await listed(ground)).toEqual({ [given]: 'cancelled', [other]: 'queued', [letter]: 'queued' });
  // Nothing of it was on the server, so that not even a sign-in was needed.
  expect(control.requests).toHaveLength(0);
});

test('a preparation that is cancelled is gone from the server; one beside it is left as it is', async () => {
  const ground = await layGround();
  const { control, tree } = ground.server;
  const given = await leavePreparing(ground, tree.examples.mine.id);
  const other = await queue(ground, tree.examples.handover.id);
  const asked = ground.asked();
  const end = await ferry(ground.command('cancel', given.slice(0, 8)));
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(end.stdout).toBe('demo.zip: cancelled');
  expect(control.downloads()).toHaveLength(0);
  expect(await listed(ground)).toEqual({ [given]: 'cancelled', [other]: 'queued' });
  expect(ground.asked()).toBe(asked);
});

test('without a password the cancel holds, and the next run that has one tidies the server up', async () => {
  const ground = await layGround();
  const { control, tree } = ground.server;
  const given = await leavePreparing(ground, tree.examples.mine.id);
  const end = await ferry(ground.command('cancel', given), { secret: null });
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('could not be removed there yet');
  expect(await listed(ground)).toEqual({ [given]: 'cancelled' });
  expect(control.downloads()).toHaveLength(1);
  expect((await ferry(ground.command('resume'))).code).toBe(0);
  expect(control.downloads()).toHaveLength(0);
});

test('a refused password doesn’t undo the cancel, and is told', async () => {
  const ground = await layGround();
  const given = await leavePreparing(ground, ground.server.tree.examples.mine.id);
  const end = await ferry(ground.command('cancel', given), { secret: 'wrong' });
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('The server refused the user name or the password.');
  expect(await listed(ground)).toEqual({ [given]: 'cancelled' });
});

test('a file that only needs its name can’t be cancelled, and nothing waits for it', async () => {
  const ground = await layGround();
  const { letter } = ground.server.tree.examples;
  const run = startFerry(ground.get(letter.id), { pausedAt: 'publish:before' });
  await run.line('paused at');
  await run.kill();
  const [id] = Object.keys(await listed(ground));
  const end = await ferry(ground.command('cancel', id!));
  expect(end.code).toBe(1);
  expect(reasons(end)).toEqual([
    'All of the file is here and only needs its name, so there is nothing to cancel: “ferry resume” saves it.',
  ]);
  expect((await ferry(ground.command('resume'))).code).toBe(0);
  expect(ground.saved()).toEqual([letter.name]);
});

test('an id that nothing has cancels nothing', async () => {
  const ground = await layGround();
  const given = await queue(ground, ground.server.tree.examples.mine.id);
  const end = await ferry(ground.command('cancel', given, 'ffff0000'));
  expect(end.code).toBe(2);
  expect(reasons(end)).toEqual([
    'No unfinished download has the id “ffff0000”. “ferry list” shows them. Nothing was cancelled.',
  ]);
  expect(await listed(ground)).toEqual({ [given]: 'queued' });
});

test('a Bridge, which has no way to remove an export, is neither signed in to nor promised anything', async () => {
  const ground = await layGround();
  const bridge = await startDemoBridge({ rows: 10 });
  onTestFinished(() => bridge.close());
  bridge.control.holdExports();
  const what = ['--kind', 'bridge', '--url', bridge.url, '--type', 'user_export', '--out', ground.out];
  const run = startFerry(ground.command('get', ...what, '--json'), { secret: bridge.token });
  const { id } = await run.state('preparing');
  await run.kill();
  const before = bridge.control.requests.length;
  const end = await ferry(ground.command('cancel', String(id)), { secret: bridge.token });
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(end.stdout).toMatch(/^[^\n]*: cancelled$/);
  expect(bridge.control.requests).toHaveLength(before);
});
