import { describe, expect, test } from 'vitest';
import { filedAs } from '../../src-main/core/filed-as.ts';
import type { ServerApi } from '../../src-main/core/ports.ts';
import { zipNameOf } from '../../src-main/core/request-names.ts';
import { restOf, siftRequest } from '../../src-main/core/sift-request.ts';
import { keyNow } from '../../src-shared/language/former-keys.ts';
import { said } from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { pendingRemovalSchema } from '../../src-shared/removal.ts';
import { whenExistsSchema } from '../../src-shared/when-exists.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { saying } from '../fakes/saying.ts';

const names = { a: 'Plan.pdf', b: 'Minutes.docx', c: 'Map.png' };
const documents = (...nodeIds: string[]) => ({ kind: 'alfresco' as const, nodeIds, names });
const report = { kind: 'bridge', downloadType: 'users' } as const;
const refused = (...ids: string[]) => ids.map((id) => ({ id, why: 'refused' as const }));
const naming = { server: 'Records', say: said };

describe('a file with several things', () => {
  test('is called after them, with its ending, and fits where any system keeps it', () => {
    expect(zipNameOf(documents('a', 'b'), said)).toBe('Plan.pdf and 1 more.zip');
    const long = { ...documents('a', 'b'), names: { a: 'x'.repeat(400) } };
    expect(zipNameOf(long, said)!.length).toBeLessThanOrEqual(255);
  });

  test('leaves its name to the server where there is one thing, no name, or another kind', () => {
    expect(zipNameOf(documents('a'), said)).toBeNull();
    expect(zipNameOf({ kind: 'alfresco', nodeIds: ['a', 'b'] }, said)).toBeNull();
    expect(zipNameOf(report, said)).toBeNull();
  });
});

describe('what is left of a request of which something was refused', () => {
  const rest = (more: Partial<Job>, ...ids: string[]) =>
    restOf(composeJob({ request: documents('a', 'b', 'c'), ...more }), refused(...ids), naming);

  test('is asked for without that, under a name that says what is in it now', () => {
    expect(rest({ fileName: 'Plan.pdf and 2 more.zip' }, 'a')).toEqual({
      request: { ...documents('b', 'c'), names: { b: 'Minutes.docx', c: 'Map.png' } },
      name: 'Minutes.docx and 1 more.zip',
      fileName: 'Minutes.docx and 1 more.zip',
    });
  });

  test('keeps the name that the user gave it, and a single thing has its own', () => {
    expect(rest({ fileName: 'Mine.zip' }, 'a')).toMatchObject({ name: 'Mine.zip', fileName: 'Mine.zip' });
    expect(rest({ fileName: 'Mine.zip' }, 'a', 'b')).toEqual({
      ...{ request: { ...documents('c'), names: { c: 'Map.png' } }, name: 'Map.png' },
    });
  });

  test('is nothing where all was refused, or the request can’t be divided', () => {
    expect(rest({}, 'a', 'b', 'c')).toBeNull();
    expect(rest({ request: report }, 'a')).toBeNull();
  });
});

test('a server is asked what it refuses, and each of that is told with its name', async () => {
  const job = {
    ...composeJob({ run: 4, request: documents('a', 'b', 'x') }),
    state: { is: 'sifting' as const },
  };
  const signal = new AbortController().signal;
  const sift = (api: Partial<ServerApi>) => siftRequest(api as ServerApi, job as never, naming, signal);
  const refusedOf = async () => refused('b', 'x');
  expect(await sift({ refusedOf })).toMatchObject({
    ...{ type: 'sifted', run: 4, rest: { request: { nodeIds: ['a'] } } },
    refused: [
      { id: 'b', name: 'Minutes.docx', why: 'refused' },
      { id: 'x', why: 'refused' },
    ],
  });
  expect(await sift({})).toMatchObject({ refused: [], rest: { request: { nodeIds: ['a', 'b', 'x'] } } });
});

test('a file goes into the job’s own folders and those of the rule, under the user’s name, the server’s or the job’s', () => {
  const filing = { rule: { folder: '{server}', name: '{name}' }, server: 'Records' };
  const filed = (more: Partial<Job>, named: string | null) => filedAs(composeJob(more), named, filing, said);
  expect(filed({ fileName: 'Mine.zip', subfolders: ['a:b'] }, 'theirs.zip')).toEqual({
    ...{ folders: ['a_b', 'Records'], name: 'Mine.zip' },
  });
  expect(filed({}, 'theirs.zip')).toEqual({ folders: ['Records'], name: 'theirs.zip' });
  expect(filed({ name: phrase('common.itemsFrom', { count: 2, server: 'R' }) }, null).name).toBe(
    '2 items from R',
  );
});

test('a text that an earlier version stored is said by the name that it has now', () => {
  expect(keyNow('findings.incompleteZip')).toBe('row.incompleteZip');
  expect(keyNow('reasons.network.busy')).toBe('failureDetails.network.busy');
  expect(keyNow('common.itemsFrom')).toBe('common.itemsFrom');
  expect({ name: 'reasons.network.busy', values: {} }).toEqual(
    saying(said(phrase('failureDetails.network.busy'))),
  );
});

test('a removal that can be taken back has an end, and a file whose name is taken one of three ways', () => {
  const removal = {
    id: 'r',
    name: 'Papers.zip',
    count: 2,
    files: false,
    fromList: true,
    kept: 1,
    stops: 0,
    until: 5,
  };
  expect(pendingRemovalSchema.parse(removal)).toEqual(removal);
  expect(pendingRemovalSchema.safeParse({ ...removal, count: 1.5 }).success).toBe(false);
  expect(whenExistsSchema.options).toEqual(['number', 'replace', 'skip']);
});
