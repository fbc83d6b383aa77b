import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addServerByDialog, expect, expectNotice, test } from './fixtures.ts';

const passphrase = 'a long passphrase';
const unlocking = (page: Page) => page.getByRole('dialog', { name: 'Unlock your passwords' });

test.use({ keeping: 'file' });

test('passwords go into a file under a passphrase, which the next start asks for; forgotten, they are typed again @web', async ({
  page,
  ferry,
  alfresco,
}) => {
  await page.clock.install();
  await addServerByDialog(page, alfresco);
  const offer = page.getByRole('button', { name: 'Keep it in a file …' });
  await expect(offer).toBeVisible();
  // The toast goes by itself; the settings still have it.
  await page.clock.fastForward(30_000);
  await expect(offer).toBeHidden();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: /^Keep passwords in a file/ }).click();
  const making = page.getByRole('dialog', { name: 'Keep passwords in an encrypted file' });
  await making.getByLabel('Passphrase').fill(passphrase);
  await making.getByLabel('Once more').fill('another passphrase');
  await making.getByRole('button', { name: 'Encrypt and keep' }).click();
  await expect(making.getByRole('alert')).toHaveText('The two aren’t the same.');
  await making.getByLabel('Once more').fill(passphrase);
  await page.keyboard.press('Enter');
  await expectNotice(page, 'Passwords are kept in Ferry’s encrypted file.');
  const file = join(ferry.home, 'data', 'secrets.json');
  expect(existsSync(file)).toBe(true);

  const restart = async (before: Page): Promise<Page> => {
    await before.close();
    await ferry.stop();
    return ferry.start();
  };
  const next = await restart(page);
  const dialog = unlocking(next);
  await dialog.getByLabel('Passphrase').fill('another passphrase');
  await next.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('That isn’t the passphrase');
  // Put off, it is asked for by itself no more.
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await next.reload();
  await next.getByRole('button', { name: 'Unlock …' }).click();
  await dialog.getByLabel('Passphrase').fill(passphrase);
  await next.keyboard.press('Enter');
  await expectNotice(next, 'Your passwords are unlocked.');
  await expect(next.getByRole('button', { name: 'Unlock …' })).toBeHidden();
  await expect(next.getByRole('contentinfo')).toContainText('Server works');

  const last = await restart(next);
  await unlocking(last).getByRole('button', { name: 'Passphrase forgotten?' }).click();
  await last.getByRole('button', { name: 'Remove the file' }).click();
  await expectNotice(last, 'The file is gone. Servers ask for their passwords.');
  await expect(last.getByRole('button', { name: 'Sign in', exact: true }).first()).toBeVisible();
  expect(existsSync(file)).toBe(false);
});
