import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { list } from '../../src-main/hosts/cli/list.ts';
import type { ListedJob, Output } from '../../src-main/hosts/cli/output.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

/** What `ferry list` shows of rows. */
async function listed(rows: Partial<Job>[]): Promise<ListedJob[]> {
  const dataFolder = tempFolder();
  const store = openJobStore({ folder: dataFolder, now: () => 0 });
  store.open();
  store.save(rows.map(composeJob), [], []);
  store.close();
  const shown: ListedJob[] = [];
  const output = { listed: (job: ListedJob) => void shown.push(job), noted: () => undefined };
  await list(output as unknown as Output, { name: 'list', dataFolder, json: true, all: true });
  return shown;
}

const removal = { id: 'one', files: false, dueAt: 1, resumes: false };
const split: Job['state'] = { is: 'split', children: ['part'], why: 'chosen' };

test('a group that was removed isn’t shown, be it for good or for as long as that can be undone', async () => {
  const rows = await listed([
    { id: 'removed', state: split, unlisted: true },
    { id: 'going', state: split, removal },
    { id: 'group', state: split },
    { id: 'part', parentId: 'group' },
  ]);
  expect(rows.map(({ id }) => id).sort()).toEqual(['group', 'part']);
});

test('a folder is the one that the file goes to, with those inside that were typed, or come of the rule', async () => {
  const filing = { folder: '{server}/{date:yyyy}', name: '{name}' };
  const rows = await listed([{ id: 'job', subfolders: ['2026', 'a:b'], filing }]);
  expect(rows[0]?.folder).toBe(join('/downloads/ferry/2026/a_b/an unknown server/2026'));
});
