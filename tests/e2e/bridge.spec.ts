import type { Locator, Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, expectNotice, nameServer, openNewDownload, rows, sha256, test } from './fixtures.ts';

/** The field that a token goes into. */
const tokenField = (page: Page) =>
  page
    .getByRole('dialog')
    .locator('input[type=password]')
    .and(page.getByLabel('Token', { exact: true }));

/** Adds the Bridge by the dialog, as a user does. */
async function addBridge(page: Page, address: string, token: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a server' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a server' });
  await dialog.getByRole('radio', { name: 'Bridge' }).click();
  await dialog.getByLabel('Address').fill(address);
  await nameServer(dialog, 'Academy');
  await tokenField(page).fill(token);
  await dialog.getByRole('button', { name: 'Add server' }).click();
}

/** Asks for an export by the dialog. */
async function askForExport(page: Page, kind: string, info = ''): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await dialog.getByRole('combobox', { name: 'Kind of export' }).fill(kind);
  if (info) await dialog.getByLabel('The same as JSON').fill(info);
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(dialog).toBeHidden();
}

test('an export is requested, shows the server’s own status, and is saved as the server made it', async ({
  page,
  ferry,
  bridge,
}) => {
  const { control } = bridge;
  control.holdExports();
  await addBridge(page, bridge.url, bridge.token);
  await expectNotice(page, 'Academy is added and works.');
  await askForExport(page, 'learner_transcripts', '{"from": "2026-01-01"}');
  const row = rows(page).first();
  await expect(row).toContainText('Preparing');
  await expect(row).toContainText('Server says “pending”');
  control.stepExports();
  await expect(row).toContainText('Server says “crunching”');
  control.releaseExports();
  await expect(row).toContainText('Saved');
  await expect(row).toContainText('transcripts.zip');
  const made = await control.exports()[0]!.content;
  expect(await sha256(join(ferry.downloads, 'transcripts.zip'))).toBe(
    createHash('sha256').update(made).digest('hex'),
  );

  // What was asked for is offered again, and choosing it is enough.
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await dialog.getByRole('combobox', { name: 'Kind of export' }).press('ArrowDown');
  await page.getByRole('option', { name: 'learner_transcripts' }).click();
  await expect(dialog.getByRole('combobox', { name: 'Kind of export' })).toHaveValue('learner_transcripts');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  expect((await readdir(ferry.downloads)).filter((name) => name.endsWith('.zip'))).toHaveLength(2);
});

test('the typed export type counts, not a suggestion, and Enter sends it', async ({ page, bridge }) => {
  await addBridge(page, bridge.url, bridge.token);
  await expect(page.getByRole('dialog')).toBeHidden();
  await askForExport(page, 'user_export');
  await expect(rows(page).first()).toContainText('Saved');
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
  const dialog = page.getByRole('dialog', { name: 'New download' });
  const kind = dialog.getByRole('combobox', { name: 'Kind of export' });
  await kind.pressSequentially('user');
  await expect(page.getByRole('option', { name: 'user_export' })).toBeVisible();
  await kind.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(rows(page).filter({ hasText: '“user” is not a kind of download' })).toHaveCount(1);
});

