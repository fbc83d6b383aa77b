import { expect, test } from 'vitest';
import {
  hostsIn,
  partsIn,
  serverOfAddress,
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

test('what was pasted is taken apart, without doubles', () => {
  expect(partsIn('  a b\n\na\tc ')).toEqual(['a', 'b', 'c']);
});

test('the hosts that links lead to are named with their ports, once, as they are resolved', () => {
  const links =
    'https://ARCHIVE.example.com:8443/a https://archive.example.com:8443/b https://ré.example 5ab63e6c';
  expect(hostsIn(links)).toEqual(['archive.example.com:8443', 'xn--r-bga.example']);
  expect(hostsIn('quay wall')).toEqual([]);
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
