import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { openConfig } from '../../src-main/adapters/config-conf.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import type { Ferry } from './ferry-web.ts';
import { expect, rows } from './fixtures.ts';

const start = 1_790_000_000_000;
/** The state of a download that was paused while it waited. */
export const paused = { is: 'paused', resume: { step: 'queued' } } as const;
/** What `startWith` fills the queue with, in its order; asked for the other way round. */
export const names = ['Minutes', 'Contracts', 'Letters', 'Drawings', 'Invoices', 'Photos'];

/** Fills a data folder with paused downloads of a server that isn't there, and starts Ferry on it. */
export async function startWith(ferry: Ferry, ...more: Job[]): Promise<Page> {
  const folder = join(ferry.home, 'data');
  openConfig({ folder }).saveConnection(silentServer);
  const store = openJobStore({ folder, now: () => start });
  const jobs = names.map((name, index) =>
    composeJob({
      id: `job-${name}`,
      name: `${name}.zip`,
      order: index,
      createdAt: start - index,
      state: paused,
    }),
  );
  store.save([...jobs, ...more], [], []);
  store.close();
  const page = await ferry.start();
  await expect(rows(page).first()).toBeVisible();
  return page;
}

/** The names of the rows that are shown, from top to bottom. */
export async function order(page: Page): Promise<string[]> {
  const found: { name: string; index: number }[] = [];
  for (const row of await rows(page).all()) {
    const label = (await row.getAttribute('aria-label')) ?? '';
    const index = Number(await row.getAttribute('aria-rowindex'));
    found.push({ name: label.slice(0, label.indexOf('.zip')), index });
  }
  return found.sort((one, other) => one.index - other.index).map(({ name }) => name);
}

/** The row of the download whose name begins so, a pattern. */
export const row = (page: Page, name: string): Locator =>
  page.getByRole('treegrid', { name: 'Downloads' }).getByRole('row', { name: new RegExp(`^${name}`) });
/** The head of a column. */
export const head = (page: Page, name: string): Locator =>
  page.getByRole('columnheader', { name, exact: true });
/** The rows that are chosen. */
export const chosen = (page: Page): Locator =>
  page.getByRole('treegrid', { name: 'Downloads' }).getByRole('row', { selected: true });
/** Where a row can be pressed without meeting a button. */
export const place = { x: 120, y: 18 };
