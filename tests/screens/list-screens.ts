import type { Page } from 'playwright-core';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { counters, downloading, downloadProgress, preparing, saved } from '../fakes/job-rows.ts';
import type { Script } from '../fakes/scripted-app.ts';
import { furtherLooks } from './looks.ts';
import { choose, hideDetails, rowOf } from './screen-parts.ts';
import type { Screen } from './screen-parts.ts';
import { busy } from './scripts.ts';

const GB = 1_000_000_000;

/** Two requests that were asked for in parts, among other downloads. */
function grouped(now: number): Partial<Script> & { now: number } {
  const footage = { id: 'footage', name: 'Footage of the anniversary' };
  const archive = { id: 'archive', name: 'Archive of the works council' };
  const part = (group: JobView['group'], number: number, size: number) => ({
    id: `${group?.id}-${number}`,
    name: `${group?.name} (${number} of 3).zip`,
    now,
    order: number / 10,
    group,
    size,
  });
  const packed = counters(90, 90, 3 * GB, 3 * GB);
  const { jobs = [], progress = [], ...rest } = busy(now);
  return {
    ...rest,
    jobs: [
      saved(part(footage, 1, 2.1 * GB)),
      downloading(part(footage, 2, 2.4 * GB), packed),
      preparing(part(footage, 3, 1.8 * GB)),
      downloading(part(archive, 1, 0.9 * GB), packed),
      preparing(part(archive, 2, 0.9 * GB)),
      preparing(part(archive, 3, 0.9 * GB)),
      ...jobs,
    ],
    progress: [
      downloadProgress('footage-2', 1.1 * GB, 2.4 * GB, 18_000_000),
      downloadProgress('archive-1', 0.3 * GB, 0.9 * GB, 9_000_000),
      ...progress,
    ],
  };
}

async function askToRemove(page: Page): Promise<void> {
  await choose(page, 'Board papers November');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Remove with' }).click();
  await page.getByRole('dialog').waitFor();
}

/** The list as a table: its rows and columns, and what is done with several. */
export const listScreens: Screen[] = [
  {
    name: 'compact',
    also: furtherLooks,
    script: busy,
    go: async (page) => {
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('checkbox', { name: 'Compact rows' }).check();
      await page.keyboard.press('Escape');
      await hideDetails(page);
    },
  },
  {
    name: 'groups',
    also: furtherLooks,
    script: grouped,
    go: async (page) => {
      await hideDetails(page);
      await page.getByRole('button', { name: 'Hide the parts of Archive' }).click();
    },
  },
  {
    name: 'several',
    script: busy,
    go: async (page) => {
      await choose(page, 'HR policies');
      await rowOf(page, 'Onboarding').click({ position: { x: 60, y: 20 }, modifiers: ['Shift'] });
    },
  },
  {
    name: 'columns',
    also: furtherLooks,
    script: busy,
    go: (page) => page.getByRole('button', { name: 'Columns' }).click(),
  },
  {
    name: 'remove',
    // So few that the saved one is in sight in each window.
    script: (now) => ({
      ...busy(now),
      jobs: busy(now).jobs?.filter(({ name }) => name.startsWith('B')) ?? [],
    }),
    go: askToRemove,
  },
  {
    name: 'removed',
    script: busy,
    go: async (page) => {
      await choose(page, 'Contracts');
      await page.keyboard.press('Delete');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
];
