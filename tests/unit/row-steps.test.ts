import { expect, test } from 'vitest';
import { RowSteps } from '../../src-renderer/views/jobs/row-steps.ts';

test('steps that are asked for while rows move are taken together afterwards, those of other rows after them', async () => {
  const moves: { rows: string; by: number; end: () => void }[] = [];
  const steps = new RowSteps(
    ({ rows, by }) => new Promise((end) => void moves.push({ rows: [...rows].join(''), by, end })),
  );
  const taken = (): [string, number][] => moves.map(({ rows, by }) => [rows, by]);
  const all = steps.take({ rows: new Set('a'), by: 1 });
  for (const by of [1, 1, -1, 1]) void steps.take({ rows: new Set('a'), by });
  void steps.take({ rows: new Set('bc'), by: -1 });
  expect(taken()).toEqual([['a', 1]]);
  moves[0]?.end();
  await expect.poll(taken).toEqual([
    ['a', 1],
    ['a', 2],
  ]);
  moves[1]?.end();
  await expect.poll(taken).toEqual([
    ['a', 1],
    ['a', 2],
    ['bc', -1],
  ]);
  moves[2]?.end();
  await all;
  void steps.take({ rows: new Set('a'), by: -1 });
  expect(taken().at(-1)).toEqual(['a', -1]);
});
