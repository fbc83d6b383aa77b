import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ferry, startFerry } from './ferry-process.ts';
import { layHarness, reasons } from './process-harness.ts';

test('a folder is saved as one zip, with its path and its SHA-256 at the end, and nothing on stderr', async () => {
  const harness = await layHarness();
  const end = await ferry(harness.get(harness.server.tree.examples.mine.id));
  expect(end.stderr).toBe('');
  expect(end.code).toBe(0);
  expect(harness.saved()).toEqual(['demo.zip']);
  const [path, hash] = end.stdout.split('\n').slice(-2);
  expect(path).toBe(`Saved:   ${join(harness.out, 'demo.zip')}`);
  expect(hash).toBe(`SHA-256: ${harness.hashOf('demo.zip')}`);
});

test('a password that the server refuses is tried once, and the exit code is 5', async () => {
  const harness = await layHarness();
  const end = await ferry(harness.get(harness.server.tree.examples.mine.id), { secret: 'wrong' });
  expect(end.code).toBe(5);
  expect(reasons(end)).toEqual([
    'The server refused the user name or the password. The download is kept: “ferry resume” goes on with it.',
  ]);
  expect(harness.server.control.count('POST', '/tickets')).toBe(1);
  expect(harness.asked()).toBe(0);
});

test('a sign-in that the server accepts and then ignores ends with exit code 5', async () => {
  const harness = await layHarness();
  harness.server.control.failNext({ pathPattern: '/people/', action: 401, times: 10 });
  const end = await ferry(harness.get(harness.server.tree.examples.mine.id));
  expect(end.code).toBe(5);
  expect(reasons(end)).toHaveLength(1);
  expect(reasons(end)[0]).toMatch(/^The server asks you to sign in again\./);
});

test('a password that is changed during a download ends with exit code 5, and resume with the new one saves the file', async () => {
  const harness = await layHarness();
  const { control } = harness.server;
  control.holdPreparation();
  const run = startFerry(harness.get(harness.server.tree.examples.mine.id));
  await control.preparationHeld();
  control.setPassword('demo', 'new');
  control.expireTickets();
  const end = await run.ended;
  expect(end.code).toBe(5);
  expect(reasons(end)[0]).toMatch(/^The server refused the user name or the password\./);
  control.releasePreparation();
  expect((await ferry(harness.command('resume'), { secret: 'new' })).code).toBe(0);
  expect(harness.saved()).toEqual(['demo.zip']);
  expect(harness.asked()).toBe(1);
});

test('without a password and a terminal nothing is requested, and the message says what to do', async () => {
  const harness = await layHarness();
  const end = await ferry(harness.get(harness.server.tree.examples.mine.id), { secret: null });
  expect(end.code).toBe(5);
  expect(reasons(end)).toEqual([
    'Ferry has no password for this server. Put it into FERRY_SECRET, or run Ferry in a terminal, where it asks. Nothing was asked for.',
  ]);
  expect(harness.server.control.requests).toEqual([]);
  expect((await ferry(harness.command('resume'), { secret: null })).stdout).toBe('Nothing is unfinished.');
});

test('a node that the server doesn’t know ends with exit code 1 and is named', async () => {
  const harness = await layHarness();
  const unknown = '00000000-aaaa-4bbb-8ccc-000000000000';
  const end = await ferry(harness.get(unknown));
  expect(end.code).toBe(1);
  expect(reasons(end)).toHaveLength(1);
  expect(reasons(end)[0]).toMatch(/^The server doesn’t know what was asked for\./);
  expect(reasons(end)[0]).toContain(unknown);
  expect(harness.asked()).toBe(0);
});

test('a node that the account may not read ends with exit code 1', async () => {
  const harness = await layHarness();
  const end = await ferry(harness.get(harness.server.tree.examples.boardMinutes.id));
  expect(end.code).toBe(1);
  expect(reasons(end)).toHaveLength(1);
  expect(reasons(end)[0]).toMatch(
    /^The server refused: you may not read at least one of the things asked for\./,
  );
});

