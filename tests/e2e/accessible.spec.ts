import { axeOf } from './axe.ts';
import type { Page } from '@playwright/test';
import {
  addServer,
  addServerByDialog,
  askAndHold,
  askFor,
  askForForbidden,
  expect,
  pasteField,
  rows,
  test,
} from './fixtures.ts';
import { settle } from './reading.ts';

/** Runs in the page: what the element with the focus is called. */
const focusedName = `(() => {
  const element = document.activeElement;
  return element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
})()`;

/** What of axe's rules looks at colours: the only ones that a theme can break. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** What axe has against the page as it is, in both themes: the rule, and where. */
async function complaints(page: Page, ...except: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    // What still appears is pale for a moment.
    await page.evaluate(settle);
    const axe = axeOf(page);
    if (theme === 'light') axe.disableRules(except);
    else axe.withRules(colourRules);
    const { violations } = await axe.analyze();
    for (const { id, nodes } of violations)
      found.push(...nodes.map(({ target }) => `${theme}: ${id}: ${target.join(' ')}`));
  }
  return found;
}

test('axe finds no fault on any screen', async ({ page, alfresco }) => {
  const { control, tree } = alfresco;
  await expect(page.getByRole('heading', { name: 'Add a server to begin' })).toBeVisible();
  expect(await complaints(page), 'nothing yet').toEqual([]);

  await addServerByDialog(page, alfresco, 'wrong');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('refused');
  expect(await complaints(page), 'a dialog with something wrong').toEqual([]);
  await page.getByRole('dialog').getByLabel('Password').fill('demo');
  await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();

  await askFor(page, tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await askForForbidden(page, tree.examples.boardMinutes);
  await expect(rows(page).filter({ hasText: 'The server refused' })).toBeVisible();
  control.holdPreparation(4_000);
  await askFor(page, tree.examples.handover.id);
  await control.preparationHeld();
  await expect(rows(page).filter({ hasText: 'Preparing' })).toBeVisible();
  expect(await complaints(page), 'a queue with details').toEqual([]);

  await page.setViewportSize({ width: 640, height: 720 });
  await page.getByRole('button', { name: 'Menu' }).click();
  expect(await complaints(page), 'a narrow window with its menu').toEqual([]);
  await page.getByRole('button', { name: 'Settings' }).click();
  expect(await complaints(page), 'the settings').toEqual([]);
  control.releasePreparation();
});

test('axe finds no fault in details, menus and dialogs', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.handover.id);
  const row = rows(page).first();
  await expect(row).toContainText('Saved');
  await row.click();
  const details = page.getByRole('complementary', { name: 'Details' });
  for (const tab of ['Overview', 'Timeline', 'Speed', 'Files']) {
    await details.getByRole('tab', { name: tab }).click();
    await expect(details.getByRole('tabpanel', { name: tab })).toBeVisible();
    expect(await complaints(page), tab).toEqual([]);
  }
  await row.click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  // Menus and popovers hang on the page's end, outside of its landmarks; the focus is in them.
  expect(await complaints(page, 'region'), 'a row’s menu').toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('checkbox', { name: 'Speed' })).toBeVisible();
  expect(await complaints(page, 'region'), 'the columns').toEqual([]);
  await page.keyboard.press('Escape');

  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  await row.click();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar', { name: 'Actions for 2 downloads' })).toBeVisible();
  expect(await complaints(page), 'several rows').toEqual([]);
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove with their files…' }).click();
  await expect(
    page.getByRole('dialog', { name: 'Move the files of 2 downloads to the trash?' }),
  ).toBeVisible();
  expect(await complaints(page), 'removing them').toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('banner').getByRole('button', { name: 'New download' }).first().click();
  await expect(page.getByRole('dialog', { name: 'New download' })).toBeVisible();
  expect(await complaints(page), 'a new download').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  expect(await complaints(page), 'the shortcuts').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByRole('grid', { name: 'History' }).getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('slider').first()).toBeVisible();
  expect(await complaints(page), 'the history').toEqual([]);
  await page.getByRole('button', { name: 'Time: Any time' }).click();
  await expect(page.getByRole('radio', { name: 'Last month' })).toBeVisible();
  await page.getByLabel('To', { exact: true }).fill('2026-02-31');
  await page.getByLabel('From', { exact: true }).fill('2026-11-03');
  await expect(page.getByRole('alert')).toContainText('Enter a day, such as');
  await expect(page.getByLabel('To', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  expect(await complaints(page, 'region'), 'a filter of the history').toEqual([]);
  await page.getByLabel('From', { exact: true }).blur();
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('Nov 3, 2026');
  await expect(page.getByRole('button', { name: 'Time: Since Nov 3, 2026' })).toBeVisible();
  await expect(page.getByLabel('To', { exact: true })).toHaveValue('2026-02-31');
});

