import { axeOf } from './axe.ts';
import type { Locator, Page } from '@playwright/test';
import { addServerByDialog, expect, test } from './fixtures.ts';

const introduction = (page: Page): Locator => page.getByRole('region', { name: 'Welcome to Ferry' });

test('a new user sees three steps, which never come back once there is a server', async ({
  page,
  ferry,
  alfresco,
  expectedNoise,
}) => {
  expectedNoise.push(/ERR_CONNECTION_REFUSED/);
  const first = introduction(page);
  await expect(first.getByRole('listitem')).toHaveCount(3);
  await expect(first).toContainText(ferry.downloads);
  expect((await axeOf(page).analyze()).violations).toEqual([]);

  await addServerByDialog(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(first).toBeHidden();
  await page.getByRole('button', { name: 'Records' }).first().hover();
  await page.getByRole('button', { name: 'Actions for Records' }).click();
  await page.getByRole('menuitem', { name: 'Remove server' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove server' }).click();
  await expect(page.getByRole('heading', { name: 'Add a server to begin' })).toBeVisible();
  await expect(first).toBeHidden();
});

test('the introduction can be skipped, by keyboard as well, and stays away', async ({ page, ferry }) => {
  await introduction(page).getByRole('button', { name: 'Skip' }).focus();
  await page.keyboard.press('Enter');
  await expect(introduction(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Add a server' })).toBeVisible();
  await page.close();
  await ferry.stop();
  const after = await ferry.start();
  await expect(after.getByRole('button', { name: 'Try it with the demo server' })).toBeVisible();
  await expect(introduction(after)).toBeHidden();
});

test('the demo server leads from the introduction to a first request', async ({ page }) => {
  await introduction(page).getByRole('button', { name: 'Try it with the demo server' }).click();
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await expect(dialog.getByRole('button', { name: 'Try one of these' })).toHaveAttribute(
    'aria-current',
    'true',
  );
  await expect(dialog.getByRole('row').filter({ hasText: 'Empty folders' })).toBeVisible();
  await expect(introduction(page)).toBeHidden();

  // Refused, it doesn't suggest nothing: it says so, and what helps.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Demo server' }).first().hover();
  await page.getByRole('button', { name: 'Actions for Demo server' }).click();
  await page.getByRole('menuitem', { name: 'Sign in' }).click();
  const signIn = page.getByRole('dialog', { name: 'Sign in to Demo server' });
  await signIn.getByLabel('Password').fill('wrong');
  await signIn.getByRole('button', { name: 'Sign in' }).click();
  await expect(signIn.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
  await dialog.getByRole('button', { name: 'Try one of these' }).click();
  await expect(dialog.getByRole('alert')).toContainText('refused the user name or the password');
  await dialog.getByRole('alert').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('dialog', { name: 'Sign in to Demo server' })).toBeVisible();
});
