import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addServer, askFor, expect, rows, test } from './fixtures.ts';

const mebibyte = 1024 * 1024;

test('a web page in place of the file is reported, and Retry downloads the file', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  control.failNext({ method: 'GET', pathPattern: '/content', action: 200, isHtml: true, times: 100 });
  await askFor(page, tree.examples.letter.id);
  const row = rows(page).first();
  await expect(row).toContainText('A web page came instead of the file');
  await expect(row).toContainText('Retrying in');
  control.failNoMore();
  await row.getByRole('button', { name: 'Retry' }).click();
  await expect(row).toContainText('Saved');
  const saved = await readFile(join(ferry.downloads, tree.examples.letter.name), 'utf8');
  expect(saved).not.toContain('<html');
});

test('a file that expired on the server is requested again once automatically, then by its button', async ({
  page,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  const newest = (): string => control.downloads().at(-1)!.view.id;
  await addServer(page, alfresco);
  control.holdPreparation('pending');
  await askFor(page, tree.examples.handover.id);
  await control.preparationHeld();
  const first = newest();
  control.loseDownload(first);
  await expect.poll(() => control.count('POST', '/downloads')).toBe(2);
  await expect.poll(() => control.downloads().length).toBe(1);
  const second = newest();
  expect(second).not.toBe(first);
  await control.preparationHeld(second);
  control.loseDownload(second);
  const row = rows(page).first();
  await expect(row).toContainText('The server no longer keeps this file');
  expect(control.count('POST', '/downloads')).toBe(2);
  control.releasePreparation();
  await row.getByRole('button', { name: 'Ask again' }).click();
  await expect(row).toContainText('Saved');
  expect(control.count('POST', '/downloads')).toBe(3);
});

test('an existing file stays as it is, and the row shows the name of the new one', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { letter } = alfresco.tree.examples;
  await mkdir(ferry.downloads, { recursive: true });
  await writeFile(join(ferry.downloads, letter.name), 'my own letter');
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  const row = rows(page).first();
  const name = letter.name.replace('.txt', ' (1).txt');
  await expect(row).toContainText('Saved');
  await expect(row).toContainText(name);
  expect(await readFile(join(ferry.downloads, letter.name), 'utf8')).toBe('my own letter');
  expect((await readFile(join(ferry.downloads, name))).byteLength).toBe(letter.content!.size);
  await row.getByRole('button', { name: 'Open' }).click();
  await expect.poll(() => ferry.opened()).toEqual([join(ferry.downloads, name)]);
});

test('a password that becomes invalid during a file asks for a sign-in, and the file continues at the same byte', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  const { scan } = tree.examples;
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  control.setPassword('demo', 'changed');
  control.holdContentAt(20 * mebibyte);
  control.failNext({
    method: 'GET',
    pathPattern: '/content',
    action: 'cut-after-bytes',
    bytes: 24 * mebibyte,
  });
  await askFor(page, scan.id);
  await control.contentHeld();
  control.expireTickets();
  control.releaseContent();
  const row = rows(page).first();
  await expect(row).toContainText('Waiting for sign-in');
  await row.getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to Records' });
  await dialog.getByLabel('Password').fill('changed');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(row).toContainText('Saved');
  const ranges = control.requests
    .filter(({ path, status }) => path.endsWith('/content') && status === 206)
    .map(({ headers }) => Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1]));
  expect(ranges).toHaveLength(1);
  expect(ranges[0]).toBeGreaterThan(20 * mebibyte - 1);
  const saved = await readFile(join(ferry.downloads, scan.name));
  expect(saved.byteLength).toBe(scan.content!.size);
});

test(
  'a file that can run programs is opened only after confirmation',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco }) => {
    const { tree } = alfresco;
    const setup = tree.repository.addFile(tree.examples.mine, 'Setup.exe', 4_000);
    await addServer(page, alfresco);
    await askFor(page, setup.id);
    const row = rows(page).first();
    await expect(row).toContainText('Saved');
    const dialog = page.getByRole('dialog', { name: 'Open “Setup.exe”?' });

    await row.getByRole('button', { name: 'Open' }).click();
    await expect(dialog).toContainText('.exe');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    expect(await ferry.opened()).toEqual([]);

    await row.getByRole('button', { name: 'Open' }).click();
    await dialog.getByRole('button', { name: 'Show in folder' }).click();
    await expect.poll(() => ferry.opened()).toHaveLength(1);
    await expect(dialog).toBeHidden();

    await row.getByRole('button', { name: 'Open' }).click();
    await dialog.getByRole('button', { name: 'Open anyway' }).click();
    await expect.poll(() => ferry.opened()).toHaveLength(2);
    expect((await ferry.opened())[1]).toBe(join(ferry.downloads, 'Setup.exe'));
  },
);
