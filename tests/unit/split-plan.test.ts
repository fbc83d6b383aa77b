import { expect, test } from 'vitest';
import { splitSelection } from '../../src-main/core/split-selection.ts';
import type { ServerApi } from '../../src-main/core/ports.ts';
import type { FailedError } from '../../src-shared/failures/failure.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { said } from '../../src-shared/language/index.ts';
import { saying } from '../fakes/saying.ts';

type Planning = Job & { state: Extract<JobState, { is: 'planning' }> };
const prepared = preparedIdSchema.parse('prepared-1');
const signal = new AbortController().signal;
const names = { a: 'A.pdf', b: 'B.pdf', c: 'C.pdf' };

/** What comes of a selection of these sizes over a limit of ten. */
function split(sizes: Record<string, number> | null, more: Partial<Job> = {}) {
  const nodeIds = Object.keys(sizes ?? { a: 1, b: 1 });
  const job: Planning = {
    ...composeJob({ run: 4, name: 'Tender.zip', request: { kind: 'alfresco', nodeIds, names }, ...more }),
    state: { is: 'planning', prepared, limit: 10, size: 30 },
  };
  let ids = 0;
  const measure: ServerApi['measure'] = async (request) => {
    expect(request).toBe(job.request);
    return Object.entries(sizes!).map(([id, bytes]) => ({ id, name: id, bytes }));
  };
  const api = (sizes ? { measure } : {}) as unknown as ServerApi;
  const random = { next: () => 0.5, id: () => `part-${(ids += 1)}` };
  return splitSelection({ api, random, say: said }, job, signal);
}

test('a selection over the limit goes in parts, each with an id, its things and a name that says which it is', async () => {
  expect(await split({ a: 6, b: 6, c: 3 })).toEqual({
    type: 'planned',
    run: 4,
    children: [
      {
        id: 'part-1',
        request: { kind: 'alfresco', nodeIds: ['a', 'c'], names: { a: 'A.pdf', c: 'C.pdf' } },
        fileName: 'Tender (1 of 2).zip',
        name: saying('Tender (1 of 2).zip'),
      },
      {
        id: 'part-2',
        request: { kind: 'alfresco', nodeIds: ['b'], names: { b: 'B.pdf' } },
        name: saying('Tender (2 of 2).zip'),
      },
    ],
  });
});

test('the user’s name for the whole says which part it is, and a single thing keeps its own', async () => {
  const event = await split({ a: 6, b: 6, c: 3 }, { fileName: 'Mine.zip' });
  const [first, second] = event.type === 'planned' ? event.children : [];
  expect(first?.fileName).toBe('Mine (1 of 2).zip');
  expect(second).not.toHaveProperty('fileName');
});

test('a name of Ferry’s own stays one in the names of its parts', async () => {
  const name = phrase('common.itemsFrom', { count: 2, server: 'Records' });
  const event = await split({ a: 6, b: 6 }, { name });
  expect(event.type === 'planned' && event.children[0]?.name).toEqual(
    saying('2 items from Records (1 of 2).zip'),
  );
});

test('a long name leaves room for the number of its part', async () => {
  const event = await split({ a: 6, b: 6 }, { name: 'x'.repeat(1_000) });
  expect(event.type === 'planned' && event.children[0]?.name).toEqual(saying(/^x+ \(1 of 2\).zip$/));
});

test.each([
  ['one thing alone', { a: 11 }, {}, { size: 30, item: 'A.pdf' }],
  ['a thing that is over the limit by itself', { b: 1, c: 11 }, {}, { size: 11, item: 'C.pdf' }],
  ['what the server can’t measure', null, {}, { size: 30 }],
  [
    'a request that can’t be divided',
    { a: 1, b: 1 },
    { request: { kind: 'bridge', downloadType: 'users' } },
    { size: 30 },
  ],
] as [string, Record<string, number> | null, Partial<Job>, object][])(
  '%s is too large: how much is told, and which it is',
  async (_, sizes, more, told) => {
    const thrown = await split(sizes, more).catch((error: FailedError) => error.failure);
    expect(thrown).toEqual({ kind: 'too-large', limit: 10, ...told });
  },
);
