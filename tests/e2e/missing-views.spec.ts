import { expect, test } from './fixtures.ts';

const missing = 'This part of the page couldn’t be loaded.';

test('a view that can’t be loaded is told in words, and the page loaded anew has it @web', async ({
  page,
  expectedNoise,
}) => {
  expectedNoise.push(/Failed to load resource/);
  const scripts = /\/assets\/(SettingsView|OpenedDialog)-.*\.js$/;
  await page.route(scripts, (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Welcome to Ferry' })).toBeVisible();

  await page.getByRole('button', { name: 'Add a server' }).first().click();
  const floating = page.getByRole('alert').filter({ hasText: missing });
  await expect(floating.getByRole('button', { name: 'Reload the page' })).toBeVisible();
  await floating.getByRole('button', { name: 'Dismiss' }).click();
  await expect(floating).toHaveCount(0);
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('main')).toContainText(missing);

  await page.unroute(scripts);
  await page.getByRole('main').getByRole('button', { name: 'Reload the page' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Ferry' })).toBeVisible();
  await page.getByRole('button', { name: 'Add a server' }).first().click();
  await expect(page.getByRole('dialog', { name: 'Add a server' })).toBeVisible();
});

test('without its filters the history is missing as well, and nothing offers to load the page anew without Ferry @web', async ({
  page,
  ferry,
  expectedNoise,
}) => {
  expectedNoise.push(/Failed to load resource|ERR_CONNECTION_REFUSED|WebSocket/);
  await page.route(/\/assets\/(history-parts|OpenedDialog)-.*\.js$/, (route) => route.abort());
  await page.reload();
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('button', { name: /^History/ }).click();
  await expect(page.getByRole('main')).toContainText(missing);
  await page.keyboard.press('?');
  await expect(page.getByRole('alert').filter({ hasText: missing })).toBeVisible();
  const reload = page.getByRole('button', { name: 'Reload the page' });
  await expect(reload).toHaveCount(2);
  for (const button of await reload.all()) await expect(button).toBeEnabled();
  await ferry.kill();
  for (const button of await reload.all()) await expect(button).toBeDisabled();
});
