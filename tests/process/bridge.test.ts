import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DemoBridgeOptions } from '../../src-main/demo/bridge/options.ts';
import { startDemoBridge } from '../../src-main/demo/bridge/server.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { ferry, startFerry } from './ferry-process.ts';

/** A demo Bridge, and the arguments that ask it for an export. */
async function layBridge(options: DemoBridgeOptions = {}) {
  const demo = await startDemoBridge({ rows: 100, ...options });
  onTestFinished(() => demo.close());
  const folder = tempFolder();
  const data = join(folder, 'data');
  const out = join(folder, 'out');
  const get = (type: string, ...more: string[]): string[] => [
    ...['get', '--kind', 'bridge', '--url', demo.url, '--type', type, '--data-dir', data, '--out', out],
    ...more,
  ];
  return { demo, out, get };
}

test('an export is asked for and saved, with a token and with a key', async () => {
  const { demo, out, get } = await layBridge();
  const first = await ferry(get('user_export', '--info', '{"group": 3}'), { secret: demo.token });
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(readFileSync(join(out, 'users.csv')).equals(await demo.control.exports()[0]!.content)).toBe(true);

  const withKey = get('learner_transcripts', '--user', 'demo-key-ada');
  const second = await ferry(withKey, { secret: 'demo-secret-ada' });
  expect(second.code).toBe(0);
  expect(readFileSync(join(out, 'transcripts.zip')).equals(await demo.control.exports()[1]!.content)).toBe(
    true,
  );
  const told = demo.control.requestsAt('bridge').map((request) => request.authorization);
  // Each run asks first whether this is a Bridge at all, and shows it nothing.
  expect([told[0], told.filter((one) => one === 'absent')]).toEqual(['absent', ['absent', 'absent']]);
  expect(new Set(told)).toEqual(new Set(['absent', 'Bearer', 'Basic']));
});

test('the server’s message about an unknown export type is passed on', async () => {
  const { demo, get } = await layBridge();
  const end = await ferry(get('no_such_kind'), { secret: demo.token });
  expect(end.code).toBe(1);
  expect(end.stderr).toContain('“no_such_kind” is not a kind of download.');
});

test('parameters that aren’t JSON are refused before anything is sent', async () => {
  const { demo, get } = await layBridge();
  const end = await ferry(get('user_export', '--info', '{"group": }'), { secret: demo.token });
  expect(end.code).toBe(2);
  expect(end.stderr).toContain('line 1, column 11');
  expect(demo.control.requests).toEqual([]);
});

test('the same request again continues the running download', async () => {
  const { demo, out, get } = await layBridge();
  demo.control.holdExports();
  const first = startFerry(get('user_export', '--json'), { secret: demo.token });
  await first.state('preparing');
  await first.kill();
  demo.control.releaseExports();
  const second = await ferry(get('user_export'), { secret: demo.token });
  expect(second.code).toBe(0);
  expect(demo.control.count('POST', '/api/downloads')).toBe(1);
  expect(readFileSync(join(out, 'users.csv')).length).toBeGreaterThan(1000);
});
