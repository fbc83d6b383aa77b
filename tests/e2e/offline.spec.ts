import type { Page } from '@playwright/test';
import { addServer, askFor, expect, pastRows, rows, test } from './fixtures.ts';

const main = (page: Page) => page.getByRole('navigation', { name: 'Main' });
const search = (page: Page) => page.getByRole('textbox', { name: 'Search history' });

test(
  'with all servers stopped the history is searched, filtered and plotted, files open, and requests wait',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco }) => {
    const { control, tree } = alfresco;
    await addServer(page, alfresco);
    await askFor(page, tree.examples.handover.id);
    await expect(rows(page).first()).toContainText('Saved');
    await rows(page).first().click();
    const details = page.getByRole('complementary', { name: 'Details' });
    await details.getByRole('tab', { name: 'Files' }).click();
    const inside = (await details.getByRole('tabpanel').getByRole('listitem').first().innerText()).trim();
    const word = /[^/\\\s]+\.[a-z]{2,4}/i.exec(inside)![0];
    await askFor(page, tree.examples.letter.id);
    await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
    await alfresco.stop();
    const asked = control.count('GET', '/');

    await main(page)
      .getByRole('button', { name: /^History/ })
      .click();
    await expect(pastRows(page)).toHaveCount(2);
    await search(page).fill(word);
    await expect(pastRows(page)).toHaveCount(1);
    await expect(pastRows(page).locator('mark').first()).toHaveText(word, { ignoreCase: true });
    await search(page).fill('');
    await expect(pastRows(page)).toHaveCount(2);

    const plot = page.getByRole('slider', { name: /^Time spent by day/ });
    await expect(plot).toHaveAttribute('aria-valuetext', /2 downloads/);
    await plot.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Take “.+” away$/ })).toBeVisible();
    await expect(pastRows(page)).toHaveCount(2);
    await page.getByRole('button', { name: 'State: Any state' }).click();
    await page.getByRole('checkbox', { name: 'Cancelled' }).check();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Nothing is left by these filters')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(pastRows(page)).toHaveCount(2);

    const row = pastRows(page).first();
    await row.hover();
    await row.getByRole('button', { name: 'Open', exact: true }).click();
    await expect.poll(() => ferry.opened()).toHaveLength(1);
    expect(control.count('GET', '/')).toBe(asked);

    await main(page).getByRole('button', { name: /^All/ }).click();
    await askFor(page, tree.examples.scan.id);
    await expect(rows(page).filter({ hasText: 'Waiting for the server' })).toBeVisible();
    await page.getByRole('button', { name: /^Servers: / }).click();
    await expect(page.getByText(/^Since .+: /).first()).toBeVisible();
  },
);

test('a search of the history is kept under a name, and found again after a restart', async ({
  page,
  ferry,
  alfresco,
  expectedNoise,
}) => {
  expectedNoise.push(/ERR_CONNECTION_REFUSED/);
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  const openHistory = (on: Page) =>
    main(on)
      .getByRole('button', { name: /^History/ })
      .click();
  await openHistory(page);
  await search(page).fill('zebra');
  await expect(page.getByText('Nothing matches “zebra”')).toBeVisible();
  await page.getByRole('button', { name: 'Saved searches' }).click();
  await page.getByRole('textbox', { name: 'Name of this search' }).fill('Zebras');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Saved searches' })).toContainText('Zebras');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Plots', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Plots' })).toBeHidden();

  await ferry.stop();
  const again = await ferry.start();
  await openHistory(again);
  await expect(pastRows(again)).toHaveCount(1);
  await expect(again.getByRole('group', { name: 'Plots' })).toBeHidden();
  await again.getByRole('button', { name: 'Saved searches' }).click();
  await again.getByRole('button', { name: 'Zebras', exact: true }).click();
  await expect(search(again)).toHaveValue('zebra');
  await expect(again.getByText('Nothing matches “zebra”')).toBeVisible();
});
