import { composeJob } from '../fakes/compose-job.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { FerryWeb } from './ferry-web.ts';
import { expect, look, pastRows, rows, test } from './fixtures.ts';
import { chosen, head, names, order, paused, place, row, startWith } from './paused-queue.ts';

test('a column head sorts ascending, descending and not at all, and announces it', async ({ ferry }) => {
  const page = await startWith(ferry);
  expect(await order(page)).toEqual(names);

  await head(page, 'Name').getByRole('button').click();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(() => order(page)).toEqual([...names].sort());
  await head(page, 'Name').getByRole('button').click();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => order(page)).toEqual([...names].sort().reverse());
  await page.getByRole('button', { name: 'Queue order' }).click();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'none');
  await expect.poll(() => order(page)).toEqual(names);
});

test(
  'columns are shown, moved and resized by keyboard, and stay that way',
  { tag: '@hosts' },
  async ({ ferry }) => {
    const page = await startWith(ferry);
    const heads = (): Promise<string[]> =>
      page
        .getByRole('columnheader')
        .all()
        .then((all) =>
          Promise.all(all.map((one) => one.getAttribute('aria-label').then((name) => name ?? ''))),
        );
    await page.getByRole('button', { name: 'Hide details' }).click();
    await expect.poll(heads).toEqual(['Name', 'Status', 'Progress', 'Size', 'Speed', 'Time left', 'Added']);

    await page.getByRole('button', { name: 'Show details' }).click();
    await page.getByRole('button', { name: 'Columns' }).click();
    await expect(page.getByRole('checkbox', { name: 'Speed no room now' })).toBeChecked();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Hide details' }).click();

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Speed', exact: true }).press('Space');
    await page.getByRole('button', { name: 'Move Size left' }).press('Enter');
    await page.getByRole('checkbox', { name: 'Compact rows' }).press('Space');
    await page.keyboard.press('Escape');
    await expect.poll(heads).toEqual(['Name', 'Status', 'Size', 'Progress', 'Time left', 'Added']);

    const edge = page.getByRole('separator', { name: 'Width of Size' });
    const before = Number(await edge.getAttribute('aria-valuenow'));
    await edge.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(edge).toHaveAttribute('aria-valuenow', String(before + 50));
    expect((await head(page, 'Size').boundingBox())!.width).toBeCloseTo(before + 50, 0);
    expect((await rows(page).first().boundingBox())!.height).toBe(36);

    await page.reload();
    await page.getByRole('button', { name: 'Hide details' }).click();
    await expect.poll(heads).toEqual(['Name', 'Status', 'Size', 'Progress', 'Time left', 'Added']);
    await expect(edge).toHaveAttribute('aria-valuenow', String(before + 50));
    expect((await rows(page).first().boundingBox())!.height).toBe(36);

    // Another start, where a browser has another address for Ferry.
    await page.close();
    await ferry.stop();
    const again = await ferry.start();
    await expect(again.getByRole('columnheader').nth(1)).toHaveAccessibleName('Size');
    await expect(again.getByRole('separator', { name: 'Width of Size' })).toHaveAttribute(
      'aria-valuenow',
      String(before + 50),
    );
    expect((await rows(again).first().boundingBox())!.height).toBe(36);
  },
);

test('a column head can be dragged to another place', async ({ ferry }) => {
  const page = await startWith(ferry);
  const size = (await head(page, 'Size').boundingBox())!;
  const progress = (await head(page, 'Progress').boundingBox())!;
  await page.mouse.move(size.x + size.width - 20, size.y + 17);
  await page.mouse.down();
  await page.mouse.move(progress.x + 40, size.y + 17, { steps: 4 });
  await page.mouse.move(progress.x + 10, size.y + 17);
  await page.mouse.up();
  await expect
    .poll(async () => (await head(page, 'Size').boundingBox())!.x)
    .toBeLessThan((await head(page, 'Progress').boundingBox())!.x);
  await expect(head(page, 'Size')).toHaveAttribute('aria-sort', 'none');
  await page.keyboard.press('Enter');
  await expect(head(page, 'Size')).not.toHaveAttribute('aria-sort', 'none');
});

