import { expect, test } from 'vitest';
import { createServerPageCall } from '../../src-main/core/calls/server-page.ts';
import type { Desktop, JobStore } from '../../src-main/core/ports.ts';
import type { CallParts } from '../../src-main/core/calls/call-parts.ts';
import { composeJob } from '../fakes/compose-job.ts';

const connection = { id: 'records', kind: 'alfresco', baseUrl: 'http://records.example.com/alfresco' };
const request = { kind: 'alfresco' as const, nodeIds: ['a'] };

function create(openAddress?: Desktop['openAddress'], taken: ('accepted' | 'acceptedReady')[] = []) {
  const job = composeJob({ id: 'one', connectionId: 'records', request });
  const other = composeJob({ id: 'two', connectionId: 'academy', request });
  const parts = {
    connections: { find: (id: string) => (id === connection.id ? connection : null) },
    jobs: { get: (id: string) => [job, other].find((known) => known.id === id) ?? null },
  } as unknown as CallParts;
  const desktop = { ...(openAddress && { openAddress }) } as Desktop;
  const store = { log: () => taken.map((event) => ({ event, detail: {} })) } as unknown as JobStore;
  return createServerPageCall({ desktop, store }, parts)['connections.openPage'];
}

test('a server’s page is opened by the host, or else its address is the screen’s to open', async () => {
  const opened: unknown[] = [];
  const open = create(async (address, options) => void opened.push([address, options]));
  const home = 'http://records.example.com/share/page';
  expect(await open({ id: 'records', jobId: null })).toEqual({ address: home, isOpen: true });
  expect(opened).toEqual([[home, { isTyped: true }]]);
  expect(await create()({ id: 'records', jobId: null })).toEqual({ address: home, isOpen: false });
});

test('a single thing’s page is that of its kind, as the server last took it; unknown, it is the server’s', async () => {
  const pageOf = async (...taken: ('accepted' | 'acceptedReady')[]) =>
    (await create(undefined, taken)({ id: 'records', jobId: 'one' })).address;
  expect(await pageOf()).toMatch(/\/share\/page$/);
  expect(await pageOf('accepted')).toMatch(/\/folder-details\?nodeRef=.*a$/);
  expect(await pageOf('accepted', 'acceptedReady')).toMatch(/\/document-details\?nodeRef=.*a$/);
});

test('what isn’t there has no page, nor what is another server’s', async () => {
  for (const input of [
    { id: 'gone', jobId: null },
    { id: 'records', jobId: 'gone' },
    { id: 'records', jobId: 'two' },
  ])
    await expect(create()(input)).rejects.toMatchObject({ failure: { kind: 'invalid-input' } });
});
