import { expect, test } from './fixtures.ts';
import { chosen, head, names, order, place, row, startWith } from './paused-queue.ts';
import { Wire } from './wire.ts';

test('rows are reordered by dragging and by keyboard, several together, and stay that way', async ({
  ferry,
}) => {
  const page = await startWith(ferry);
  await row(page, 'Minutes').click({ position: place });
  await row(page, 'Letters').click({ position: place, modifiers: ['Control'] });
  const from = (await row(page, 'Letters').boundingBox())!;
  const to = (await row(page, 'Invoices').boundingBox())!;
  await page.mouse.move(from.x + 120, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y + 60, { steps: 3 });
  await page.mouse.move(to.x + 120, to.y + 44, { steps: 3 });
  await page.mouse.up();
  const moved = ['Contracts', 'Drawings', 'Invoices', 'Minutes', 'Letters', 'Photos'];
  await expect.poll(() => order(page)).toEqual(moved);
  await expect(chosen(page)).toHaveCount(2);

  await row(page, 'Letters').focus();
  await page.keyboard.press('Alt+ArrowUp');
  const up = ['Contracts', 'Drawings', 'Minutes', 'Letters', 'Invoices', 'Photos'];
  await expect.poll(() => order(page)).toEqual(up);
  await expect(row(page, 'Letters')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => order(page)).toEqual(moved);
  await page.reload();
  await expect.poll(() => order(page)).toEqual(moved);

  // However fast they follow each other, each press counts.
  await row(page, 'Photos').focus();
  for (const key of ['Up', 'Up', 'Up', 'Down', 'Up']) await page.keyboard.press(`Alt+Arrow${key}`);
  const first = ['Contracts', 'Drawings', 'Photos', 'Invoices', 'Minutes', 'Letters'];
  await expect.poll(() => order(page)).toEqual(first);
  for (let time = 0; time < 3; time += 1) await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => order(page)).toEqual(moved);

  await head(page, 'Name').getByRole('button').click();
  await row(page, 'Photos').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByText('Rows can be dragged in the queue’s own order only.')).toBeVisible();
  await page.getByRole('button', { name: 'Queue order' }).click();
  await expect.poll(() => order(page)).toEqual(moved);

  // What has begun goes to the front by its menu.
  await row(page, 'Letters').press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Order and priority' }).press('ArrowRight');
  await page.getByRole('menuitem', { name: 'Move to the front' }).press('Enter');
  await expect.poll(() => order(page)).toEqual(['Letters', ...moved.filter((name) => name !== 'Letters')]);
});

test('rows that can’t change their priority aren’t moved, which is said once @web', async ({ ferry }) => {
  const page = await startWith(ferry);
  await row(page, 'Photos').press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Order and priority' }).press('ArrowRight');
  await page.getByRole('menuitemcheckbox', { name: 'High priority' }).press('Enter');
  const raised = ['Photos', ...names.slice(0, 5)];
  await expect.poll(() => order(page)).toEqual(raised);
  const wire = await Wire.of(page);
  wire.onAnswer('jobs.setPriority', (answer) => answer.send({ ok: false, failure: { kind: 'internal' } }));
  wire.onAnswer('jobs.move', (answer) => answer.send({ ok: false, failure: { kind: 'internal' } }));
  await row(page, 'Minutes').press('Alt+ArrowUp');
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('went wrong inside Ferry');
  // Only the answer says that it failed: what the app did shows that the call is long over.
  const others = names.filter((name) => name !== 'Minutes' && name !== 'Photos');
  await expect.poll(() => order(page)).toEqual(['Minutes', 'Photos', ...others]);
  await expect(notices.getByRole('button', { name: 'Dismiss' })).toHaveCount(1);
  expect(wire.calls).not.toContain('jobs.move');
});
