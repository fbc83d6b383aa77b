import { axeOf } from './axe.ts';
import type { Locator, Page } from '@playwright/test';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addServer,
  askFor,
  askForForbidden,
  expect,
  expectNotice,
  openNewDownload,
  pasteField,
  rows,
  startDownload,
  test,
} from './fixtures.ts';

async function openSettings(page: Page, search = ''): Promise<Locator> {
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('region', { name: 'Settings' });
  await settings.getByRole('textbox', { name: 'Search settings' }).fill(search);
  return settings;
}

const showQueue = (page: Page): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: 'All' }).click();

async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('settings are found by words of their name or description', async ({ page }) => {
  const settings = await openSettings(page);
  await expect(settings.getByRole('heading', { level: 3 })).not.toHaveCount(0);
  await page.keyboard.press('Control+f');
  await expect(settings.getByRole('textbox', { name: 'Search settings' })).toBeFocused();
  await page.keyboard.type('busy server');
  await expect(settings.getByRole('heading', { level: 3 })).toHaveText(['Downloads at once from one server']);
  await settings.getByRole('textbox', { name: 'Search settings' }).fill('zebra');
  await expect(settings.getByText('No setting matches “zebra”')).toBeVisible();
  await settings.getByRole('button', { name: 'Clear search' }).last().click();
  await expect(settings.getByRole('heading', { name: 'Timetable' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Search settings' }).fill('');
  // Each section has a link.
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Backup' }).click();
  const heading = page.getByRole('heading', { name: 'Backup' }).first();
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();
  // Only the settings scroll: the page itself has nothing to be scrolled.
  expect(await page.evaluate('[scrollY, document.documentElement.scrollHeight - innerHeight]')).toEqual([
    0, 0,
  ]);
});

test(
  'an invalid value is reported at its field, and changes nothing',
  { tag: '@hosts' },
  async ({ page, ferry }) => {
    let settings = await openSettings(page);
    const slots = settings.getByRole('textbox', { name: 'Downloads at once', exact: true });
    await slots.fill('0');
    await slots.press('Enter');
    await expect(settings.getByRole('alert').filter({ hasText: 'Enter a whole number from' })).toBeVisible();
    await expect(slots).toHaveAttribute('aria-invalid', 'true');
    await slots.press('ArrowUp');
    await expect(slots).toHaveValue('0');
    for (const [typed, key, value] of [
      ['12', 'ArrowUp', '13'],
      ['14', 'ArrowDown', '13'],
      ['4', 'ArrowDown', '3'],
    ] as const) {
      await slots.fill(typed);
      await slots.press(key);
      await expect(slots).toHaveValue(value);
    }

    await choose(page, settings.getByRole('combobox', { name: 'Bandwidth, unit' }), 'MB/s');
    const bandwidth = settings.getByRole('textbox', { name: 'Bandwidth', exact: true });
    await expect(bandwidth).toBeFocused();
    await bandwidth.fill('fast');
    await bandwidth.press('Enter');
    await expect(settings.getByRole('alert').filter({ hasText: '“fast” isn’t a number' })).toBeVisible();
    const name = settings.getByLabel('Name', { exact: true });
    await name.fill('{nmae}');
    await expect(
      settings.getByRole('alert').filter({ hasText: '“{nmae}” isn’t a known token' }),
    ).toBeVisible();

    await page.close();
    await ferry.stop();
    page = await ferry.start();
    settings = await openSettings(page);
    await expect(settings.getByRole('textbox', { name: 'Downloads at once', exact: true })).toHaveValue('3');
    await expect(settings.getByRole('combobox', { name: 'Bandwidth, unit' })).toContainText('No limit');
    await expect(settings.getByLabel('Name', { exact: true })).toHaveValue('{name}');
  },
);

test('a speed limit applies to a running download at once, and so does lifting it', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  let settings = await openSettings(page, 'bandwidth');
  await choose(page, settings.getByRole('combobox', { name: 'Bandwidth, unit' }).first(), 'kB/s');
  const bandwidth = settings.getByRole('textbox', { name: 'Bandwidth', exact: true });
  await bandwidth.fill('100');
  await bandwidth.press('Enter');
  // Hours begin with the limit that there is: adding them lifts none.
  await settings.getByRole('button', { name: 'Add hours' }).click();
  await expect(settings.getByRole('textbox', { name: 'Bandwidth in these hours' })).toHaveValue('100');
  await settings.getByRole('button', { name: 'Remove these hours' }).click();

  await showQueue(page);
  await askFor(page, alfresco.tree.examples.scan.id);
  const status = page.getByRole('contentinfo');
  await expect(status).toContainText(/\b(9\d|1[01]\d)(\.\d)? kB\/s/);
  settings = await openSettings(page, 'bandwidth');
  await choose(page, settings.getByRole('combobox', { name: 'Bandwidth, unit' }).first(), 'No limit');
  await showQueue(page);
  await expect(rows(page).first()).toContainText('Saved');
});

test('hours of the timetable apply at once; where they overlap, the first one wins', async ({
  page,
  ferry,
}) => {
  let settings = await openSettings(page, 'timetable');
  const add = settings.getByRole('button', { name: 'Add hours' });
  const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  const addDay = async (number: number, rate: string): Promise<Locator> => {
    await add.click();
    const hours = settings.getByRole('group', { name: `Hours ${number}`, exact: true });
    for (const day of days) {
      const button = hours.getByRole('button', { name: day });
      if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
    }
    // What is no time stays as it was typed, until it is one.
    await hours.getByLabel('From').fill('25:99');
    await hours.getByLabel('From').blur();
    await expect(hours.getByText(/such as 6:30\sPM/)).toBeVisible();
    await expect(hours.getByLabel('From')).toHaveValue('25:99');
    await expect(hours.getByLabel('From')).toHaveAttribute('aria-invalid', 'true');
    // As one writes it: what it is read as is written as all times are.
    await hours.getByLabel('From').fill('0:00');
    await hours.getByLabel('To', { exact: true }).fill('12 am');
    await hours.getByLabel('To', { exact: true }).blur();
    await expect(hours.getByLabel('To', { exact: true })).toHaveValue(/^12:00\sAM$/);
    // Nobody has said yet how much.
    const unit = hours.getByRole('combobox', { name: 'Bandwidth in these hours, unit' });
    await expect(unit).toContainText('No limit');
    await choose(page, unit, 'MB/s');
    const limit = hours.getByRole('textbox', { name: 'Bandwidth in these hours' });
    await limit.fill(rate);
    await limit.press('Enter');
    return hours;
  };
  await addDay(1, '2');
  await expect(settings.getByText('Now: 2.0 MB/s')).toBeVisible();
  await expect(settings.getByRole('list', { name: 'The week' })).toContainText('All day: 2.0 MB/s');
  const second = await addDay(2, '0.5');
  await expect(settings.getByText('Now: 2.0 MB/s')).toBeVisible();
  await expect(settings.getByText('the first in this list applies')).toBeVisible();
  await second.getByRole('button', { name: 'Move up' }).click();
  await expect(settings.getByText('Now: 500 kB/s')).toBeVisible();
  await expect(settings.getByRole('list', { name: 'The week' })).toContainText('500 kB/s');

  const first = settings.getByRole('group', { name: 'Hours 1', exact: true });
  for (const day of days) await first.getByRole('button', { name: day }).click();
  await expect(first.getByRole('alert').filter({ hasText: 'Choose at least one day' })).toBeVisible();

  await page.close();
  await ferry.stop();
  page = await ferry.start();
  settings = await openSettings(page, 'timetable');
  await expect(settings.getByRole('group', { name: 'Hours 2', exact: true })).toBeVisible();
  await expect(
    settings.getByRole('group', { name: 'Hours 1' }).getByRole('textbox', { name: 'Bandwidth' }),
  ).toHaveValue('500');
  await settings.getByRole('button', { name: 'Remove these hours' }).first().click();
  await settings.getByRole('button', { name: 'Remove these hours' }).click();
  await expect(settings.getByRole('list', { name: 'The week' })).toBeHidden();
  await expect(settings.getByRole('button', { name: 'Add hours' })).toBeFocused();
});

test('a filing rule is previewed while typing, and the file is saved where the preview said', async ({
  page,
  ferry,
  alfresco,
}) => {
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  let settings = await openSettings(page, 'filing');
  const folder = settings.getByLabel('Folder inside the download folder');
  await folder.fill('From /kept');
  await folder.evaluate((input: { setSelectionRange(from: number, to: number): void }) =>
    input.setSelectionRange(5, 5),
  );
  await settings
    .getByRole('group', { name: 'Insert into the folder' })
    .getByRole('button', { name: '{server}' })
    .click();
  await expect(folder).toHaveValue('From {server}/kept');
  await expect(folder).toBeFocused();
  await settings.getByLabel('Name', { exact: true }).fill('{name} of {server}');
  await expect(settings).toContainText('From Records / kept / Annual report of Records.zip');

  await showQueue(page);
  const { letter } = alfresco.tree.examples;
  const stem = letter.name.replace(/\.\w+$/, '');
  const filed = letter.name.replace(stem, `${stem} of Records`);
  const dialog = await openNewDownload(page);
  await pasteField(dialog).fill(letter.id);
  await expect(dialog.getByLabel('Save to')).toHaveAccessibleDescription(
    `Will be saved as From Records / kept / ${filed}`,
  );
  await startDownload(dialog);
  await expect(rows(page).first()).toContainText('Saved');
  const kept = await readdir(join(ferry.downloads, 'From Records', 'kept'));
  expect(kept).toEqual([filed]);

  settings = await openSettings(page, 'filing');
  await expect(settings).toContainText('The last saved file');
  await expect(settings).toContainText(`From Records / kept / ${kept[0]}`);
});

test('a server can have its own filing rule', async ({ page, ferry, alfresco }) => {
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  const settings = await openSettings(page, 'since when');
  await settings.getByRole('group', { name: 'Records' }).getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit Records' });
  await dialog.getByRole('button', { name: 'Limits, filing and history' }).click();
  await dialog.getByRole('radio', { name: 'Custom' }).click();
  await dialog.getByLabel('Folder inside the download folder').fill('{type');
  await expect(dialog.getByRole('alert').filter({ hasText: 'stands alone' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save and test' })).toBeDisabled();
  await dialog.getByLabel('Folder inside the download folder').fill('Only {server}');
  await dialog.getByRole('button', { name: 'Save and test' }).click();
  await expect(dialog).toBeHidden();
  await showQueue(page);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  expect(await readdir(join(ferry.downloads, 'Only Records'))).toEqual([alfresco.tree.examples.letter.name]);
});

test('a server’s status is shown, and “Check now” checks it', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  const settings = await openSettings(page, 'since when');
  const records = settings.getByRole('group', { name: 'Records' });
  await expect(records).toContainText(/Works\. .*signed in as demo/i);
  await alfresco.close();
  await records.getByRole('button', { name: 'Check now' }).click();
  await expect(records).toContainText('Since ');
  await expect(records).toContainText('can’t be reached');
  await expect(records).toContainText('Next check with the next download.');
});

test(
  'a theme applies at once and after a restart; high contrast has a text contrast of 7 to 1',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco }) => {
    await addServer(page, alfresco);
    await askForForbidden(page, alfresco.tree.examples.boardMinutes);
    await expect(rows(page).filter({ hasText: 'The server refused' })).toBeVisible();
    const root = page.locator('html');
    await page.emulateMedia({ contrast: 'more' });
    await expect(root).toHaveAttribute('data-theme', 'high-contrast');
    await page.emulateMedia({ contrast: 'no-preference', colorScheme: 'light', reducedMotion: 'reduce' });
    await expect(root).toHaveAttribute('data-theme', 'system');

    const settings = await openSettings(page);
    const theme = settings.getByRole('combobox', { name: 'Theme' });
    await choose(page, theme, 'Dark');
    await expect(page.locator('body')).toHaveCSS('background-color', /oklch\(0\.195/);
    await choose(page, theme, 'High contrast');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const show of [() => showQueue(page), () => openSettings(page)]) {
        await show();
        const { violations } = await axeOf(page)
          .options({ rules: { 'color-contrast-enhanced': { enabled: true } } })
          .analyze();
        expect(
          violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
          colorScheme,
        ).toEqual([]);
      }
    }
    await page.close();
    await ferry.stop();
    page = await ferry.start();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'high-contrast');
  },
);