test('rows are selected as in a file manager, and an action applies to the whole selection', async ({
  ferry,
}) => {
  const page = await startWith(ferry);
  await row(page, 'Contracts').click({ position: place });
  await row(page, 'Drawings').click({ position: place, modifiers: ['Shift'] });
  await expect(chosen(page)).toHaveCount(3);
  await row(page, 'Letters').click({ position: place, modifiers: ['Control'] });
  await expect(chosen(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(chosen(page)).toHaveCount(0);

  await page.keyboard.press('Home');
  await expect(row(page, 'Minutes')).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(chosen(page)).toHaveCount(3);
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Control+Space');
  await expect(row(page, 'Invoices')).toBeFocused();
  await expect(chosen(page)).toHaveCount(4);
  await page.keyboard.type('ph');
  await expect(row(page, 'Photos')).toBeFocused();
  await expect(chosen(page)).toHaveCount(1);
  await page.keyboard.press('Control+a');
  await expect(chosen(page)).toHaveCount(6);

  const bar = page.getByRole('toolbar', { name: 'Actions for 6 downloads' });
  await bar.getByRole('button', { name: 'Resume' }).click();
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(0);
  await bar.getByRole('button', { name: 'Pause' }).click();
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(6);
  await bar.getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar).toBeHidden();
  await expect(row(page, 'Photos')).toBeFocused();
});

test('several downloads are cancelled together, after one question', async ({ ferry }) => {
  const page = await startWith(ferry);
  await row(page, 'Contracts').click({ position: place });
  await row(page, 'Drawings').click({ position: place, modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Actions for 3 downloads' });
  await bar.getByRole('button', { name: 'Cancel' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel 3 downloads?' });
  await dialog.getByRole('button', { name: 'Keep them' }).click();
  await expect(rows(page).filter({ hasText: 'Cancelled' })).toHaveCount(0);
  await bar.getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByRole('button', { name: 'Cancel downloads' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).filter({ hasText: 'Cancelled' })).toHaveCount(3);
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(3);
});

test('the context menu opens by mouse and by keyboard, for the selected rows', async ({ ferry }) => {
  const page = await startWith(ferry);
  await row(page, 'Contracts').click({ position: place });
  await row(page, 'Letters').click({ position: place, modifiers: ['Shift'] });
  await row(page, 'Letters').click({ position: place, button: 'right' });
  const menu = page.getByRole('menu', { name: 'Actions for 2 downloads' });
  await menu.getByRole('menuitem', { name: 'Resume' }).click();
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(4);

  await row(page, 'Photos').click({ position: place, button: 'right' });
  await expect(page.getByRole('menu', { name: 'Actions for Photos.zip' })).toBeVisible();
  await expect(chosen(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(row(page, 'Photos')).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Order and priority' }).press('ArrowRight');
  await page.getByRole('menuitemcheckbox', { name: 'High priority' }).press('Enter');
  await expect.poll(() => order(page)).toEqual(['Photos', ...names.slice(0, 5)]);
});

test('parts of one selection fold under a heading with one progress bar, and are selected with it', async ({
  ferry,
}) => {
  const parts = [1, 2, 3].map((number) =>
    composeJob({
      id: `part-${number}`,
      name: `Masters (${number} of 3).zip`,
      parentId: 'whole',
      order: 1.5 + number / 10,
      state: paused,
    }),
  );
  const whole = composeJob({
    id: 'whole',
    name: 'Masters',
    state: { is: 'split', children: parts.map(({ id }) => id) },
  });
  const page = await startWith(ferry, whole, ...parts);
  const heading = row(page, 'Masters, 3 parts');
  await expect(heading).toHaveAttribute('aria-expanded', 'true');
  await expect(heading.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /0 of 3 parts saved/);
  await expect(rows(page)).toHaveCount(9);
  const second = row(page, 'Masters \\(2');
  await expect(second).toHaveAttribute('aria-level', '2');
  // However narrow the column is: parts differ there alone.
  await expect(second.getByText('(2 of 3).zip', { exact: true })).toBeVisible();

  await row(page, 'Masters \\(2').click({ position: place });
  await page.keyboard.press('ArrowLeft');
  await expect(heading).toBeFocused();
  await expect(chosen(page)).toHaveCount(4);
  await page.keyboard.press('ArrowLeft');
  await expect(heading).toHaveAttribute('aria-expanded', 'false');
  await expect(rows(page)).toHaveCount(6);
  await page
    .getByRole('toolbar', { name: 'Actions for 3 downloads' })
    .getByRole('button', { name: 'Resume' })
    .click();
  await page.keyboard.press('Control+f');
  await page.keyboard.press('Escape');
  await heading.focus();
  await page.keyboard.press('ArrowRight');
  await expect(rows(page)).toHaveCount(9);
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(6);
});

test('in a narrow window rows are cards without column heads, and everything still works', async ({
  ferry,
}) => {
  const page = await startWith(ferry);
  await page.setViewportSize({ width: 480, height: 700 });
  await expect(page.getByRole('columnheader')).toHaveCount(0);
  await expect(rows(page)).toHaveCount(6);
  const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(sideways).toBe(0);
  await page.getByRole('button', { name: 'Sort by' }).click();
  const arrange = page.getByRole('dialog', { name: 'Arrange the list' });
  await arrange.getByRole('radio', { name: 'Name' }).check();
  await arrange.getByRole('radio', { name: 'Descending' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => order(page)).toEqual([...names].sort().reverse());
  await row(page, 'Letters').getByRole('button', { name: 'Resume' }).click();
  await expect(row(page, 'Letters')).not.toContainText('Paused');
});

test('in a narrow window the history’s rows are cards with the outcome of each download', async ({
  ferry,
}) => {
  const state = { is: 'cancelled' } as const;
  const page = await startWith(ferry, composeJob({ id: 'past', name: 'Old plans.zip', state }));
  await page.setViewportSize({ width: 480, height: 700 });
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('button', { name: /^History/ }).click();
  const past = pastRows(page).filter({ hasText: 'Old plans.zip' });
  await expect(past.getByText('Cancelled', { exact: true })).toBeVisible();
  const [whole, more] = await Promise.all([
    past.boundingBox(),
    past.getByRole('button', { name: 'More actions' }).boundingBox(),
  ]);
  expect(whole!.x + whole!.width - (more!.x + more!.width)).toBeLessThan(20);
});

test(
  'a hidden window does no work, and is up to date when it is shown again',
  { tag: '@web' },
  async ({ ferry }) => {
    const page = await startWith(ferry);
    await look(page, 'hidden');
    const other = await (ferry as FerryWeb).openTab();
    await row(other, 'Letters').hover();
    await row(other, 'Letters').getByRole('button', { name: 'Resume' }).click();
    await expect(row(other, 'Letters')).not.toContainText('Paused');
    await expect(row(page, 'Letters')).toContainText('Paused');
    await look(page, 'visible');
    await expect(row(page, 'Letters')).not.toContainText('Paused');
  },
);

test('a search finds by name, server and type, in the queue and in the history', async ({ ferry }) => {
  const exported: Partial<Job> = {
    request: { kind: 'bridge', downloadType: 'user_export' },
    state: paused,
  };
  const page = await startWith(
    ferry,
    composeJob({ ...exported, id: 'week', name: 'Week 47.zip', order: 50 }),
    composeJob({ ...exported, id: 'past', name: 'Week 46.zip', state: { is: 'cancelled' } }),
    composeJob({ id: 'other', name: 'Plain.zip', state: { is: 'cancelled' } }),
  );
  await page.keyboard.press('Control+f');
  const box = page.getByRole('textbox', { name: /Search/ });
  await expect(box).toBeFocused();
  await box.fill('USER_export records');
  await expect.poll(() => order(page)).toEqual(['Week 47']);
  await box.fill('letters');
  await expect.poll(() => order(page)).toEqual(['Letters']);

  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^History/ })
    .click();
  await expect(pastRows(page)).toHaveCount(2);
  await box.fill('user_export');
  await expect(pastRows(page)).toHaveCount(1);
  await box.fill('records');
  await expect(pastRows(page)).toHaveCount(2);
});
