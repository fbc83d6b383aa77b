import { join } from 'node:path';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { openConfig } from '../../src-main/adapters/config-conf.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { expect, pastRows, rows, test } from './fixtures.ts';

const start = 1_790_000_000_000;

/** Fills a data folder as a long life with Ferry does. */
function fill(folder: string): void {
  const config = openConfig({ folder });
  config.saveConnection(silentServer);
  const store = openJobStore({ folder, now: () => start });
  const jobs: Job[] = [];
  for (let index = 0; index < 10_000; index += 1)
    jobs.push(
      composeJob({
        id: `past-${index}`,
        name: `Minutes ${index}.zip`,
        createdAt: start + index,
        changedAt: start + index,
        state: {
          is: 'saved',
          folder: '/tmp',
          fileName: `Minutes ${index}.zip`,
          size: 1000 + index,
          sha256: 'f'.repeat(64),
          warnings: [],
        },
      }),
    );
  for (let index = 0; index < 500; index += 1)
    jobs.push(
      composeJob({
        id: `open-${index}`,
        name: `Contract ${index}.zip`,
        order: index,
        state: { is: 'paused', resume: { step: 'queued' } },
      }),
    );
  store.save(jobs, [], []);
  store.close();
}

test(
  '64 500 rows in the queue and 10,000 in the history: only what is seen is built, and all can be reached',
  { tag: '@hosts' },
  async ({ ferry }) => {
    fill(join(ferry.home, 'data'));
    const page = await ferry.start();

    const navigation = page.getByRole('navigation', { name: 'Main' });
    await expect(navigation.getByRole('button', { name: /^All/ })).toContainText('500');
    await expect(rows(page).first()).toContainText('Contract 0.zip');
    expect(await rows(page).count()).toBeLessThan(60);
    await rows(page).first().click();
    await page.keyboard.press('End');
    await expect(rows(page).filter({ hasText: 'Contract 499.zip' })).toBeVisible();
    expect(await rows(page).count()).toBeLessThan(60);
    await page.getByRole('textbox', { name: /Search/ }).fill('contract 321');
    await expect(rows(page)).toHaveCount(1);

    await page.getByRole('textbox', { name: /Search/ }).fill('');
    await navigation.getByRole('button', { name: /History/ }).click();
    const history = pastRows(page);
    await expect(history.first()).toContainText('Minutes 9999.zip');
    expect(await history.count()).toBeLessThan(60);
    await history.first().click();
    await page.keyboard.press('End');
    const oldest = history.filter({ hasText: 'Minutes 0.zip' });
    await expect(oldest).toBeFocused();
    await expect(oldest).toHaveAttribute('aria-selected', 'true');
    await page.getByRole('textbox', { name: /Search/ }).fill('minutes 4711');
    await expect(history).toHaveCount(1);
  },
);
