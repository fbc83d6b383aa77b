import type { Page } from '@playwright/test';
import { addServer, askAndHold, askFor, expect, rows, test } from './fixtures.ts';

/** Runs in the page: keeps all that the live region says from now on. */
const listen = `(() => {
  const region = document.querySelector('[role=status][aria-live=polite]');
  window.heard = [];
  new MutationObserver(() => window.heard.push(region.textContent))
    .observe(region, { childList: true, characterData: true, subtree: true });
})()`;
const heard = (page: Page): Promise<string[]> => page.evaluate<string[]>('window.heard');

test('a screen reader hears a download’s outcome, but not its percentages', async ({ page, alfresco }) => {
  const { control, tree } = alfresco;
  const { scan } = tree.examples;
  await addServer(page, alfresco);
  await page.evaluate(listen);
  await askAndHold(page, alfresco, scan.id, 9_000_000);
  await expect(rows(page).first()).toContainText('%');
  await rows(page).first().press('Space');
  await expect(rows(page).first()).toContainText('Paused');
  control.releaseContent();
  await rows(page).first().press('Space');
  await expect(rows(page).first()).toContainText('Saved');
  const texts = await heard(page);
  expect(texts).toContainEqual(`${scan.name}: downloading.`);
  expect(texts).toContainEqual(`${scan.name}: paused.`);
  expect(texts).toContainEqual(expect.stringContaining(`${scan.name}: saved at`));
  expect(texts.filter((text) => text.includes('%'))).toEqual([]);
});

test('a screen reader hears the outcome of each of several downloads that end together', async ({
  page,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  control.holdPreparation('pending');
  await askFor(page, tree.examples.handover.id);
  await askFor(page, tree.examples.mine.id);
  await expect(rows(page).filter({ hasText: 'Preparing' })).toHaveCount(2);
  await page.evaluate(listen);
  await rows(page).first().press('Control+a');
  await rows(page).first().press('Space');
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(2);
  await expect.poll(async () => (await heard(page)).at(-1)).toMatch(/: paused\. .*: paused\.$/);
  control.releasePreparation();
});