test('an empty selection ends with exit code 2 before any request', async () => {
  const harness = await layHarness();
  for (const nodes of [[], [''], [' ', '']]) {
    const end = await ferry(harness.get(...nodes));
    expect(end.code).toBe(2);
    expect(reasons(end)).toEqual(['Nothing was selected. Name at least one document or folder.']);
  }
  expect(harness.asked()).toBe(0);
});

test('a node that is given twice is requested once, which is said', async () => {
  const harness = await layHarness();
  const { mine } = harness.server.tree.examples;
  const end = await ferry(harness.get(mine.id, mine.id, mine.id));
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('2 lines named the same as others and are fetched once.');
  expect(harness.saved()).toEqual(['demo.zip']);
  expect(harness.asked()).toBe(1);
});

test('one folder over the server’s limit ends with exit code 1 and names both sizes', async () => {
  const harness = await layHarness({ maxContentSize: 1_000_000 });
  const end = await ferry(harness.get(harness.server.tree.examples.correspondence.id));
  expect(end.code).toBe(1);
  expect(reasons(end)).toHaveLength(1);
  expect(reasons(end)[0]).toMatch(
    /^“[^”]+” alone is too large: [\d.]+ MB, and the server prepares at most 1\.0 MB\./,
  );
});

test('folders that are over the limit together are saved as several files', async () => {
  const harness = await layHarness({ maxContentSize: 900_000 });
  const { repository, tree } = harness.server;
  const months = tree.examples.correspondence.childIds.slice(0, 2).map((id) => repository.nodes.get(id)!);
  const end = await ferry(harness.get(...months.map((month) => month.id)));
  expect(end.stderr).toBe('');
  expect(end.code).toBe(0);
  expect(harness.saved().sort()).toEqual(months.map((month) => `${month.name}.zip`).sort());
  expect(end.stdout.match(/^SHA-256: /gm)).toHaveLength(2);
  expect(harness.server.control.downloads()).toHaveLength(0);
});

test('a preparation that the server loses twice ends with exit code 6, and resume requests it again only when told to', async () => {
  const harness = await layHarness();
  const { control } = harness.server;
  control.holdPreparation();
  const run = startFerry(harness.get(harness.server.tree.examples.mine.id));
  await run.line('the server prepares it');
  await harness.loseTwice();
  const end = await run.ended;
  expect(end.code).toBe(6);
  expect(reasons(end)).toHaveLength(1);
  expect(reasons(end)[0]).toMatch(/^The server doesn’t have the file anymore/);
  control.releasePreparation();
  expect((await ferry(harness.command('resume'))).code).toBe(6);
  expect(harness.asked()).toBe(2);
  expect((await ferry(harness.command('resume', '--ask-again'))).code).toBe(0);
  expect(harness.asked()).toBe(3);
  expect(harness.saved()).toEqual(['demo.zip']);
});

test('a prepared file that the server loses is requested once more, and saved', async () => {
  const harness = await layHarness();
  const { control } = harness.server;
  const run = startFerry(harness.get(harness.server.tree.examples.mine.id), {
    pausedAt: 'openPart:before',
  });
  await run.line('paused at');
  control.loseDownload(control.downloads()[0]!.view.id);
  run.release();
  const end = await run.ended;
  expect(end.code).toBe(0);
  expect(harness.asked()).toBe(2);
  expect(harness.saved()).toEqual(['demo.zip']);
});

test('a file of the same name is kept, and the new one is numbered', async () => {
  const harness = await layHarness();
  const { letter } = harness.server.tree.examples;
  mkdirSync(harness.out);
  writeFileSync(join(harness.out, letter.name), 'mine');
  const end = await ferry(harness.get(letter.id));
  expect(end.code).toBe(0);
  const numbered = 'Letter to the harbour master (1).txt';
  expect(harness.saved().sort()).toEqual([numbered, letter.name]);
  expect(readFileSync(join(harness.out, letter.name), 'utf8')).toBe('mine');
  expect(end.stdout).toContain(
    `There was a file named “${letter.name}” already. It is kept, and the new one is named “${numbered}”.`,
  );
  expect(end.stdout).toContain(`Saved:   ${join(harness.out, numbered)}`);
});

