import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { programFile } from '../programs/program-file.ts';
import { FerryProcess } from './ferry-process.ts';
import { addServer, askFor, expect, rows, test } from './fixtures.ts';

const program = programFile('web-host-on-a-network');

/** A small volume of its own at a folder, or why this machine lets nobody make one. */
function mountSmall(folder: string, megabytes: number): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `no volume can be made here: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** Room for the file itself but not for the reserve that Ferry leaves: 48 MiB are asked for. */
const tooSmall = 100;
const largeEnough = 300;

test.describe('a disk that is full', { tag: '@web' }, () => {
  let volume = '';
  let reason: string | null = null;

  test.beforeEach(async ({ ferry }) => {
    volume = join(ferry.home, 'Downloads', 'Ferry');
    await mkdir(volume, { recursive: true });
    reason = mountSmall(volume, tooSmall);
  });
  test.afterEach(() => {
    if (reason === null) execFileSync('umount', [volume]);
  });

  const askForScan = async (page: Page, alfresco: Parameters<typeof addServer>[1]): Promise<void> => {
    await addServer(page, alfresco);
    await askFor(page, alfresco.tree.examples.scan.id);
    await expect(rows(page).first()).toContainText(
      /not enough space on the disk: \d+ MB needed, \d+ MB free/,
    );
    await expect(rows(page).first()).toContainText('Waiting for space');
  };

  test('after a folder failed, another one can be chosen, and the file is saved there', async ({
    page,
    ferry,
    alfresco,
  }) => {
    test.skip(reason !== null, reason ?? '');
    const { scan } = alfresco.tree.examples;
    await askForScan(page, alfresco);
    await rows(page).first().getByRole('button', { name: 'Choose folder' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save it in another folder' });
    await expect(dialog).toContainText('not enough space');
    const elsewhere = join(ferry.home, 'Elsewhere');
    await dialog.getByLabel('Save to').fill('/etc');
    await dialog.getByRole('button', { name: 'Save there' }).click();
    await expect(dialog.getByRole('alert')).toContainText('own folders and drives');
    await dialog.getByLabel('Save to').fill(elsewhere);
    await dialog.getByRole('button', { name: 'Save there' }).click();
    await expect(dialog).toBeHidden();
    await expect(rows(page).first()).toContainText('Saved');
    expect((await readFile(join(elsewhere, scan.name))).byteLength).toBe(scan.content!.size);
    expect(await readdir(volume)).toEqual([]);
  });

  test('after a full disk has room again, Retry continues at once', async ({ page, alfresco }) => {
    test.skip(reason !== null, reason ?? '');
    const { scan } = alfresco.tree.examples;
    await askForScan(page, alfresco);
    execFileSync('mount', ['-o', `remount,size=${largeEnough}m`, volume]);
    const row = rows(page).first();
    await row.hover();
    await row.getByRole('button', { name: 'Retry' }).click();
    await expect(row).toContainText('Saved');
    expect((await readFile(join(volume, scan.name))).byteLength).toBe(scan.content!.size);
  });
});

test(
  'without a network downloads wait without an error, and continue when it is back',
  { tag: '@web' },
  async ({ alfresco, context, watch }) => {
    const { control, tree } = alfresco;
    const home = await mkdtemp(join(tmpdir(), 'ferry-e2e-'));
    const ferry = new FerryProcess(home, program);
    try {
      const page = await context.newPage();
      await watch(page);
      await page.goto(await ferry.start());
      await addServer(page, alfresco);
      control.holdPreparation('pending');
      await askFor(page, tree.examples.handover.id);
      await control.preparationHeld();
      ferry.tell({ online: false });
      const row = rows(page).first();
      const foot = page.getByRole('contentinfo');
      await expect(row).toContainText('Offline');
      await expect(foot).toContainText('Offline: Ferry goes on by itself');
      await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
      await expect(row.getByRole('button', { name: 'Pause' })).toBeVisible();
      await page.reload();
      await expect(foot).toContainText('Offline');
      control.releasePreparation();
      control.forgetRequests();
      await askFor(page, tree.examples.letter.id);
      await expect(rows(page).filter({ hasText: 'Offline' })).toHaveCount(2);
      expect(control.requests).toEqual([]);
      ferry.tell({ online: true });
      await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
      await expect(foot).not.toContainText('Offline');
      await page.close();
    } finally {
      await ferry.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
