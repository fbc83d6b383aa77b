import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockDataFolder } from '../../src-main/adapters/data-folder.ts';
import { ferry, startFerry } from './ferry-process.ts';
import type { FerryEnd } from './ferry-process.ts';
import { layHarness, reasons } from './process-harness.ts';
import type { Harness } from './process-harness.ts';
import { layWebHostHome, startWebHost } from './web-host-process.ts';
import type { WebHostProcess } from './web-host-process.ts';

const isJoined = 'Ferry is running with this data already';
const goesOn = /^Left\. The Ferry that is running goes on with it/;
const notePath = ({ data }: Harness): string => join(data, 'door.json');

/** The browser host on the harness's data folder. The harness's folder for files is outside of its places. */
async function hold(harness: Harness): Promise<WebHostProcess> {
  const host = startWebHost({ ...layWebHostHome(), dataFolder: harness.data }, '--no-open');
  await host.address;
  return host;
}

/** What the list says of its first download. */
async function listed(harness: Harness): Promise<Record<string, unknown> | undefined> {
  return (await ferry(harness.command('list', '--json'), { secret: null })).json()[0];
}

const firstIn = async (harness: Harness): Promise<string> => (await listed(harness))!['id'] as string;

/** Waits until the one download is in that state. */
async function reaches(harness: Harness, state: string): Promise<void> {
  while ((await listed(harness))?.['state'] !== state);
}

