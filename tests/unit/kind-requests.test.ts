import { describe, expect, test } from 'vitest';
import { kindReceiptOf, receiptAskedSchema } from '../../src-shared/history/kind-receipts.ts';
import {
  alfresco,
  alfrescoRequestSchema,
  documentsIn,
  withIds,
} from '../../src-shared/kinds/kind-alfresco.ts';
import { bridge, bridgeRequestSchema } from '../../src-shared/kinds/kind-bridge.ts';
import { connectionKindSchema } from '../../src-shared/kinds/kind-table.ts';
import { saying } from '../fakes/saying.ts';

const names = { a: 'Plan.pdf', b: 'Minutes.docx' };
const documents = (nodeIds: string[], named: Record<string, string> = {}) => ({
  ...{ kind: 'alfresco' as const, nodeIds },
  ...(Object.keys(named).length > 0 && { names: named }),
});

describe('documents', () => {
  test('are called by the first name that is known, and how many more there are', () => {
    expect(alfresco.nameOf(documents(['a'], names), 'Records')).toBe('Plan.pdf');
    expect(alfresco.nameOf(documents(['x', 'b', 'a'], names), 'Records')).toEqual(
      saying('Minutes.docx and 2 more'),
    );
    expect(alfresco.nameOf(documents(['x']), 'Records')).toEqual(saying('1 item from Records'));
    expect(alfresco.nameOf(documents(['x', 'y']), 'Records')).toEqual(saying('2 items from Records'));
  });

  test('with a long first name still say how many more there are', () => {
    const name = alfresco.nameOf(documents(['a', 'b'], { a: 'x'.repeat(1_000) }), 'Records');
    expect(name).toEqual(saying(/^x{900} and 1 more$/));
  });

  test('of a part take their own names along, and no others', () => {
    expect(withIds(documents(['a', 'b', 'c'], names), ['b', 'c'])).toEqual(
      documents(['b', 'c'], { b: 'Minutes.docx' }),
    );
    expect(withIds(documents(['a', 'b'], names), ['c'])).toEqual(documents(['c']));
    expect(withIds(documents(['a']), ['a'])).toEqual(documents(['a']));
  });

  test('say where they were when they were asked for, in a row only where all that it shows is known', () => {
    const known = { ...documents(['a', 'b'], names), folders: { a: '/Sites/harbour', b: '/' } };
    expect(alfresco.pathsOf(known)).toEqual(['/Sites/harbour/Plan.pdf', '/Minutes.docx']);
    expect(alfresco.asked(known)).toMatchObject({ paths: ['/Sites/harbour/Plan.pdf', '/Minutes.docx'] });
    expect(alfresco.pathsOf(documents(['a', 'x'], names))).toEqual(['Plan.pdf']);
    expect(alfresco.asked(documents(['a', 'x'], names))).not.toHaveProperty('paths');
    expect(
      alfresco.asked({ ...known, folders: { a: `/${'x'.repeat(900)}`, b: '/' } }).paths?.[0],
    ).toHaveLength(300);
    expect(withIds(known, ['b'])).toEqual({
      ...documents(['b'], { b: 'Minutes.docx' }),
      folders: { b: '/' },
    });
    expect(bridge.pathsOf({ kind: 'bridge', downloadType: 'users' })).toEqual([]);
  });

  test('are in a request of that kind alone', () => {
    const request = documents(['a']);
    expect(documentsIn(request)).toBe(request);
    expect(documentsIn({ kind: 'bridge' })).toBeNull();
  });

  test('are asked for by one id at least, and by ten thousand at most', () => {
    const isTaken = (nodeIds: string[]): boolean =>
      alfrescoRequestSchema.safeParse(documents(nodeIds)).success;
    expect(
      [[], ['a'], Array<string>(10_000).fill('a'), Array<string>(10_001).fill('a'), ['']].map(isTaken),
    ).toEqual([...[false, true, true, false, false]]);
  });
});

test('an export is one thing of its type, which is its name, and never divided', () => {
  const request = { kind: 'bridge', downloadType: 'users', info: { from: 1 } } as const;
  expect([bridge.nameOf(request, 'Academy'), bridge.countOf(request), bridge.typeOf(request)]).toEqual([
    ...['users', 1, 'users'],
  ]);
  expect([bridge.splitting, bridge.packsZips, alfresco.packsZips]).toEqual([null, false, true]);
  expect(bridgeRequestSchema.safeParse({ ...request, downloadType: '' }).success).toBe(false);
  expect(bridge.asked(request)).toMatchObject({ kind: 'bridge', downloadType: 'users' });
});

describe('a receipt', () => {
  test('of documents says how they were called then, and their ids where nobody knows', () => {
    const row = kindReceiptOf('alfresco');
    const request = {
      ...documents(['a', 'b', 'c'], { a: 'Plan.pdf', c: 'Top' }),
      folders: { a: '/Sites/harbour', c: '/' },
    };
    const asked = row.askedOf(request);
    expect(asked).toEqual({
      kind: 'alfresco',
      items: [
        { id: 'a', name: 'Plan.pdf', path: '/Sites/harbour' },
        { id: 'b' },
        { id: 'c', name: 'Top', path: '/' },
      ],
    });
    expect(row.words(asked)).toBe('/Sites/harbour/Plan.pdf\nb\n/Top');
  });

  test('names eight of many, and counts the others', () => {
    const row = kindReceiptOf('alfresco');
    const words = (count: number): string =>
      row.words(row.askedOf(documents(Array.from({ length: count }, (_, index) => `d${index}`))));
    expect(words(8)).toBe('d0\nd1\nd2\nd3\nd4\nd5\nd6\nd7');
    expect(words(11)).toMatch(/^d0\n[^]*d7[^]* 3 /);
    expect(words(11)).not.toContain('d8');
  });

  test('of an export says its type and what it was asked with, as far as that fits a line', () => {
    const row = kindReceiptOf('bridge');
    const words = (info?: Record<string, unknown>): string =>
      row.words(row.askedOf({ kind: 'bridge', downloadType: 'users', ...(info && { info }) }));
    expect(words()).toBe('users');
    expect(words({ from: 1 })).toBe('users {"from":1}');
    expect(words({ text: 'x'.repeat(400) }).length).toBe('users '.length + 300);
  });

  test('has a form for each kind', () => {
    expect(receiptAskedSchema.options.map((option) => option.shape.kind.value)).toEqual(
      connectionKindSchema.options,
    );
  });
});
