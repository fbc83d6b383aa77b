import { mkdir, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addServer, askFor, expect, expectNotice, pastRows, rows, sha256, test } from './fixtures.ts';

const main = (page: Page) => page.getByRole('navigation', { name: 'Main' });
const search = (page: Page) => page.getByRole('textbox', { name: 'Search history' });

test(
  'with all servers stopped the history is searched, plotted and exported, files are opened, proven and found, requests wait',
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
    // What led to the row is what is looked for in it.
    await pastRows(page).click();
    await expect(details.getByRole('searchbox', { name: 'Search these files' })).toHaveValue(word);
    await expect(details.getByRole('tabpanel').getByRole('listitem')).toHaveCount(1);
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
    await expect(page.getByRole('group', { name: 'Plots' }).locator('.none')).toHaveText(
      Array.from({ length: 3 }, () => 'Nothing to plot'),
    );
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(pastRows(page)).toHaveCount(2);

    // Who can't see a plot has its table; who can drags over what is wanted.
    const table = page.getByRole('table', { name: /^Time spent by day/ });
    await expect(table.getByRole('row')).toHaveCount(2);
    await expect(table).toContainText('2');
    const area = (await plot.boundingBox())!;
    const middle = area.y + area.height / 2;
    await page.mouse.move(area.x + 5, middle);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width - 5, middle, { steps: 3 });
    await page.mouse.up();
    await page.getByRole('button', { name: /^Take “.+” away$/ }).click();
    await expect(page.getByRole('button', { name: /^Take “.+” away$/ })).toBeHidden();

    const row = pastRows(page).first();
    await row.hover();
    await row.getByRole('button', { name: 'Open', exact: true }).click();
    await expect.poll(() => ferry.opened()).toHaveLength(1);

    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Export the history' });
    await expect(dialog).toContainText('2 downloads');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    const done = page.getByRole('dialog', { name: 'Saved', exact: true });
    const path = join(ferry.downloads, `Ferry-history-${new Date().toISOString().slice(0, 10)}.csv`);
    await expect(done).toContainText(path);
    await done.getByRole('button', { name: 'Close' }).last().click();
    const lines = (await readFile(path, 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(3);

    const zip = pastRows(page).filter({ hasText: '.zip' });
    await zip.click();
    await details.getByRole('tab', { name: 'Overview' }).click();
    const overview = details.getByRole('tabpanel', { name: 'Overview' });
    await overview.getByRole('button', { name: 'Verify' }).click();
    await expect(overview).toContainText('Whole and unchanged');
    const name = (await readdir(ferry.downloads)).find((file) => file.endsWith('.zip'))!;
    expect(lines.some((line) => line.includes(name))).toBe(true);
    await details.getByRole('button', { name: 'Receipt' }).click();
    await page.getByRole('menuitem', { name: 'JSON for programs' }).click();
    await expectNotice(page, 'The receipt was saved beside the file');
    const receipt = await readFile(join(ferry.downloads, `${name}.receipt.json`), 'utf8');
    expect(receipt).toContain(await sha256(join(ferry.downloads, name)));
    const elsewhere = join(ferry.downloads, 'elsewhere');
    await mkdir(elsewhere);
    await rename(join(ferry.downloads, name), join(elsewhere, name));
    for (const tab of ['Timeline', 'Overview']) await details.getByRole('tab', { name: tab }).click();
    await details.getByRole('button', { name: 'Locate' }).click();
    const locate = page.getByRole('dialog', { name: /^Where is/ });
    await locate.getByLabel('Folder').fill(elsewhere);
    await locate.getByRole('button', { name: 'Look there' }).click();
    await expect(overview).toContainText('The file is there');
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
