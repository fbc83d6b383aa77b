import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addServer, askFor, expect, expectNotice, rows, test } from './fixtures.ts';

const openSettings = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();

/** Chooses a file in the dialog that imports. */
async function choose(page: Page, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page
    .getByRole('dialog', { name: 'Import a backup' })
    .getByRole('button', { name: 'Choose the file' })
    .click();
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

test('diagnostics are read before they are saved, and saved as they were read', async ({
  page,
  alfresco,
  ferry,
}) => {
  await addServer(page, alfresco);
  await openSettings(page);
  await page.getByRole('button', { name: 'Save diagnostics' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save diagnostics' });
  const text = dialog.getByRole('region', { name: 'What will be written' });
  await expect(text).toContainText('Diagnostics of Ferry');
  await expect(text).toContainText('alfresco: ok');
  const shown = await text.locator('pre').textContent();
  expect(shown).not.toContain(alfresco.url);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  const saved = page.getByRole('dialog', { name: 'Saved' });
  const path = join(ferry.downloads, `Ferry-diagnostics-${new Date().toISOString().slice(0, 10)}.txt`);
  await expect(saved).toContainText(path);
  expect(await readFile(path, 'utf8')).toBe(shown);
  await saved.getByRole('button', { name: 'Show in folder' }).click();
  await expect.poll(() => ferry.opened()).toContain(ferry.downloads);
});

test('a backup brings servers back, which ask for their password, and finished downloads', async ({
  page,
  alfresco,
  ferry,
}) => {
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await openSettings(page);
  await page.getByRole('button', { name: 'Save a backup' }).click();
  const save = page.getByRole('dialog', { name: 'Save a backup' });
  await expect(save.getByRole('checkbox', { name: 'With finished downloads' })).toBeChecked();
  await save.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog', { name: 'Saved' }).getByRole('button', { name: 'Close' }).last().click();
  const path = join(ferry.downloads, `Ferry-backup-${new Date().toISOString().slice(0, 10)}.json`);
  const text = await readFile(path, 'utf8');

  // Broken ones say why, and the next one can be chosen at once.
  await page.getByRole('button', { name: 'Import', exact: false }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a backup' });
  await choose(page, 'half.json', text.slice(0, -20));
  await expect(dialog.getByRole('alert')).toContainText('the file is incomplete');
  await choose(page, 'other.json', text.replace('"is":"saved"', '"is":"queued"'));
  await expect(dialog.getByRole('alert')).toContainText('history.0.job.state');
  const list = { files: 1, folders: 0, bytes: 1, digest: 'a'.repeat(64), packed: 'AAAA' };
  const unproven = text.replace('"timeline":', `"contents":${JSON.stringify(list)},"timeline":`);
  await choose(page, 'lists.json', unproven);
  await expect(dialog).toContainText('The list of what 1 zip holds is damaged in this file.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Import', exact: false }).click();
  await choose(page, 'whole.json', text);
  await expect(dialog.getByRole('listitem')).toContainText(['here already']);
  await expect(dialog).toContainText('1 download, 1 of them here already');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('list', { name: 'Servers' }).getByRole('listitem').first().hover();
  await page.getByRole('button', { name: 'Actions for Records' }).click();
  await page.getByRole('menuitem', { name: 'Remove server' }).click();
  await page
    .getByRole('dialog', { name: 'Remove Records?' })
    .getByRole('button', { name: 'Remove server' })
    .click();
  await page.getByRole('button', { name: 'Import', exact: false }).click();
  await choose(page, 'whole.json', text);
  await expect(dialog.getByRole('listitem')).not.toContainText(['here already']);
  await dialog.getByRole('checkbox', { name: 'Settings' }).uncheck();
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expectNotice(page, 'Imported: 1 server.');
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('listitem').filter({ hasText: 'Records' }),
  ).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true }).first()).toBeVisible();
});
