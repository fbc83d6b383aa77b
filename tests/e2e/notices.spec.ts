import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { addServer, askFor, expect, FerryWeb, rows, test } from './fixtures.ts';

const bell = (page: Page): Locator => page.getByRole('button', { name: /^Notifications/ });
const panel = (page: Page): Locator => page.getByRole('dialog', { name: 'Notifications' });

test('what happens under the user’s eyes is listed, but not as missed', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await bell(page).click();
  const { name } = alfresco.tree.examples.letter;
  await expect(panel(page).getByRole('listitem')).toHaveText([new RegExp(`${name} was saved`)]);
  await expect(panel(page).getByRole('button', { name: 'Mark all as read' })).toBeDisabled();
  expect((await new AxeBuilder({ page }).include('[role=dialog]').analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(bell(page)).toBeFocused();
});

test('what happened while no window was open is unread, leads to its row, and is read after a look @web', async ({
  page,
  ferry,
  alfresco,
  watch,
}) => {
  if (!(ferry instanceof FerryWeb)) throw new Error('This is about tabs.');
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  control.holdPreparation();
  await askFor(page, tree.examples.handover.id);
  await control.preparationHeld();
  await page.close();
  control.releasePreparation();
  let last = page;

  await expect(async () => {
    // Each look is a new tab's first: nothing happens under its eyes.
    await last.close();
    last = await ferry.openTab();
    await expect(bell(last)).toHaveAccessibleName('Notifications, 1 new', { timeout: 2_000 });
  }).toPass();
  await watch(last);
  await expect(bell(last)).toHaveAccessibleName('Notifications, 1 new');
  await ferry.stop();
  await last.close();

  // Without a keychain the server needs a sign-in again.
  const after = await ferry.start();
  await expect(bell(after)).toHaveAccessibleName('Notifications, 2 new');
  await after.getByRole('button', { name: 'Settings' }).click();
  await bell(after).focus();
  await after.keyboard.press('Enter');
  const notice = panel(after).getByRole('listitem').filter({ hasText: 'was saved' });
  await expect(notice).toContainText('New');
  await expect(notice).toContainText('Records');
  await notice.getByRole('button').click();
  await expect(panel(after)).toBeHidden();
  await expect(bell(after)).toHaveAccessibleName('Notifications');
  const row = after.getByRole('listitem').filter({ hasText: 'Saved' });
  await expect(row).toBeVisible();
  await expect(row).toHaveAttribute('aria-current', 'true');
});

test('all is marked as read at once, for every tab and for good @web', async ({ page, ferry, alfresco }) => {
  if (!(ferry instanceof FerryWeb)) throw new Error('This is about tabs.');
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  // Whoever is in the settings doesn’t see the list.
  await page.getByRole('button', { name: 'Settings' }).click();
  const other = await ferry.openTab();
  await other.getByRole('button', { name: 'Settings' }).click();
  await askFor(page, alfresco.tree.examples.boardMinutes.id);
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(bell(other)).toHaveAccessibleName('Notifications, 1 new');
  await bell(other).click();
  await expect(panel(other)).toContainText('failed');
  await panel(other).getByRole('button', { name: 'Mark all as read' }).click();
  for (const tab of [page, other]) await expect(bell(tab)).toHaveAccessibleName('Notifications');
  await expect(panel(other)).toBeVisible();
});
