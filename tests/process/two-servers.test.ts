import { expect, onTestFinished, test } from 'vitest';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { ferry, startFerry } from './ferry-process.ts';
import { layHarness, reasons } from './process-harness.ts';

const secrets = { one: 'password of the first', other: 'password of the second' };

/** Two servers in one data folder, each with a password of its own and a download that it is preparing. */
async function layTwo() {
  const harness = await layHarness();
  const other = await startDemoAlfresco({ temporaryFolder: harness.folder });
  onTestFinished(() => other.close());
  const servers = [
    { server: harness.server, secret: secrets.one, node: harness.server.tree.examples.mine.id },
    { server: other, secret: secrets.other, node: other.tree.examples.handover.id },
  ];
  const ids: string[] = [];
  for (const { server, secret, node } of servers) {
    server.control.setPassword('demo', secret);
    server.control.holdPreparation();
    const args = harness.get(node).map((arg) => (arg === harness.server.url ? server.url : arg));
    const run = startFerry([...args, '--json'], { secret });
    ids.push(String((await run.state('preparing'))['id']));
    await run.kill();
    server.control.releasePreparation();
    server.control.expireTickets();
    server.control.forgetRequests();
  }
  return { harness, one: harness.server, other, ids };
}

const signIns = ({ control }: DemoAlfresco): number => control.count('POST', '/tickets');

test('with two servers a resume sends FERRY_SECRET to neither, says so once and how to go on', async () => {
  const { harness, one, other } = await layTwo();
  const end = await ferry(harness.command('resume'), { secret: secrets.one });
  expect(end.code).toBe(5);
  expect(reasons(end)).toEqual([
    `FERRY_SECRET was sent to no server: it is one password, and 2 accounts need one (demo at ${one.url}, demo at ${other.url}). “ferry resume --url ADDRESS --user NAME” goes on with one of them.`,
  ]);
  expect(end.stdout).toBe('');
  for (const server of [one, other]) expect(server.control.requests).toHaveLength(0);
});

test('each server is resumed by its address, with its own password', async () => {
  const { harness, one, other } = await layTwo();
  const first = await ferry(harness.command('resume', '--url', one.url), { secret: secrets.one });
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(harness.saved()).toEqual(['demo.zip']);
  expect(other.control.requests).toHaveLength(0);
  const second = await ferry(harness.command('resume', '--url', other.url, '--user', 'demo'), {
    secret: secrets.other,
  });
  expect([second.code, second.stderr]).toEqual([0, '']);
  expect(harness.saved().sort()).toEqual(['Handover.zip', 'demo.zip']);
  expect(signIns(one)).toBe(1);
});

test('another server with only a clean-up left doesn’t get the password either', async () => {
  const { harness, one, other, ids } = await layTwo();
  expect((await ferry(harness.command('cancel', ids[1]!), { secret: null })).code).toBe(0);
  const end = await ferry(harness.command('resume'), { secret: secrets.one });
  expect(end.code).toBe(0);
  expect(harness.saved()).toEqual(['demo.zip']);
  expect(end.stdout).toContain('could not be removed there yet');
  expect(signIns(one)).toBe(1);
  expect(other.control.requests).toHaveLength(0);
  const tidying = await ferry(harness.command('resume', '--url', other.url), { secret: secrets.other });
  expect(tidying.stdout).toBe('Nothing is unfinished.');
  expect(other.control.downloads()).toHaveLength(0);
});

test('a cancel at two servers counts, sends FERRY_SECRET to neither and says so', async () => {
  const { harness, one, other, ids } = await layTwo();
  const end = await ferry(harness.command('cancel', ...ids), { secret: secrets.one });
  expect([end.code, end.stderr]).toEqual([0, '']);
  expect(end.stdout).toContain('FERRY_SECRET was sent to no server');
  expect(end.stdout).toContain('“ferry resume --url ADDRESS --user NAME” tidies up at one of them.');
  for (const server of [one, other]) expect(server.control.requests).toHaveLength(0);
});

test('an address that no server of the data folder has is refused before anything is sent', async () => {
  const { harness, one } = await layTwo();
  for (const more of [
    ['--url', 'https://docs.example.com'],
    ['--url', one.url, '--user', 'nobody'],
    ['--url', 'http://'],
  ]) {
    const end = await ferry(harness.command('resume', ...more), { secret: secrets.one });
    expect(end.code).toBe(2);
    expect(reasons(end)).toEqual(['No server of this data folder has that address and user.']);
  }
  expect(one.control.requests).toHaveLength(0);
});
