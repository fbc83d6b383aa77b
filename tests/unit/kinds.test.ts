import { describe, expect, test } from 'vitest';
import { jobRequestSchema, kindOf } from '../../src-shared/kinds/kind-table.ts';
import { pageOf } from '../../src-shared/kinds/kind-pages.ts';
import { connectionKinds } from '../../src-shared/kinds/kinds.ts';
import type { JobRequest } from '../../src-shared/kinds/kind-table.ts';
import { saying } from '../fakes/saying.ts';

const nodes = (...nodeIds: string[]): JobRequest => ({ kind: 'alfresco', nodeIds });
const report = (info?: Record<string, unknown>): JobRequest => ({
  kind: 'bridge',
  downloadType: 'users',
  ...(info && { info }),
});
const keyOf = (request: JobRequest): string => kindOf(request.kind).keyOf(request);

test('each kind has a row and a request of its own', () => {
  expect(jobRequestSchema.options.map((option) => option.shape.kind.value)).toEqual(connectionKinds);
  expect(connectionKinds.map((kind) => kindOf(kind).label)).toEqual(['Alfresco', 'Bridge']);
});

describe('a request of an Alfresco', () => {
  test('is the same for the same documents in any order, named once or twice', () => {
    expect(keyOf(nodes('b', 'a', 'b'))).toBe(keyOf(nodes('a', 'b')));
    expect(keyOf(nodes('a'))).not.toBe(keyOf(nodes('a', 'b')));
  });

  test('is told by its first ids, how many they are and which server they are of', () => {
    const alfresco = kindOf('alfresco');
    const request = nodes('1', '2', '3', '4', '5', '6', '7');
    expect(alfresco.asked(request)).toEqual({
      kind: 'alfresco',
      count: 7,
      nodeIds: ['1', '2', '3', '4', '5'],
    });
    expect(alfresco.nameOf(request, 'Records')).toEqual(saying('7 items from Records'));
    expect(alfresco.countOf(request)).toBe(7);
    expect(alfresco.typeOf(request)).toBeNull();
  });

  test('has a page in Share: of the one thing that it asks for, else of the server', () => {
    const base = 'https://records.example.com/dms/alfresco';
    const share = 'https://records.example.com/dms/share/page';
    expect(pageOf('alfresco', base, null)).toBe(share);
    expect(pageOf('alfresco', base, { request: nodes('a', 'b'), isPacked: true })).toBe(share);
    expect(pageOf('alfresco', base, { request: nodes('a&b'), isPacked: true })).toBe(
      `${share}/folder-details?nodeRef=workspace%3A%2F%2FSpacesStore%2Fa%26b`,
    );
    expect(pageOf('alfresco', base, { request: nodes('a'), isPacked: false })).toContain(
      '/document-details?',
    );
    expect(pageOf('alfresco', base, { request: nodes('a'), isPacked: null })).toBe(share);
    expect(pageOf('alfresco', base, { request: nodes('-root-'), isPacked: true })).toBe(share);
    expect(pageOf('alfresco', 'https://records.example.com', null)).toBe(
      'https://records.example.com/share/page',
    );
    const academy = 'https://academy.bridgeapp.com';
    expect(pageOf('bridge', academy, { request: report(), isPacked: false })).toBe(academy);
  });

  test('goes in parts of some of its ids', () => {
    const { splitting } = kindOf('alfresco');
    expect(splitting!.idsOf(nodes('a', 'b'))).toEqual(['a', 'b']);
    expect(splitting!.withIds(nodes('a', 'b'), ['b'])).toEqual(nodes('b'));
  });
});

describe('a request of a Bridge', () => {
  test('is the same for the same parameters in any order, and another for others', () => {
    expect(keyOf(report({ from: 1, to: { a: 1, b: [2, 1] } }))).toBe(
      keyOf(report({ to: { b: [2, 1], a: 1 }, from: 1 })),
    );
    expect(keyOf(report({ list: [1, 2] }))).not.toBe(keyOf(report({ list: [2, 1] })));
    expect(keyOf(report())).not.toBe(keyOf(report({})));
  });

  test('is named after its type, is one thing and can’t be divided', () => {
    const bridge = kindOf('bridge');
    expect(bridge.nameOf(report(), 'Academy')).toBe('users');
    expect(bridge.typeOf(bridge.asked(report({ from: 1 })))).toBe('users');
    expect(bridge.asked(report())).toEqual({ kind: 'bridge', downloadType: 'users' });
    expect(bridge.asked(report({ from: 1, only: ['a'] }))).toEqual({
      kind: 'bridge',
      downloadType: 'users',
      parameters: 'from: 1, only: ["a"]',
    });
    expect([bridge.countOf(report()), bridge.splitting]).toEqual([1, null]);
  });
});