test('a screen reader gets the list as a grid of sentences, with progress bars in words', async ({
  page,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  await askFor(page, tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000);
  await expect(page.getByRole('treegrid', { name: 'Downloads' })).toMatchAriaSnapshot(`
    - treegrid "Downloads":
      - rowgroup:
        - row:
          - columnheader "Name"
          - columnheader "Progress"
          - columnheader "Size"
          - columnheader "Time left"
      - rowgroup:
        - row /^Sea bed survey\\.tif, \\d+ %, 1 document, Records, /:
          - gridcell
          - gridcell:
            - progressbar "Sea bed survey.tif"
          - gridcell "50.3 MB"
          - gridcell
          - gridcell:
            - button "Pause"
            - button "Cancel"
            - button "More actions"
        - row "Finished · Today"
        - row /^Letter to the harbour master\\.txt, Saved, Checked, .*Records, /
  `);
  const bar = rows(page).first().getByRole('progressbar');
  await expect(bar).toHaveAttribute('aria-valuetext', /%/);
  control.releaseContent();
});

test('in a narrow window the menu takes the focus and gives it back', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.setViewportSize({ width: 640, height: 720 });
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation').getByRole('button', { name: 'All' })).toBeFocused();
  await expect(page.locator('main')).toHaveJSProperty('inert', true);
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
});

test('details over the list close with Escape, and the row has the focus again', async ({
  page,
  alfresco,
}) => {
  await page.setViewportSize({ width: 900, height: 720 });
  await addServer(page, alfresco);
  await askForForbidden(page, alfresco.tree.examples.boardMinutes);
  const row = rows(page).first();
  await expect(row).toContainText('The server refused');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toBeHidden();
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(details).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(row).toBeFocused();
});

test(
  'everything works by keyboard alone: add a server, request, pause, resume, open',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco }) => {
    const { control, tree } = alfresco;
    const { keyboard } = page;
    /** Tab until the focus is on what has this name. */
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let step = 0; step < 40; step += 1) {
        if (name.test((await page.evaluate<string>(focusedName)).trim())) return;
        await keyboard.press('Tab');
      }
      throw new Error(`Tab never came to ${name}`);
    };

    await expect(page.getByRole('heading', { name: 'Add a server to begin' })).toBeVisible();
    await keyboard.press('Control+n');
    const adding = page.getByRole('dialog', { name: 'Add a server' });
    await expect(adding.getByLabel('Address')).toBeFocused();
    await keyboard.type(alfresco.url);
    await tabTo(/^User name/);
    await keyboard.type('demo');
    await tabTo(/^Password/);
    await keyboard.type('demo');
    await keyboard.press('Enter');
    await expect(adding).toBeHidden();

    control.holdContentAt(9_000_000);
    await keyboard.press('Control+o');
    const asking = page.getByRole('dialog', { name: 'New download' });
    await expect(pasteField(asking)).toBeFocused();
    await keyboard.type(tree.examples.scan.id);
    await keyboard.press('Control+Enter');
    await expect(asking).toBeHidden();
    await control.contentHeld();

    await tabTo(new RegExp(`^${tree.examples.scan.name.replaceAll('.', '\\.')},`));
    const row = rows(page).first();
    await expect(row).toBeFocused();
    await keyboard.press('Space');
    await expect(row).toContainText('Paused');
    control.releaseContent();
    await keyboard.press('Space');
    await expect(row).toContainText('Saved');
    await expect(row).toBeFocused();
    await keyboard.press('Enter');
    await expect.poll(() => ferry.opened()).toHaveLength(1);

    await keyboard.press('Control+f');
    await expect(page.getByRole('textbox', { name: 'Search downloads' })).toBeFocused();
    await keyboard.type('nothing has this');
    await expect(page.getByRole('heading', { name: /Nothing matches/ })).toBeVisible();
    await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Choose a download');
  },
);

test('whoever comes by keyboard is in the list with two keys, and sees in forced colours where', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  const row = rows(page).first();
  await expect(row).toContainText('Saved');
  await page.reload();
  await expect(page.getByRole('treegrid', { name: 'Downloads' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the list' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row).toBeFocused();
  await page.emulateMedia({ forcedColors: 'active' });
  /** Whether it is filled as what is chosen is, and how thick the line around it is. */
  const looks = (): Promise<[string, string]> =>
    page.evaluate<[string, string]>(`(() => {
      const { backgroundColor, outlineWidth, outlineStyle } = getComputedStyle(document.activeElement);
      return [backgroundColor, outlineStyle === 'none' ? '0px' : outlineWidth];
    })()`);
  await page.keyboard.press('Control+Space');
  await expect(row).toHaveAttribute('aria-selected', 'false');
  const [unchosen, ring] = await looks();
  expect(ring).toBe('3px');
  await page.keyboard.press('Control+Space');
  const [chosen, ringOfChosen] = await looks();
  expect(chosen).not.toBe(unchosen);
  expect(ringOfChosen).toBe('3px');
});