test('parameters that aren’t JSON are reported while typing, with the position', async ({ page, bridge }) => {
  await addBridge(page, bridge.url, bridge.token);
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await dialog.getByRole('combobox', { name: 'Kind of export' }).fill('user_export');
  await dialog.getByLabel('The same as JSON').fill('{"from": 1, to: 2}');
  await expect(dialog.getByText(/name in double quotes is expected \(line 1, column 13/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Start' })).toBeDisabled();
  await dialog.getByLabel('The same as JSON').fill('{"from": 1, "to": 2}');
  await expect(dialog.getByRole('button', { name: 'Start' })).toBeEnabled();
});

test('a wrong token is explained and can be corrected in the same dialog, with or without “Bearer”', async ({
  page,
  bridge,
}) => {
  await addBridge(page, bridge.url, 'not-the-token');
  const dialog = page.getByRole('dialog');
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('refused the token');
  // It stands at its field, and what can be set besides comes below; nothing says that all is kept, which is asked later.
  const heightOf = async (part: Locator): Promise<number> => (await part.boundingBox())!.y;
  expect(await heightOf(alert)).toBeGreaterThan(await heightOf(tokenField(page)));
  expect(await heightOf(alert)).toBeLessThan(await heightOf(dialog.getByRole('button', { name: /^More/ })));
  await expect(dialog).not.toContainText('What you typed is saved');
  // The refused one is gone from its field, where the next is typed.
  await expect(tokenField(page)).toHaveValue('');
  await expect(tokenField(page)).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Try again' })).toBeDisabled();
  await tokenField(page).fill(`Bearer ${bridge.token}`);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog).toBeHidden();
  await askForExport(page, 'user_export');
  await expect(rows(page).first()).toContainText('Saved');
});

test('a revoked token makes the download wait under one banner, and a key with its secret continues it', async ({
  page,
  bridge,
}) => {
  const { control } = bridge;
  control.holdExports();
  await addBridge(page, bridge.url, bridge.token);
  await askForExport(page, 'user_export');
  const row = rows(page).first();
  await expect(row).toContainText('Server says “pending”');
  control.revoke('7');
  await expect(row).toContainText('Waiting for sign-in');
  const banner = page.getByRole('note').filter({ hasText: 'Academy refused the token.' });
  await banner.getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to Academy' });
  await dialog.getByRole('radio', { name: 'Key and secret' }).click();
  await dialog.getByLabel('Key', { exact: true }).fill('demo-key-ben');
  await dialog.getByLabel('Secret', { exact: true }).fill('demo-secret-ben');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  // The export belongs to the one who asked for it, and Bridge says so.
  await expect(row).toContainText('only that account can fetch it');
});

test('a kind of export has the user’s own name, and its details are a form with the JSON beside it', async ({
  page,
  bridge,
}) => {
  await addBridge(page, bridge.url, bridge.token);
  await expect(page.getByRole('dialog')).toBeHidden();
  const dialog = await openNewDownload(page);
  await dialog.getByRole('combobox', { name: 'Kind of export' }).fill('learner_transcripts');
  await dialog.getByLabel('Your name for it').fill('Transcripts for the board');
  await dialog.getByRole('button', { name: 'Add a detail' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('from');
  await dialog.getByLabel('Value', { exact: true }).fill('2026-01-01');
  await expect(dialog.getByLabel('The same as JSON')).toHaveValue('{\n  "from": "2026-01-01"\n}');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).first()).toContainText('Saved');
  await expect(rows(page).first()).toContainText('learner_transcripts” · from: 2026-01-01');

  await openNewDownload(page);
  const earlier = dialog.getByRole('region', { name: 'Kinds that you asked for before' });
  await expect(earlier).toContainText('learner_transcripts · {"from":"2026-01-01"}');
  await earlier.getByRole('button', { name: /^Transcripts for the board/ }).click();
  await expect(dialog.getByRole('combobox', { name: 'Kind of export' })).toHaveValue('learner_transcripts');
  await expect(dialog.getByLabel('Value', { exact: true })).toHaveValue('2026-01-01');
  await earlier.getByRole('button', { name: 'Ask again for Transcripts for the board' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
});

test('cancelling an export only stops watching it, and says so', async ({ page, bridge }) => {
  const { control } = bridge;
  control.holdExports();
  await addBridge(page, bridge.url, bridge.token);
  await askForExport(page, 'all_data');
  const row = rows(page).first();
  await expect(row).toContainText('Server says “pending”');
  await row.hover();
  await row.getByRole('button', { name: 'Stop watching' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop watching this export?' });
  await expect(dialog).toContainText('Academy can’t be told to stop');
  await dialog.getByRole('button', { name: 'Stop watching' }).click();
  await expect(row).toContainText('Stopped');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Stopped watching');
  expect(control.count('DELETE', '')).toBe(0);
  expect(control.exports()).toHaveLength(1);
});

test('an export is asked for again from what is remembered, and a kind that was refused is changed', async ({
  page,
  bridge,
}) => {
  await addBridge(page, bridge.url, bridge.token);
  await expect(page.getByRole('dialog')).toBeHidden();
  await askForExport(page, 'learner_transcripts', '{"from": "2026-01-01"}');
  const row = rows(page).first();
  await expect(row).toContainText('Saved');
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await dialog.getByRole('button', { name: 'Ask again for learner_transcripts' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  await expect(rows(page).filter({ hasText: 'learner_transcripts” · from: 2026-01-01' })).toHaveCount(2);

  await askForExport(page, 'no_such_export');
  const refused = rows(page).filter({ hasText: '“no_such_export” is not a kind of download' });
  await refused.getByRole('button', { name: 'Change request' }).click();
  const change = page.getByRole('dialog', { name: 'Change request' });
  const kind = change.getByRole('combobox', { name: 'Kind of export' });
  await expect(kind).toBeFocused();
  await expect(kind).toHaveValue('no_such_export');
  // At the field that it is about, and only while that is as it was refused.
  await expect(kind).toHaveAccessibleDescription(/“no_such_export” is not a kind of download/);
  await kind.fill('no_such_exports');
  await expect(kind).toHaveAccessibleDescription(/As Bridge calls it/);
});