test('a question mark opens the list of shortcuts, except while typing', async ({ page, alfresco, host }) => {
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toBeVisible();
  await expect(sheet.getByRole('term').filter({ hasText: 'New download' })).toBeVisible();
  await expect(sheet).toContainText('Ctrl');
  // A browser opens a window of its own with N, which no page can keep from it.
  const asks = sheet.locator('div', { has: page.getByText('New download', { exact: true }) }).last();
  await expect(asks).toHaveText(host === 'web' ? /Ctrl\s*\+\s*O$/ : /Ctrl\s*\+\s*N$/);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.keyboard.press('Control+,');
  const search = page.getByRole('textbox', { name: 'Search settings' });
  await search.click();
  await page.keyboard.type('?');
  await expect(search).toHaveValue('?');
  await expect(sheet).toBeHidden();
  await page.getByRole('navigation').getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(sheet).toBeVisible();
});

test(
  'About shows version, licence and data folder, and copies details without secrets',
  { tag: '@web' },
  async ({ page, ferry, alfresco, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await addServer(page, alfresco);
    await expect(page.getByRole('dialog')).toBeHidden();
    const settings = await openSettings(page, 'runs on');
    await expect(settings.getByRole('heading', { name: /^Ferry \d/ })).toBeVisible();
    await expect(settings).toContainText('MIT');
    await expect(settings).toContainText(join(ferry.home, 'data'));
    await settings.getByRole('button', { name: 'Copy details for a report' }).click();
    await expectNotice(page, 'Copied');
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toMatch(/^Ferry \d[^]*System: [^]*Servers: alfresco/);
    for (const secret of ['demo', ferry.home, alfresco.url]) expect(copied).not.toContain(secret);
  },
);
