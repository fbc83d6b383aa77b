/** Lists that show a part of the queue: what leaves them under the user's hands, and what stays. */
import { addServer, askFor, askForForbidden, expect, rows, test } from './fixtures.ts';

test('a paused download stays in its list, and one key pauses and resumes it', async ({ page, alfresco }) => {
  alfresco.control.holdPreparation();
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.handover.id);
  await page.getByRole('button', { name: /^Preparing/ }).click();
  const row = rows(page).first();
  await expect(row).toContainText('Preparing');
  await row.press('Space');
  await expect(row).toContainText('Paused');
  await row.press('Space');
  await expect(row).toContainText('Preparing');
});

test('when a row leaves the list, the keyboard continues from the row in its place', async ({
  page,
  alfresco,
}) => {
  const { boardMinutes } = alfresco.tree.examples;
  await addServer(page, alfresco);
  for (let failed = 1; failed <= 3; failed += 1) {
    await askForForbidden(page, boardMinutes);
    await expect(page.getByRole('button', { name: /^Needs attention/ })).toContainText(String(failed));
  }
  await page.getByRole('button', { name: /^Needs attention/ }).click();
  await expect(rows(page)).toHaveCount(3);
  alfresco.control.failNext({ pathPattern: '/', action: 'hang' });
  const following = (await rows(page).nth(1).getAttribute('data-job')) ?? '';
  await rows(page).first().click();
  await rows(page).first().getByRole('button', { name: 'Retry' }).press('Enter');
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toBeFocused();
  await expect(rows(page).first()).toHaveAttribute('data-job', following);
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
});
