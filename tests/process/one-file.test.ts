import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { beforeAll, expect, test } from 'vitest';
import { buildTerminal } from '../../scripts/builds.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { ferry } from './ferry-process.ts';
import { layHarness } from './process-harness.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

beforeAll(() => buildTerminal(() => undefined));

/** The built terminal in a folder of its own. */
function copied(): { folder: string; program: string } {
  const folder = tempFolder();
  const program = join(folder, 'ferry.mjs');
  copyFileSync(join(root, 'dist/cli/ferry.mjs'), program);
  return { folder, program };
}

test('the built file does the whole job with nothing but Node beside it', async () => {
  const { folder, program } = copied();
  const harness = await layHarness();
  const { tender } = harness.server.tree.examples;
  const run = (args: string[], secret: string | null = 'demo') =>
    ferry(args, { program, secret, environment: { FERRY_KEYCHAIN: '' } });

  expect(await run(harness.get(tender.id))).toMatchObject({ code: 0, stderr: '' });
  const [name] = harness.saved() as [string];
  const server = ['--kind', 'alfresco', '--url', harness.server.url, '--user', 'demo'];
  const browsed = await run(harness.command('browse', '/Sites', ...server));
  expect(browsed).toMatchObject({ code: 0, stderr: '' });
  expect(browsed.stdout).toContain('harbour');

  const [saved] = (await run(harness.command('list', '--json'), null)).json();
  const receipt = join(harness.folder, 'receipt.json');
  writeFileSync(
    receipt,
    (await run(harness.command('receipt', saved!['id'] as string, '--json'), null)).stdout,
  );
  expect((await run(['verify', receipt, join(harness.out, name)], null)).code).toBe(0);
  const found = await run(harness.command('history', '--search', name, '--json'), null);
  expect(JSON.parse(found.stdout)).toMatchObject([
    { id: saved!['id'], found: { in: expect.arrayContaining(['name', 'fileName', 'asked']) as string[] } },
  ]);

  // No keychain's library is beside it: what isn't given is missing, and nothing was asked for.
  const keyless = await run(harness.command('browse', '/Sites', ...server), null);
  expect(keyless.code).toBe(5);
  expect(keyless.stderr).toContain('the keychain doesn’t answer');
  expect(readdirSync(folder)).toEqual(['ferry.mjs']);
});

test('the built file answers --help and a wrong command line without loading what only downloads need', async () => {
  const { program } = copied();
  const tell = 'process.on("exit", () => console.error(process.moduleLoadList.join()))';
  const environment = { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(tell)}"` };
  const help = await ferry(['get', '--help'], { program, environment });
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('--node <id>');
  const wrong = await ferry(['get', '--kind', 'x'], { program, environment });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('--kind');
  for (const { stderr } of [help, wrong]) expect(stderr).not.toMatch(/NativeModule (https?|sqlite)\b/);
});

test('the built file is each of the programs that Ferry starts beside itself', async () => {
  const { folder, program } = copied();
  const start = (name: string): Worker =>
    new Worker(pathToFileURL(program), { argv: [name], workerData: { folder } });
  const hashing = start('hash-worker');
  expect(await once(hashing, 'message')).toEqual([{ order: 0, result: 'ready' }]);
  await hashing.terminate();

  const trusting = start('system-authorities-worker');
  expect(await once(trusting, 'message')).toMatchObject([{ problem: null }]);
  await trusting.terminate();

  const searching = start('search-worker');
  searching.postMessage({ order: 1, does: 'nothing', asked: [] });
  expect(await once(searching, 'message')).toMatchObject([{ order: 1 }]);
  await searching.terminate();

  const keychain = fork(program, ['keychain-process']);
  expect((await once(keychain, 'message'))[0]).toEqual({ loaded: false });
  keychain.disconnect();
});

test('“npx ferry” runs what was built where there are no sources', () => {
  const folder = tempFolder();
  for (const path of ['scripts/ferry.js', 'dist/cli/ferry.mjs', 'package.json']) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
  const help = execFileSync(process.execPath, [join(folder, 'scripts/ferry.js'), '--help'], {
    encoding: 'utf8',
  });
  expect(help).toMatch(/browse/);
});