test('a folder that can’t be created ends with exit code 5', async () => {
  const harness = await layHarness();
  writeFileSync(harness.out, 'a file, no folder');
  const below = { ...harness, out: join(harness.out, 'below') };
  const args = harness.get(harness.server.tree.examples.letter.id);
  for (const out of [harness.out, below.out]) {
    const end = await ferry(args.map((one) => (one === harness.out ? out : one)));
    expect(end.code).toBe(5);
    expect(reasons(end)).toHaveLength(1);
    expect(reasons(end)[0]).toMatch(/^The folder can’t be written to \(/);
  }
  expect(harness.server.control.count('GET', '/content')).toBe(0);
});

test.skipIf(process.getuid?.() === 0)('a folder that may only be read ends with 5', async () => {
  const harness = await layHarness();
  mkdirSync(harness.out);
  chmodSync(harness.out, 0o500);
  const end = await ferry(harness.get(harness.server.tree.examples.letter.id));
  expect(end.code).toBe(5);
  expect(reasons(end)[0]).toMatch(/^The folder can’t be written to \(you may not write there\)\./);
});

test('a server that is unreachable from the start ends with exit code 5 at once', async () => {
  const harness = await layHarness();
  await harness.server.stop();
  const end = await ferry(harness.get(harness.server.tree.examples.mine.id));
  expect(end.code).toBe(5);
  expect(reasons(end)).toHaveLength(1);
  expect(reasons(end)[0]).toMatch(/^The server can’t be reached .*“ferry resume” goes on with it\.$/);
  await harness.server.start();
  expect((await ferry(harness.command('resume'))).code).toBe(0);
  expect(harness.saved()).toEqual(['demo.zip']);
});

test('a server that becomes unreachable during a download is waited for', async () => {
  const harness = await layHarness();
  const { control } = harness.server;
  control.holdPreparation();
  const run = startFerry(harness.get(harness.server.tree.examples.mine.id));
  await run.line('the server prepares it');
  await harness.server.stop();
  await run.line('The server can’t be reached');
  await harness.server.start();
  control.releasePreparation();
  expect((await run.ended).code).toBe(0);
  expect(harness.saved()).toEqual(['demo.zip']);
  expect(harness.asked()).toBe(1);
});

test('--patience limits the wait for an unreachable server', async () => {
  const harness = await layHarness();
  harness.server.control.holdPreparation();
  const run = startFerry([...harness.get(harness.server.tree.examples.mine.id), '--patience', '0.001']);
  await run.line('the server prepares it');
  await harness.server.stop();
  const end = await run.ended;
  expect(end.code).toBe(5);
  expect(reasons(end)).toHaveLength(1);
  expect(reasons(end)[0]).toMatch(/^The server can’t be reached .* It was out of reach for /);
});

test('Ctrl+C ends with exit code 130 and keeps the download; the same get continues it', async () => {
  const harness = await layHarness();
  const { control } = harness.server;
  control.holdPreparation();
  const args = harness.get(harness.server.tree.examples.mine.id);
  const run = startFerry(args);
  await run.line('the server prepares it');
  run.interrupt();
  const end = await run.ended;
  expect(end.code).toBe(130);
  expect(reasons(end)).toEqual(['Interrupted. What isn’t finished is kept: “ferry resume” goes on with it.']);
  control.releasePreparation();
  const again = await ferry(args);
  expect(again.code).toBe(0);
  expect(again.stdout).toContain('The same was asked for before and isn’t finished: this goes on with it.');
  expect(harness.saved()).toEqual(['demo.zip']);
  expect(harness.asked()).toBe(1);
});

test('resume with nothing left says so and ends with exit code 0', async () => {
  const harness = await layHarness();
  const end = await ferry(harness.command('resume'));
  expect(end).toMatchObject({ code: 0, stdout: 'Nothing is unfinished.', stderr: '' });
});