describe('a terminal while the browser host runs', () => {
  test('works through it, shows its progress, and saves where its user may', async () => {
    const harness = await layHarness();
    await hold(harness);
    const { examples } = harness.server.tree;
    const end = await ferry([...harness.get(examples.mine.id), '--json']);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    const lines = end.json();
    expect(lines[0]).toMatchObject({ type: 'note', message: expect.stringContaining(isJoined) as string });
    const states = lines.flatMap(({ type, state }) => (type === 'job' ? [state] : []));
    expect([...new Set(states)]).toEqual(
      expect.arrayContaining(['queued', 'asking', 'preparing', 'downloading', 'saved']),
    );
    expect(lines.at(-1)).toMatchObject({ type: 'saved', sha256: harness.hashOf(harness.saved()[0]!) });

    // The secret stays with the holder, which doesn't ask again.
    const looked = await ferry(
      harness.command(
        ...['browse', '/Sites', '--kind', 'alfresco', '--url', harness.server.url, '--user', 'demo'],
      ),
      { secret: null },
    );
    expect(looked).toMatchObject({ code: 0, stderr: '' });
    expect(looked.stdout).toContain('harbour');
  });

  test('leaves the download with it on Ctrl+C', async () => {
    const harness = await layHarness();
    await hold(harness);
    harness.server.control.holdPreparation();
    const run = startFerry(harness.get(harness.server.tree.examples.mine.id));
    await run.line('the server prepares it');
    run.interrupt();
    const end = await run.ended;
    expect(end.code).toBe(130);
    expect(reasons(end)).toEqual([expect.stringMatching(goesOn)]);
    harness.server.control.releasePreparation();
    await reaches(harness, 'saved');
    expect(harness.asked()).toBe(1);
  });

  test('cancels it on Ctrl+C where --cancel-on-exit says so', async () => {
    const harness = await layHarness();
    await hold(harness);
    harness.server.control.holdPreparation();
    const run = startFerry([...harness.get(harness.server.tree.examples.mine.id), '--cancel-on-exit']);
    await run.line('the server prepares it');
    run.interrupt();
    const end = await run.ended;
    expect(end.code).toBe(130);
    expect(reasons(end)).toEqual(['Interrupted. What wasn’t finished is cancelled.']);
    await reaches(harness, 'cancelled');
  });

  test('resumes and cancels what it holds', async () => {
    const harness = await layHarness();
    await hold(harness);
    harness.server.control.holdPreparation();
    const run = startFerry(harness.get(harness.server.tree.examples.mine.id));
    await run.line('the server prepares it');
    const cancelled = await ferry(harness.command('cancel', await firstIn(harness)));
    expect(cancelled).toMatchObject({ code: 0, stderr: '' });
    expect((await run.ended).code).toBe(1);
    const resumed = await ferry(harness.command('resume'));
    expect(resumed.code).toBe(0);
    expect(resumed.stdout).toContain('Nothing is unfinished.');
  });

  test('says so when it ends in the middle, and goes on by itself the next time', async () => {
    const harness = await layHarness();
    const host = await hold(harness);
    harness.server.control.holdPreparation();
    const args = harness.get(harness.server.tree.examples.mine.id);
    const run = startFerry(args);
    await run.line('the server prepares it');
    host.stop('SIGTERM');
    const end = await run.ended;
    expect(end.code).toBe(5);
    expect(reasons(end)).toEqual([expect.stringMatching(/^The Ferry that did the work has ended\./)]);
    await host.ended;
    harness.server.control.releasePreparation();
    expect((await ferry(args)).code).toBe(0);
    expect(harness.asked()).toBe(1);
  });

  test('60 isn’t led anywhere by what a killed one left', async () => {
    const harness = await layHarness();
    const host = await hold(harness);
    host.stop('SIGKILL');
    await host.ended;
    const { address } = JSON.parse(readFileSync(notePath(harness), 'utf8')) as { address: string };
    const end = await ferry(harness.get(harness.server.tree.examples.letter.id));
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).not.toContain(isJoined);
    expect(existsSync(notePath(harness)) || existsSync(dirname(address))).toBe(false);
  });

  test('ends with 4 and in words where that is another version, and list works meanwhile', async () => {
    const harness = await layHarness();
    await hold(harness);
    const note = JSON.parse(readFileSync(notePath(harness), 'utf8')) as object;
    writeFileSync(notePath(harness), JSON.stringify({ ...note, version: '9.9.9' }), { mode: 0o600 });
    const end = await ferry(harness.get(harness.server.tree.examples.letter.id));
    expect(end.code).toBe(4);
    expect(reasons(end)).toEqual([expect.stringMatching(/^Ferry 9\.9\.9 is running with the data in /)]);
    expect((await ferry(harness.command('list'), { secret: null })).code).toBe(0);
  });

  test('ends with 4, and says nothing, where what listens can’t prove itself', async () => {
    const harness = await layHarness();
    await hold(harness);
    const note = JSON.parse(readFileSync(notePath(harness), 'utf8')) as object;
    writeFileSync(notePath(harness), JSON.stringify({ ...note, secret: '0'.repeat(64) }), { mode: 0o600 });
    const end = await ferry(harness.get(harness.server.tree.examples.letter.id));
    expect(end.code).toBe(4);
    expect(reasons(end)).toEqual([expect.stringMatching(/can’t prove that it is Ferry/)]);
    expect(harness.asked()).toBe(0);
  });
});

describe('a terminal while another one runs', () => {
  const over = async (run: { ended: Promise<FerryEnd> }): Promise<number | null> => (await run.ended).code;

  test('works through it, and the first one stays until the second is done', async () => {
    const harness = await layHarness();
    const { control, tree } = harness.server;
    control.holdPreparation();
    const first = startFerry(harness.get(tree.examples.mine.id));
    await first.line('the server prepares it');
    expect(await ferry(harness.get(tree.examples.letter.id))).toMatchObject({ code: 0, stderr: '' });

    const second = startFerry(harness.get(tree.examples.handover.id));
    await second.line('the server prepares it');
    await ferry(harness.command('cancel', await firstIn(harness)));
    await first.line('Done here. Another terminal works through this Ferry');
    control.releasePreparation();
    expect(await over(second)).toBe(0);
    expect(await over(first)).toBe(1);
  });

  test('ends with 4 where the one that has the data folder lets nobody in', async () => {
    const harness = await layHarness();
    const lock = lockDataFolder(harness.data);
    for (const args of [harness.get(harness.server.tree.examples.letter.id), harness.command('resume')]) {
      const end = await ferry(args);
      expect(end.code).toBe(4);
      expect(reasons(end)).toEqual([
        `Ferry is already running with the data in ${harness.data}. Use that one, or close it first.`,
      ]);
    }
    lock.release();
  });
});
