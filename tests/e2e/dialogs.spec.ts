import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { addServer, askFor, expect, removeInDialog, rows, test } from './fixtures.ts';
import type { FerryWeb } from './fixtures.ts';

test('an answer for a dialog that was left is told beside the one that is open now, which stays', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  try {
    await page.getByRole('button', { name: 'Add a server' }).first().click();
    const adding = page.getByRole('dialog', { name: 'Add a server' });
    await adding.getByLabel('Address').fill(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    await adding.getByLabel('Name', { exact: true }).fill('Silent');
    await adding.getByLabel('User name').fill('demo');
    await adding.getByLabel('Password').fill('demo');
    const sockets: Socket[] = [];
    silent.on('connection', (socket) => sockets.push(socket));
    const asked = once(silent, 'connection');
    await adding.getByRole('button', { name: 'Add server' }).click();
    await asked;
    await page.keyboard.press('Escape');
    await expect(adding).toBeHidden();

    await page.getByRole('button', { name: 'New download' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New download' });
    const asks = dialog.getByLabel('Documents or folders');
    await asks.fill('half of what I');
    silent.close();
    for (const socket of sockets) socket.destroy();
    await expect(page.getByRole('region', { name: 'Notices' })).toContainText('The server can’t be reached');
    await expect(asks).toHaveValue('half of what I');
  } finally {
    silent.close();
  }
});

test('a new download is in sight, whatever the list showed before', async ({ page, alfresco }) => {
  const { handover, letter } = alfresco.tree.examples;
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await page.getByRole('button', { name: /^Downloading/ }).click();
  await expect(rows(page)).toHaveCount(0);
  alfresco.control.holdPreparation();
  await askFor(page, handover.id);
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
  // Where it is listed, too, the list stays.
  await page.getByRole('button', { name: /^Preparing/ }).click();
  await askFor(page, handover.id);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: /^Preparing/ })).toHaveAttribute('aria-current', 'page');
});

test('a question about what was removed elsewhere stays, and what is answered then is refused in words @web', async ({
  page,
  ferry,
  alfresco,
  watch,
}) => {
  await addServer(page, alfresco);
  alfresco.control.holdPreparation();
  await askFor(page, alfresco.tree.examples.handover.id);
  await expect(rows(page).first()).toContainText('Preparing');
  await rows(page).first().hover();
  await rows(page).first().getByRole('button', { name: 'Cancel' }).click();
  const question = page.getByRole('dialog', { name: 'Cancel this download?' });
  await expect(question).toBeVisible();

  const other = await watch(await (ferry as FerryWeb).openTab());
  await rows(other).first().press('Delete');
  await removeInDialog(other);
  await expect(rows(page)).toHaveCount(0);
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Cancel download' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('isn’t in the list anymore');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});
