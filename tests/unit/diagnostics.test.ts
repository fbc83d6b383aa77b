import { expect, test } from 'vitest';
import { diagnosticsText } from '../../src-shared/diagnostics.ts';
import { defaultSettings } from '../../src-shared/settings.ts';
import { createBackupCalls } from '../../src-main/core/calls/backup.ts';
import { backupCalls } from '../../src-shared/contract/backup.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { failureSaying } from '../fakes/saying.ts';
import { folder } from '../fakes/world.ts';
import { busyWorld } from './backup-harness.ts';

test('diagnostics are shown before they are saved, and saved as they were shown', async () => {
  const world = await (await busyWorld()).restart();
  const { id, text } = await world.app.handlers['diagnostics.make']({});
  expect(text).toContain('alfresco: ');
  expect(text).toContain('1 × unsure');
  expect(text).toContain('transferSlots: 7');
  expect(text).not.toMatch(/hunter2|Records|example\.com|\/home|\/kept/);
  world.store.save([composeJob({ id: 'later', state: { is: 'cancelled' } })], [], []);
  const { path } = await world.app.handlers['diagnostics.save']({ id, folder });
  expect(world.documents.written.get(path)).toBe(text);
  await expect(world.app.handlers['diagnostics.save']({ id: 'other', folder })).rejects.toEqual(
    failureSaying(/isn’t kept anymore/),
  );
  await world.app.handlers['documents.reveal']({ path });
  await expect(
    (async () => world.app.handlers['documents.reveal']({ path: '/etc/passwd' }))(),
  ).rejects.toEqual(failureSaying(/no file/));
});

test('diagnostics name failures by kind and status', () => {
  const text = diagnosticsText({
    ...{ now: 0, version: '1', about: { platform: 'linux', versions: {} }, settings: defaultSettings },
    connections: [],
    jobs: [
      composeJob({ lastFailure: { kind: 'server-error', status: 502 }, attempt: 3 }),
      composeJob({ state: { is: 'failed', failure: { kind: 'cut' }, resume: { step: 'queued' } } }),
    ],
    finished: 12,
    log: ['{"event":"one"}'],
  });
  expect(text).toContain(
    'Downloads: 2 unfinished, 12 finished\n  1 × queued, server-error 502, attempt 3\n  1 × failed, cut\n',
  );
  expect(text).toContain('Log, last 1 lines\n{"event":"one"}\n');
});

test('only the last few texts wait to be saved, and a piece of a file fits into a call', async () => {
  let ids = 0;
  const ports = {
    ...{
      version: '1',
      about: { platform: 'linux', versions: {} },
      config: { settings: () => defaultSettings },
    },
    ...{
      clock: { now: () => 0 },
      random: { id: () => `text-${(ids += 1)}` },
      log: { event: () => undefined },
    },
    ...{ store: { history: () => ({ jobs: [], total: 0 }) }, files: { wholePath: (path: string) => path } },
  };
  const calls = createBackupCalls(
    ports as never,
    { jobs: { all: () => [] } } as never,
    { announce: () => undefined, views: () => [] },
    () => ({ settings: defaultSettings }),
  );
  for (let made = 0; made < 6; made += 1) await calls['diagnostics.make']({});
  await expect((async () => calls['diagnostics.save']({ id: 'text-1', folder: '/x' }))()).rejects.toEqual(
    failureSaying(/isn’t kept anymore/),
  );
  const { input } = backupCalls['backup.receive'];
  expect(input.safeParse({ id: null, bytes: Buffer.alloc(600_000).toString('base64') }).success).toBe(true);
  expect(input.safeParse({ id: null, bytes: 'a'.repeat(900_001) }).success).toBe(false);
});
