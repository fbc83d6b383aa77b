import { expect, test } from 'vitest';
import { ferry, startFerry } from './ferry-process.ts';
import type { FerryEnd } from './ferry-process.ts';
import { layHarness, reasons } from './process-harness.ts';
import type { Harness } from './process-harness.ts';

/** What must be true after any interruption: one file with the bytes that the server held, asked for once. */
function expectOneRightFile(harness: Harness, end: FerryEnd, name: string, hash: string): void {
  expect(end.stderr).toBe('');
  expect(end.code).toBe(0);
  expect(harness.saved()).toEqual([name]);
  expect(harness.hashOf(name)).toBe(hash);
  expect(end.json().filter((line) => line['type'] === 'saved')).toMatchObject([{ sha256: hash }]);
}

/** Leaves nothing behind on the server, and nothing to do. */
async function expectNothingLeft(harness: Harness): Promise<void> {
  expect(harness.server.control.downloads()).toHaveLength(0);
  expect((await ferry(harness.command('resume'))).stdout).toBe('Nothing is unfinished.');
}

test('killed before the request was sent: reported as unconfirmed, and never sent by itself', async () => {
  const harness = await layHarness();
  const run = startFerry(harness.get(harness.server.tree.examples.mine.id), { pausedAt: 'create:before' });
  await run.line('paused at');
  await run.kill();
  for (let time = 0; time < 2; time += 1) {
    const end = await ferry(harness.command('resume'));
    expect(end.code).toBe(3);
    expect(reasons(end)).toHaveLength(1);
    expect(reasons(end)[0]).toMatch(/^The request may or may not have reached the server/);
  }
  expect(harness.asked()).toBe(0);
});

test('killed before the answer was saved: unconfirmed, and sent again only when told to', async () => {
  const harness = await layHarness();
  const run = startFerry(harness.get(harness.server.tree.examples.mine.id), { pausedAt: 'create:after' });
  await run.line('paused at');
  await run.kill();
  const end = await ferry(harness.command('resume'));
  expect(end.code).toBe(3);
  expect(harness.asked()).toBe(1);
  expect((await ferry(harness.command('resume', '--ask-again'))).code).toBe(0);
  expect(harness.asked()).toBe(2);
  expect(harness.saved()).toEqual(['demo.zip']);
});

test('killed while the server prepares: resume waits for the same preparation', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  control.holdPreparation();
  const run = startFerry([...harness.get(tree.examples.mine.id), '--json']);
  await run.state('preparing');
  await run.kill();
  control.releasePreparation();
  await control.preparationEnded(control.downloads()[0]!.view.id);
  const hash = harness.held();
  const end = await ferry(harness.command('resume', '--json'));
  expectOneRightFile(harness, end, 'demo.zip', hash);
  expect(harness.asked()).toBe(1);
  await expectNothingLeft(harness);
});

test('killed during the transfer: resume downloads the same zip', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  control.holdContentAt(3_000_000);
  const run = startFerry([...harness.get(tree.examples.handover.id), '--json']);
  await run.state('downloading');
  await control.contentHeld();
  const whatList = async (): Promise<string> =>
    (await ferry(harness.command('list'), { secret: null })).stdout;
  expect(await whatList()).toMatch(/^\S+ {2}fetching {16}Handover\.zip\n {10}in .*$/);
  await run.kill();
  expect(await whatList()).toMatch(
    /^\S+ {2}interrupted {13}Handover\.zip\n.*\nFerry isn’t running\. “ferry resume” goes on with the unfinished one\.$/,
  );
  control.releaseContent();
  const hash = harness.held();
  const end = await ferry(harness.command('resume', '--json'));
  expectOneRightFile(harness, end, 'Handover.zip', hash);
  expect(harness.asked()).toBe(1);
  await expectNothingLeft(harness);
});

/** Every step on the way of bytes to the disk, in their order, and the ends of the job behind them. */
const places = [
  ['after bytes were written', 'write:after'],
  ['before the bytes were brought to the disk', 'datasync:before'],
  ['after the bytes were brought to the disk', 'datasync:after'],
  ['before the offset was kept', 'saveOutput:before'],
  ['after the offset was kept', 'saveOutput:after'],
  ['before it was kept that all bytes are there', 'save-verifying:before'],
  ['after it was checked, before that was kept', 'save-publishing:before'],
  ['after it was kept that the file gets its name', 'save-publishing:after'],
  ['between the promise of a name and the name', 'publish:before'],
  ['before the file got its name', 'link:before'],
  ['after the file got its name', 'link:after'],
  ['before the old name was taken away', 'unlink:before'],
  ['after the old name was taken away', 'unlink:after'],
  ['before the folder was brought to the disk', 'sync-folder:before'],
  ['after the folder was brought to the disk', 'sync-folder:after'],
  ['between the name and saying so', 'publish:after'],
  ['before it was kept that the file is saved', 'save-saved:before'],
  ['after it was kept that the file is saved', 'save-saved:after'],
  ['before what was prepared is deleted', 'cleanUp:before'],
  ['after what was prepared is deleted', 'cleanUp:after'],
] as const;

/** Behind this step the bytes are on the disk for good: none of them is fetched again. */
const firstDurable = places.findIndex(([, point]) => point === 'saveOutput:after');
/** Behind this one nothing is left to resume: the file is there, and only the server has something to be removed. */
const firstSaved = places.findIndex(([, point]) => point === 'save-saved:after');

test.each(places)(
  '57 killed %s: the result is one correct file, and nothing is downloaded twice without need',
  async (_when, pausedAt) => {
    const harness = await layHarness();
    const { control, tree } = harness.server;
    const step = places.findIndex(([, point]) => point === pausedAt);
    const run = startFerry(harness.get(tree.examples.mine.id), { pausedAt });
    await run.line('paused at');
    const hash = pausedAt === 'cleanUp:after' ? harness.hashOf('demo.zip') : harness.held();
    await run.kill();
    const fetched = control.count('GET', '/content');
    const end = await ferry(harness.command('resume', '--json'));
    if (step >= firstSaved) {
      expect(end.code).toBe(0);
      expect(harness.saved()).toEqual(['demo.zip']);
      expect(harness.hashOf('demo.zip')).toBe(hash);
    } else expectOneRightFile(harness, end, 'demo.zip', hash);
    if (step >= firstDurable) expect(control.count('GET', '/content')).toBe(fetched);
    expect(harness.asked()).toBe(1);
    await expectNothingLeft(harness);
  },
);
