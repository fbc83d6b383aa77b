/** Removals while they can be taken back. The pages' clock is stopped meanwhile: nothing comes too late for the test. */
import { readdir } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import {
  addServer,
  askAndHold,
  askFor,
  expect,
  look,
  removeInDialog,
  rows,
  stopClock,
  test,
} from './fixtures.ts';
import type { FerryWeb } from './ferry-web.ts';
import { chosen, names, order, place, row, startWith } from './paused-queue.ts';
import { Wire } from './wire.ts';

const notices = (page: Page): Locator => page.getByRole('region', { name: 'Notices' });

/** What stands there while the clock is stopped, some frames later each time. */
async function textNow(shown: Locator): Promise<string> {
  await shown.page().clock.runFor(50);
  return shown.innerText();
}

test(
  'what is removed can be taken back, and is done once nobody can',
  { tag: '@hosts' },
  async ({ ferry }) => {
    const page = await startWith(ferry);
    const all = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^All/ });
    await stopClock(page);
    await row(page, 'Contracts').click({ position: place });
    await row(page, 'Letters').click({ position: place, modifiers: ['Shift'] });
    await page.keyboard.press('Delete');
    await removeInDialog(page);
    await expect.poll(() => order(page)).toEqual(['Minutes', 'Drawings', 'Invoices', 'Photos']);
    await expect(all).toContainText('4');
    await notices(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => order(page)).toEqual(names);
    await expect(all).toContainText('6');

    await row(page, 'Letters').click({ position: place });
    await page.keyboard.press('Delete');
    await removeInDialog(page);
    await expect(rows(page)).toHaveCount(5);
    await expect(row(page, 'Drawings')).toBeFocused();
    await expect(chosen(page)).toHaveAccessibleName(/^Drawings/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => order(page)).toEqual(names);

    await page.keyboard.press('Delete');
    await removeInDialog(page);
    await expect(rows(page)).toHaveCount(5);
    // Whoever looks at another window may come back in time.
    await look(page, 'hidden');
    await look(page, 'visible');
    await page.keyboard.press('Control+z');
    await expect.poll(() => order(page)).toEqual(names);

    await page.keyboard.press('Delete');
    await removeInDialog(page);
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect(undo).toBeVisible();
    await page.clock.resume();
    await expect(undo).toBeHidden();
    // A page that is loaded anew hides nothing, and would do only what the last one left undone.
    await page.evaluate("localStorage.removeItem('ferry.removal')");
    await page.reload();
    await expect(rows(page)).toHaveCount(5);
    await expect.poll(() => order(page)).toEqual(names.filter((name) => name !== 'Invoices'));
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('button', { name: /^History/ })
      .click();
    await expect(page.getByRole('heading', { name: 'No history yet' })).toBeVisible();
  },
);

// Another tab shows what becomes of rows that are out of sight in the first.
test.describe('until it is too late to take a removal back', { tag: '@web' }, () => {
  test('a running download is paused, silently, and goes on when it is taken back', async ({
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
    await expect(page.getByRole('contentinfo')).toContainText('1 downloading');
    await page.evaluate(`
      const region = document.querySelector('[role=status][aria-live=polite]');
      window.heard = [];
      new MutationObserver(() => window.heard.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true });`);

    await stopClock(page);
    await rows(page).filter({ hasText: tree.examples.scan.name }).click({ position: place });
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await removeInDialog(page);
    await expect(page.getByRole('contentinfo')).toHaveText(/^\s*Nothing is running/);
    await expect(rows(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Resume all' })).toBeHidden();
    await expect.poll(() => textNow(seen)).toContain('Paused');
    control.releaseContent();
    await notices(page).getByRole('button', { name: 'Undo' }).click();
    await page.clock.resume();
    await expect(seen).toContainText('Saved');
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
  }) => {
    const { letter, scan } = alfresco.tree.examples;
    alfresco.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'hang' });
    await addServer(page, alfresco);
    await askFor(page, letter.id, scan.id);
    const other = await (ferry as FerryWeb).openTab();
    await rows(page).filter({ hasText: 'Asking' }).click({ position: place });
    await expect(rows(other)).toHaveCount(1);
    await stopClock(page);
    await page.keyboard.press('Delete');
    await removeInDialog(page);
    await expect.poll(() => textNow(rows(other).first())).toContain('Pausing');
    await page.keyboard.press('Control+z');
    await page.clock.resume();
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
    await expect(page.getByRole('dialog')).toBeHidden();
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
    await expect(rows(page).first()).toContainText('%');
    await stopClock(page);
    await remove();
    await expect.poll(() => answers.length).toBe(1);
    await page.keyboard.press('Control+z');
    await page.clock.resume();
    await expect(rows(page).first()).toContainText('Paused');
    expect(answers).toHaveLength(1);
    answers[0]!();
    await expect(failed).toHaveCount(1);
    await expect(rows(page).first()).not.toContainText('Paused');

    await expect.poll(() => answers.length).toBe(2);
    await remove();
    await expect.poll(() => answers.length).toBe(3);
    answers[2]!();
    await expect.poll(() => readdir(ferry.downloads)).toEqual([]);
    await expect(failed).toHaveCount(2);
    control.releaseContent();
  });
});
