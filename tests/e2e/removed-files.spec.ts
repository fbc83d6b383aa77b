import { readdir } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import {
  addServer,
  askAndHold,
  askFor,
  expect,
  pauseHalfWay,
  removeInDialog,
  rows,
  test,
} from './fixtures.ts';
import type { FerryWeb } from './ferry-web.ts';
import { Wire } from './wire.ts';

/** Where a row can be pressed without meeting a button. */
const place = { x: 60, y: 20 };
const notices = (page: Page): Locator => page.getByRole('region', { name: 'Notices' });

test('a download that is removed half way leaves nothing in its folder', async ({
  page,
  ferry,
  alfresco,
}) => {
  const row = await pauseHalfWay(page, alfresco);
  expect(await readdir(ferry.downloads)).toEqual([expect.stringMatching(/\.part$/)]);

  await row.press('Delete');
  await removeInDialog(page);
  await expect(rows(page)).toHaveCount(0);
  // After some seconds in which it could be taken back.
  await expect.poll(() => readdir(ferry.downloads), { timeout: 20_000 }).toEqual([]);
  await page.reload();
  await expect(page.getByRole('button', { name: /^History/ })).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});

test('one that the server is just asked for stays when it is removed, and that is said', async ({
  page,
  alfresco,
}) => {
  const { letter, scan } = alfresco.tree.examples;
  alfresco.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'hang' });
  await addServer(page, alfresco);
  await askFor(page, letter.id, scan.id);
  const row = rows(page).filter({ hasText: 'Asking' });
  await row.click({ position: place });
  await page.keyboard.press('Delete');
  await removeInDialog(page);
  await expect(rows(page)).toHaveCount(0);
  const said = notices(page).getByText('1 download is just being asked for or saved.');
  await expect(said).toBeVisible({ timeout: 20_000 });
  await expect(row).toBeVisible();
});

// Another tab shows what becomes of rows that are out of sight in the first.
test.describe('until it is too late to take a removal back', { tag: '@web' }, () => {
  test('a running download is paused, silently, and goes on when it is taken back', async ({
    page,
    ferry,
    alfresco,
    watch,
  }) => {
    const { control, tree } = alfresco;
    await addServer(page, alfresco);
    control.holdPreparation();
    await askFor(page, tree.examples.handover.id);
    const other = await watch(await (ferry as FerryWeb).openTab());
    const seen = rows(other).filter({ hasText: tree.examples.scan.name });
    await rows(page).first().press('Space');
    await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(1);
    await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000);
    await expect(page.getByRole('contentinfo')).toContainText('1 downloading');
    await page.evaluate(`
      const region = document.querySelector('[role=status][aria-live=polite]');
      window.heard = [];
      new MutationObserver(() => window.heard.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true });`);

    await rows(page).filter({ hasText: tree.examples.scan.name }).click({ position: place });
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await removeInDialog(page);
    await expect(page.getByRole('contentinfo')).toHaveText(/^\s*Nothing is running/);
    await expect(seen).toContainText('Paused');
    await expect(rows(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Resume all' })).toBeHidden();
    control.releaseContent();
    await notices(page).getByRole('button', { name: 'Undo' }).click();
    await expect(seen).toContainText('Saved', { timeout: 40_000 });
    // What was paused before stays so.
    await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(1);
    const heard = await page.evaluate<string[]>('window.heard');
    expect(heard).toContainEqual('2 downloads are back.');
    expect(heard.join()).not.toContain(': paused');
  });

  test('so is one that the server is just asked for, as soon as that is over', async ({
    page,
    ferry,
    alfresco,
    watch,
  }) => {
    const { letter, scan } = alfresco.tree.examples;
    alfresco.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'hang' });
    await addServer(page, alfresco);
    await askFor(page, letter.id, scan.id);
    const other = await watch(await (ferry as FerryWeb).openTab());
    await rows(page).filter({ hasText: 'Asking' }).click({ position: place });
    await page.keyboard.press('Delete');
    await removeInDialog(page);
    await expect(rows(other).first()).toContainText('Pausing');
    await page.keyboard.press('Control+z');
    await expect(rows(other).first()).not.toContainText('Pausing');
    await expect(rows(page).first()).toContainText('Asking');
  });

  test('a pause that is answered late, or fails, hinders neither undoing nor removing', async ({
    page,
    ferry,
    alfresco,
  }) => {
    const { control, tree } = alfresco;
    await addServer(page, alfresco);
    const wire = await Wire.of(page);
    const answers: (() => void)[] = [];
    wire.onAnswer('jobs.actOnMany', (answer) =>
      answers.push(() => answer.send({ ok: false, failure: { kind: 'internal' } })),
    );
    const remove = async (): Promise<void> => {
      await rows(page).first().click({ position: place });
      await page.keyboard.press('Delete');
      await removeInDialog(page);
      await expect(rows(page)).toHaveCount(0);
    };
    const failed = notices(page).getByText('went wrong inside Ferry');
    await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000);
    await remove();
    await expect.poll(() => answers.length).toBe(1);
    await page.keyboard.press('Control+z');
    await expect(rows(page).first()).toContainText('Paused');
    expect(answers).toHaveLength(1);
    answers[0]!();
    await expect(failed).toHaveCount(1);
    await expect(rows(page).first()).not.toContainText('Paused');

    await expect.poll(() => answers.length).toBe(2);
    await remove();
    await expect.poll(() => answers.length).toBe(3);
    answers[2]!();
    await expect.poll(() => readdir(ferry.downloads), { timeout: 20_000 }).toEqual([]);
    await expect(failed).toHaveCount(2);
    control.releaseContent();
  });
});
