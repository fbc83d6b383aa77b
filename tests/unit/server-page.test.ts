import { expect, test } from 'vitest';
import { createServerPageCall } from '../../src-main/core/calls/server-page.ts';
import type { Desktop } from '../../src-main/core/ports.ts';
import type { CallParts } from '../../src-main/core/calls/call-parts.ts';
import { composeJob } from '../fakes/compose-job.ts';

const connection = { id: 'records', kind: 'alfresco', baseUrl: 'http://records.example.com/alfresco' };
const request = { kind: 'alfresco' as const, nodeIds: ['a'] };

function create(openAddress?: Desktop['openAddress']) {
  const job = composeJob({ id: 'one', connectionId: 'records', request });
  const other = composeJob({ id: 'two', connectionId: 'academy', request });
  const parts = {
    connections: { find: (id: string) => (id === connection.id ? connection : null) },
    jobs: { get: (id: string) => [job, other].find((known) => known.id === id) ?? null },
  } as unknown as CallParts;
  const desktop = { ...(openAddress && { openAddress }) } as Desktop;
  return createServerPageCall({ desktop }, parts)['connections.openPage'];
}

test('a server’s page is opened by the host, or else its address is the screen’s to open', async () => {
  const opened: unknown[] = [];
  const open = create(async (address, options) => void opened.push([address, options]));
  const home = 'http://records.example.com/share/page';
  expect(await open({ id: 'records', jobId: null })).toEqual({ address: home, isOpen: true });
  expect(opened).toEqual([[home, { isTyped: true }]]);
  const page = await create()({ id: 'records', jobId: 'one' });
  expect(page).toEqual({
    address: expect.stringMatching(/folder-details\?nodeRef=/) as string,
    isOpen: false,
  });
});

test('what isn’t there has no page, nor what is another server’s', async () => {
  for (const input of [
    { id: 'gone', jobId: null },
    { id: 'records', jobId: 'gone' },
    { id: 'records', jobId: 'two' },
  ])
    await expect(create()(input)).rejects.toMatchObject({ failure: { kind: 'invalid-input' } });
});
