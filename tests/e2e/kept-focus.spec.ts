/** The keyboard's place, where a control goes while it has the focus. */
import type { Page } from '@playwright/test';
import { addServer, askFor, askForForbidden, expect, pauseHalfWay, rows, test } from './fixtures.ts';

const navigate = (page: Page, name: RegExp): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name }).press('Enter');

test('a button that turns into another one keeps it, and what clears a search gives it to the search', async ({
  page,
  alfresco,
}) => {
  await pauseHalfWay(page, alfresco);
  const details = page.getByRole('complementary', { name: 'Details' });
  alfresco.control.holdContentAt(9_500_000);
  await details.getByRole('button', { name: 'Resume' }).press('Enter');
  await expect(details.getByRole('button', { name: 'Pause' })).toBeFocused();

  const search = page.getByRole('textbox', { name: 'Search downloads' });
  await search.fill('zebra');
  await page.getByRole('search').getByRole('button', { name: 'Clear search' }).press('Enter');
  await expect(search).toBeFocused();
  await search.fill('zebra');
  await page.getByRole('main').getByRole('button', { name: 'Clear search' }).press('Enter');
  await expect(rows(page).first()).toBeFocused();
  await search.press('ArrowDown');
  await expect(rows(page).first()).toBeFocused();
});

test('it goes to the settings with their shortcut, and into the list after a banner was followed', async ({
  page,
  alfresco,
}) => {
  const { letter, handover } = alfresco.tree.examples;
  await addServer(page, alfresco);
  // What was begun by keyboard has it, in a list that was empty and in one that wasn't.
  for (const { id, name } of [alfresco.tree.examples.scan, letter]) {
    await page.getByRole('banner').getByRole('button', { name: 'New download' }).press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.insertText(id);
    await expect(page.getByRole('button', { name: 'Download 1' })).toBeEnabled();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(rows(page).filter({ hasText: name })).toBeFocused();
  }
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  await rows(page).first().click();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('textbox', { name: 'Search settings' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(rows(page).first()).toBeFocused();
  alfresco.control.setPassword('demo', 'other');
  alfresco.control.expireTickets();
  await askFor(page, handover.id);
  const banner = page.getByRole('main').getByRole('button', { name: 'Sign in' }).first();
  await banner.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Sign in/ });
  await dialog.getByLabel('Password').fill('other');
  await dialog.getByRole('button', { name: 'Sign in' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('treegrid').locator(':focus')).toBeVisible();
});

test('each list of the queue keeps its own selection', async ({ page, alfresco }) => {
  const { letter, boardMinutes } = alfresco.tree.examples;
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  await askForForbidden(page, boardMinutes);
  await expect(rows(page).filter({ hasText: 'Retry' })).toHaveCount(1);
  const saved = rows(page).filter({ hasText: 'Saved' });
  await saved.click({ position: { x: 60, y: 20 } });
  await navigate(page, /^Needs attention/);
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
  await navigate(page, /^Settings/);
  await navigate(page, /^All/);
  await expect(saved).toHaveAttribute('aria-selected', 'true');
});
