/** Removals while they can be taken back: Ferry leaves ten minutes for that here, so that nothing comes too late for a test. */
import type { Locator, Page } from '@playwright/test';
import { addServer, askAndHold, askFor, expect, look, rows, test } from './fixtures.ts';
import type { FerryWeb } from './ferry-web.ts';
import { chosen, names, order, place, row, startWith } from './paused-queue.ts';
import { Wire } from './wire.ts';
import type { Answer } from './wire.ts';

// Another tab, and another start, show what becomes of rows that are out of sight in the first.
test.use({ program: 'web-host-in-no-hurry' });

const notices = (page: Page): Locator => page.getByRole('region', { name: 'Notices' });
const undo = (page: Page): Locator => notices(page).getByRole('button', { name: 'Undo' });

/** The one ends where the other begins, or above it. */
async function expectAbove(upper: Locator, lower: Locator): Promise<void> {
  const [one, other] = [await upper.boundingBox(), await lower.boundingBox()];
  expect(one!.y + one!.height).toBeLessThanOrEqual(other!.y);
}

test('a removal can be undone from its toast and with the keyboard', { tag: '@web' }, async ({ ferry }) => {
  const page = await startWith(ferry);
  const all = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^All/ });
  await row(page, 'Contracts').click({ position: place });
  await row(page, 'Letters').click({ position: place, modifiers: ['Shift'] });
  await page.keyboard.press('Delete');
  await expect.poll(() => order(page)).toEqual(['Minutes', 'Drawings', 'Invoices', 'Photos']);
  await expect(all).toContainText('4');

  // The message covers no buttons: not those for what is chosen, and in a narrow window not those of the details.
  await row(page, 'Minutes').click({ position: place });
  await row(page, 'Drawings').click({ position: place, modifiers: ['Shift'] });
  await expectAbove(notices(page), page.getByRole('toolbar', { name: /^Actions for 2/ }));
  await page.setViewportSize({ width: 480, height: 700 });
  await row(page, 'Minutes').click({ position: place });
  await page
    .getByRole('banner')
    .getByRole('button', { name: /details/i })
    .click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expectAbove(notices(page), details.getByRole('button', { name: 'Resume' }));
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1280, height: 800 });
  await undo(page).click();
  await expect.poll(() => order(page)).toEqual(names);
  await expect(all).toContainText('6');

  await row(page, 'Letters').click({ position: place });
  await page.keyboard.press('Delete');
  await expect(rows(page)).toHaveCount(5);
  await expect(row(page, 'Drawings')).toBeFocused();
  await expect(chosen(page)).toHaveAccessibleName(/^Drawings/);
  await page.keyboard.press('Control+z');
  await expect.poll(() => order(page)).toEqual(names);

  await page.keyboard.press('Delete');
  await expect(rows(page)).toHaveCount(5);
  // Whoever looks at another window may come back in time.
  await look(page, 'hidden');
  await look(page, 'visible');
  await page.keyboard.press('Control+z');
  await expect.poll(() => order(page)).toEqual(names);
});

test(
  'a removal shows in every tab and can be undone in each, after a reload and after a crash',
  { tag: '@web' },
  async ({ ferry, expectedNoise }) => {
    expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
    const page = await startWith(ferry);
    const left = names.filter((name) => name !== 'Letters');
    await row(page, 'Letters').click({ position: place });
    await page.keyboard.press('Delete');
    await expect.poll(() => order(page)).toEqual(left);
    await page.reload();
    await expect(undo(page)).toBeVisible();
    await expect.poll(() => order(page)).toEqual(left);
    await ferry.kill();
    await page.close();

    await (ferry as FerryWeb).startInPlace();
    const again = await (ferry as FerryWeb).openTab();
    await expect(notices(again)).toContainText('is removed from the list.');
    await expect.poll(() => order(again)).toEqual(left);
    const other = await (ferry as FerryWeb).openTab();
    await undo(other).click();
    await expect(undo(again)).toBeHidden();
    await expect.poll(() => order(again)).toEqual(names);
  },
);

test.describe('until it is too late to take a removal back', { tag: '@web' }, () => {
  test('removing a running download pauses it without a message, and undoing continues it', async ({
    page,
    ferry,
    alfresco,
  }) => {
    const { control, tree } = alfresco;
    await addServer(page, alfresco);
    control.holdPreparation();
    await askFor(page, tree.examples.handover.id);
    const other = await (ferry as FerryWeb).openTab();
    const seen = rows(other).filter({ hasText: tree.examples.scan.name });
    await rows(page).first().press('Space');
    await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(1);
    await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000);
    await expect(page.getByRole('contentinfo')).toContainText('Downloading 1');
    await page.evaluate(`
      const region = document.querySelector('[role=status][aria-live=polite]');
      window.heard = [];
      new MutationObserver(() => window.heard.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true });`);

    await rows(page).filter({ hasText: tree.examples.scan.name }).click({ position: place });
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await expect(page.getByRole('contentinfo')).toContainText('Nothing is running');
    await expect(rows(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Resume all' })).toBeHidden();
    await expect(rows(other)).toHaveCount(0);
    await expect(other.getByRole('contentinfo')).toContainText('Nothing is running');
    control.releaseContent();
    await undo(page).click();
    await expect(seen).toContainText('Saved');
    // What was paused before stays so.
    await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(1);
    const heard = await page.evaluate<string[]>('window.heard');
    expect(heard).toContainEqual('2 downloads are back.');
    expect(heard.join()).not.toContain(': paused');
  });

  test('removing a download that is being requested pauses it, and undoing continues it', async ({
    page,
    ferry,
    alfresco,
  }) => {
    const { letter, scan } = alfresco.tree.examples;
    alfresco.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'hang' });
    await addServer(page, alfresco);
    await askFor(page, letter.id, scan.id);
    const other = await (ferry as FerryWeb).openTab();
    await rows(page).filter({ hasText: 'Asking' }).click({ position: place });
    await expect(rows(other)).toHaveCount(1);
    await page.keyboard.press('Delete');
    await expect(rows(other)).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(rows(other).first()).toContainText('Asking');
    await expect(rows(page).first()).toContainText('Asking');
  });

  test('a removal that Ferry hasn’t confirmed yet can be undone as well', async ({
    page,
    ferry,
    alfresco,
  }) => {
    const { control, tree } = alfresco;
    await addServer(page, alfresco);
    await expect(page.getByRole('dialog')).toBeHidden();
    const wire = await Wire.of(page);
    const answers: Answer[] = [];
    wire.onAnswer('jobs.removeLater', (answer) => answers.push(answer));
    await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000);
    const other = await (ferry as FerryWeb).openTab();
    await expect(rows(page).first()).toContainText('%');
    await rows(page).first().click({ position: place });
    await page.keyboard.press('Delete');
    await expect(rows(page)).toHaveCount(0);
    await expect(rows(other)).toHaveCount(0);
    // The other tab may have heard of it sooner than this one has the answer.
    await expect.poll(() => answers.length).toBe(1);
    await page.keyboard.press('Control+z');
    expect(wire.calls).not.toContain('jobs.takeBack');
    answers[0]!.send();
    await expect(rows(page).first()).toContainText('%');
    await expect(rows(other).first()).toContainText('%');
    control.releaseContent();
  });
});
