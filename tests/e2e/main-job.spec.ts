import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { createDemoWitness } from '../fakes/demo-witness.ts';
import type { Page } from '@playwright/test';
import {
  addServerByDialog,
  askAndHold,
  askFor,
  cancel,
  expect,
  pastRows,
  rows,
  sha256,
  startDownload,
  test,
} from './fixtures.ts';

test(
  'a first download: add a server, request it, watch both phases, open the saved file',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco }) => {
    const { control, tree } = alfresco;
    await expect(page.getByRole('heading', { name: 'Add a server to begin' })).toBeVisible();
    await addServerByDialog(page, alfresco);

    control.holdPreparation(4_000);
    control.holdContentAt(6_000);
    // The server keeps what it prepared, so that it can be compared with what was saved.
    control.failNext({ method: 'DELETE', pathPattern: '/nodes/', action: 500, times: 100 });
    await askFor(page, tree.examples.handover.id);
    const row = rows(page).first();
    await expect(row).toContainText('Preparing');
    await control.preparationHeld();
    await expect(row).toContainText(/Server has packed \d+ of \d+ files/);
    await expect(row.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /prepar/i);

    control.releasePreparation();
    await control.contentHeld();
    await expect(row.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /fetch|download/i);
    control.releaseContent();
    await expect(row).toContainText('Saved');

    const [name, ...others] = await readdir(ferry.downloads);
    expect(others).toEqual([]);
    const path = join(ferry.downloads, name!);
    const witness = await createDemoWitness(alfresco.url);
    const held = await witness.content(control.downloads()[0]!.node.id);
    expect(await sha256(path)).toBe(createHash('sha256').update(held).digest('hex'));

    await row.hover();
    await row.getByRole('button', { name: 'Open', exact: true }).click();
    await expect.poll(() => ferry.opened()).toEqual([path]);
    await row.getByRole('button', { name: 'Show in folder' }).click();
    await expect.poll(() => ferry.opened()).toHaveLength(2);
  },
);

test('one button adds the demo server, which suggests documents to download', async ({ page, ferry }) => {
  await page.getByRole('button', { name: 'Try it with the demo server' }).click();
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('row').filter({ hasText: 'Empty folders' }).getByRole('checkbox').check();
  await startDownload(dialog);
  await expect(rows(page).first()).toContainText('Saved');
  expect(await readdir(ferry.downloads)).toHaveLength(1);
});

test('cancelling in any phase leaves nothing in the folder and nothing on the server', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServerByDialog(page, alfresco);

  control.holdPreparation(4_000);
  await askFor(page, tree.examples.handover.id);
  await control.preparationHeld();
  await cancel(page, rows(page).first());
  control.releasePreparation();
  await expect(rows(page).first()).toContainText('Cancelled');
  await expect.poll(() => control.downloads().length).toBe(0);

  await askAndHold(page, alfresco, tree.examples.oddNames.id, 6_000);
  await cancel(
    page,
    rows(page)
      .filter({ hasText: 'Fetching' })
      .or(rows(page).filter({ hasText: '%' }))
      .first(),
  );
  control.releaseContent();
  await expect.poll(() => control.downloads().length).toBe(0);
  await expect.poll(() => readdir(ferry.downloads)).toEqual([]);
});

test('pause keeps the bytes that were downloaded, and resume continues from there', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServerByDialog(page, alfresco);
  const row = await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000);
  await row.hover();
  await row.getByRole('button', { name: 'Pause' }).click();
  await expect(row).toContainText('Paused');
  control.releaseContent();
  await row.getByRole('button', { name: 'Resume' }).click();
  await expect(row).toContainText('Saved');
  const ranges = control.requests
    .filter((one) => one.path.endsWith('/content'))
    .map((one) => one.headers.range ?? '');
  expect(ranges[0]).toBe('');
  expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d+-/);
  expect(await readdir(ferry.downloads)).toEqual([tree.examples.scan.name]);
});

/** Signs in where a download waits for it: without a keychain a password is for one run. */
async function signIn(page: Page): Promise<void> {
  const row = rows(page).first();
  await expect(row).toContainText('Waiting for sign-in');
  await row.getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to Records' });
  await dialog.getByLabel('Password').fill('demo');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
}

test(
  'after quitting in the middle and starting again the download continues, and the history lists it',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco, expectedNoise }) => {
    expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
    const { control, tree } = alfresco;
    await addServerByDialog(page, alfresco);
    control.holdPreparation(4_000);
    await askFor(page, tree.examples.handover.id);
    await control.preparationHeld();
    await ferry.stop();

    const again = await ferry.start();
    await signIn(again);
    control.releasePreparation();
    await expect(rows(again).first()).toContainText('Saved');
    expect(control.count('POST', '/downloads')).toBe(1);

    await again
      .getByRole('navigation', { name: 'Main' })
      .getByRole('button', { name: /History/ })
      .click();
    await expect(pastRows(again)).toHaveCount(1);
    await again.getByRole('textbox', { name: /Search/ }).fill('no such thing');
    await expect(pastRows(again)).toHaveCount(0);
  },
);

test(
  'killing Ferry in the middle of a download loses nothing',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco, expectedNoise }) => {
    expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
    const { control, tree } = alfresco;
    await addServerByDialog(page, alfresco);
    await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000);
    await ferry.kill();
    control.releaseContent();
    const again = await ferry.start();
    await signIn(again);
    await expect(rows(again).first()).toContainText('Saved');
    expect(await readdir(ferry.downloads)).toEqual([tree.examples.scan.name]);
  },
);
