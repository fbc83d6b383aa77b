import { expect, test } from 'vitest';
import {
  otherServer,
  serverOfAddress,
  strangeHost,
  usualServer,
} from '../../src-renderer/views/new-download/asked-server.ts';

const servers = [
  { id: 'records', kind: 'alfresco', baseUrl: 'https://records.example.com/alfresco' },
  { id: 'records-as-boss', kind: 'alfresco', baseUrl: 'https://records.example.com/alfresco' },
  { id: 'archive', kind: 'alfresco', baseUrl: 'https://archive.example.com:8443/alfresco' },
  { id: 'academy', kind: 'bridge', baseUrl: 'https://academy.bridgeapp.com' },
] as const;

test.each([
  ['https://archive.example.com:8443/share/page/document-details?nodeRef=x', 'records', 'archive'],
  ['https://RECORDS.example.com/share/', 'archive', 'records'],
  ['https://records.example.com/share/', 'records-as-boss', 'records-as-boss'],
  ['https://archive.example.com/share/', 'records', null],
  ['https://academy.bridgeapp.com/learner', 'records', null],
  ['5ab63e6c-9c2e-4d0e-8c3f-1b1f0e3b8f00', 'records', null],
  ['https://', 'records', null],
])('%s pasted while %s is chosen belongs to %s', (typed, present, expected) => {
  expect(serverOfAddress(typed, servers, present)?.id ?? null).toBe(expected);
});

test('an address of none of the servers is named by its host', () => {
  const known = 'https://records.example.com/share/';
  expect(strangeHost([known, 'a', 'https://other.example.com:81/share/page'], servers)).toBe(
    'other.example.com:81',
  );
  expect(strangeHost([known, '5ab63e6c-9c2e-4d0e-8c3f-1b1f0e3b8f00'], servers)).toBeNull();
});

test('an address of another server than the chosen one is named by its server', () => {
  const typed = [
    'https://records.example.com/share/',
    '5ab63e6c-9c2e-4d0e-8c3f-1b1f0e3b8f00',
    'https://archive.example.com:8443/share/',
  ];
  expect(otherServer(typed, servers, 'records-as-boss')?.id).toBe('archive');
  expect(otherServer(typed.slice(0, 2), servers, 'records-as-boss')).toBeNull();
});

test('the server that was asked last comes first, one that is gone is passed over', () => {
  const asked = (connectionId: string, createdAt: number) => ({ connectionId, createdAt });
  expect(usualServer(servers, [])?.id).toBe('records');
  expect(usualServer(servers, [asked('records', 1), asked('archive', 3), asked('academy', 2)])?.id).toBe(
    'archive',
  );
  expect(usualServer(servers, [asked('gone', 5), asked('academy', 2)])?.id).toBe('academy');
  expect(usualServer([], [asked('gone', 5)])).toBeUndefined();
});
