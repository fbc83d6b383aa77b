import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { axeOf } from './axe.ts';
import type { Page } from '@playwright/test';
import { fromBufferPromise } from 'yauzl';
import {
  addServer,
  askFor,
  expect,
  openNewDownload,
  pasteField,
  rows,
  startDownload,
  test,
} from './fixtures.ts';

/** The names of the files in a zip, or of a file that is none. */
async function filesIn(path: string): Promise<string[]> {
  if (!path.endsWith('.zip')) return [basename(path)];
  const zip = await fromBufferPromise(await readFile(path));
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) names.push(entry.fileName);
  return names;
}

test('items that were browsed, searched and pasted become one download without duplicates', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  const dialog = await openNewDownload(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  const basket = dialog.getByRole('region', { name: 'Chosen' });
  const field = pasteField(dialog);
  await expect(field).toBeFocused();
  // One press to the places, whose arrow keys lead on, and few to the list, however many there are.
  const places = dialog.getByRole('navigation', { name: 'Places' });
  await expect(places).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(places.getByRole('button').nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(places.getByRole('button', { name: 'All sites' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(places.locator(':focus')).toHaveCount(0);
  await expect(list.or(dialog.getByRole('region')).locator(':focus')).toHaveCount(1);

  await dialog.getByRole('button', { name: 'Legal and contracts' }).click();
  await list.getByRole('row', { name: 'Contracts' }).press('Enter');
  // The keyboard goes on in the folder that it opened.
  await expect(list.getByRole('row').nth(1)).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Legal and contracts' }).first()).toHaveAttribute(
    'aria-current',
  );
  await list.getByRole('checkbox', { name: 'Choose Leases' }).check();
  await list.getByRole('row', { name: 'Construction' }).press('Backspace');
  await expect(list.getByRole('row', { name: 'Cases' })).toBeVisible();

  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  const personnel = list.getByRole('row', { name: 'Personnel' });
  await personnel.press('Space');
  await expect(personnel).toHaveAttribute('aria-selected', 'true');

  await field.fill('letter harbour master');
  await list.getByRole('checkbox', { name: 'Choose Letter to the harbour master.txt' }).check();

  const { origin, tree } = alfresco;
  const library = `${origin}/share/page/site/harbour/documentlibrary#filter=path%7C%2FHandover&page=1`;
  const hidden = `${origin}/#/libraries/x/(viewer:view/${tree.examples.boardMinutes.id})`;
  const viewer = `${origin}/#/libraries/x/(viewer:view/${tree.examples.scan.id})?location=y`;
  const overlap = `${origin}/alfresco/webdav/Sites/harbour/documentLibrary/Personnel/Telephone%20list.csv`;
  await field.fill(`${library} ${viewer} ${hidden} ${overlap}`);
  await expect(basket).toContainText('Handover');
  await expect(basket).toContainText(tree.examples.scan.name);
  // Whole, and in words: it may not be seen.
  await expect(dialog.getByText(hidden, { exact: true })).toBeVisible();
  await dialog
    .getByRole('listitem')
    .filter({ hasText: hidden })
    .getByRole('button', { name: 'Leave it out' })
    .click();
  await expect(dialog.getByText(hidden, { exact: true })).toBeHidden();

  await expect(basket.getByRole('status')).toHaveText('6 chosen');
  await expect(basket).toContainText('Already inside “Personnel”.');
  await basket.getByRole('button', { name: 'Leave it out' }).click();
  await expect(basket.getByRole('status')).toHaveText('5 chosen');
  await dialog.getByRole('button', { name: 'Download 5' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).first()).toContainText('Leases and 4 more');
  await expect(rows(page).first()).toContainText('Saved');
});

test('“each by itself” makes a group of files, each under its own name', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  const dialog = await openNewDownload(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  await list.getByRole('row', { name: 'Personnel' }).dblclick();
  // A document has nothing to open, and no word of its name is marked.
  await list.getByText('Telephone list.csv').dblclick();
  expect(await page.evaluate('getSelection().toString()')).toBe('');
  // One thing alone is neither.
  await expect(dialog.getByRole('button', { name: 'Download 1' })).toBeEnabled();
  await expect(dialog.getByRole('radio', { name: 'One zip' })).toBeHidden();
  await list.getByRole('row', { name: 'Telephone list.csv' }).press('Control+a');
  await dialog.getByRole('radio', { name: 'Each by itself' }).click();
  // The row with the keyboard stays chosen.
  await list.getByRole('row', { name: 'Telephone list.csv' }).press('Control+Enter');
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  await expect(rows(page).filter({ hasText: 'Holiday plan.xlsx' })).toHaveCount(1);
  // The group is chosen by its files, which are what can be removed; it goes with them.
  await expect(page.getByRole('complementary').getByRole('heading', { level: 2 })).toHaveText(
    '2 downloads selected',
  );
  await page.getByRole('toolbar').getByRole('button', { name: 'Remove from list' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
});

test('a folder that may not be read says so, and axe finds no fault in the picker', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  const dialog = await openNewDownload(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  await list.getByRole('checkbox', { name: 'Choose Photos' }).check();
  const faults = async (): Promise<string[]> =>
    (await axeOf(page).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
  expect(await faults()).toEqual([]);
  await list.getByRole('row', { name: 'Under embargo' }).dblclick();
  await expect(dialog.getByRole('alert')).toContainText('You may not see what is in here');
  expect(await faults()).toEqual([]);
});

test('a click chooses alone, a double click only opens, and the file gets its name in a subfolder', async ({
  page,
  ferry,
  alfresco,
}) => {
  await addServer(page, alfresco);
  const dialog = await openNewDownload(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  const basket = dialog.getByRole('region', { name: 'Chosen' });
  await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
  await list.getByRole('row', { name: 'Handover' }).click();
  await list.getByRole('row', { name: 'Photos' }).click();
  await expect(basket.getByRole('status')).toHaveText('1 chosen');
  await list.getByRole('row', { name: 'Handover' }).click({ modifiers: ['ControlOrMeta'] });
  await expect(basket.getByRole('status')).toHaveText('2 chosen');
  await list.getByRole('row', { name: 'Personnel' }).dblclick();
  await expect(list.getByRole('row', { name: 'Telephone list.csv' })).toBeVisible();
  await expect(list.getByRole('row').nth(1)).toBeFocused();
  // A site is its library, and is what leads back to it.
  const way = dialog.getByRole('navigation', { name: 'Folders above' });
  await expect(way.getByRole('button')).toHaveText(['Harbour Extension']);
  await way.getByRole('button').click();
  await expect(dialog.getByRole('heading', { name: 'Harbour Extension' })).toBeVisible();
  await expect(way).toBeHidden();
  await expect(list.getByRole('row').nth(1)).toBeFocused();
  await list.getByRole('row', { name: 'Personnel' }).dblclick();
  // What was chosen before it was opened is still so.
  await expect(basket.getByRole('status')).toHaveText('2 chosen');
  await basket.getByRole('button', { name: 'Clear' }).click();
  await list.getByRole('row', { name: 'Holiday plan.xlsx' }).click();
  await dialog.getByRole('button', { name: 'More', exact: true }).click();
  const name = dialog.getByLabel('Name of the file');
  await expect(name).toHaveAttribute('placeholder', 'Holiday plan.xlsx');
  await name.fill('Q1/Plan?.xlsx');
  await expect(name).toHaveAccessibleDescription('Will be called Q1_Plan_.xlsx');
  await name.fill('Plan.xlsx');
  await expect(name).toHaveAccessibleDescription('');
  const subfolder = dialog.getByLabel('Subfolder');
  await subfolder.fill('../2026');
  await expect(subfolder).toHaveAccessibleDescription(/Leave out the “\.\.”/);
  await expect(dialog.getByRole('button', { name: 'Download 1' })).toBeDisabled();
  await subfolder.fill('Staff/2026:');
  await expect(subfolder).toHaveAccessibleDescription('Will be called Staff / 2026_');
  await subfolder.fill('Staff/2026');
  await expect(dialog.getByLabel('Save to')).toHaveAccessibleDescription(
    'Will be saved as Staff / 2026 / Plan.xlsx',
  );
  await dialog.getByRole('button', { name: 'Download 1' }).click();
  await expect(rows(page).first()).toContainText('Saved');
  expect(await readdir(join(ferry.downloads, 'Staff', '2026'))).toEqual(['Plan.xlsx']);

  const again = await openNewDownload(page);
  // A longer search has no folder of its own that could be chosen whole.
  await pasteField(again).fill('letter');
  await expect(again.getByRole('heading', { name: 'Found for “letter”' })).toBeVisible();
  await expect(again.getByRole('row').nth(9)).toBeVisible();
  await again.getByRole('checkbox', { name: 'Choose all' }).check();
  await expect(again.getByText('Chosen are the 100 items that are loaded.')).toContainText(
    'choose all again',
  );
  await again.getByRole('button', { name: 'Clear' }).click();
  await again.getByRole('button', { name: 'Harbour Extension' }).click();
  await again.getByRole('row', { name: 'Personnel' }).dblclick();
  await again.getByRole('row', { name: 'Holiday plan.xlsx' }).click();
  await expect(again.getByRole('region', { name: 'Chosen' })).toContainText(
    /Downloaded .*, in Downloads \/ Ferry \/ Staff \/ 2026/,
  );
});

test('a selection over the server’s limit ends as a group that has every file exactly once', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { repository, examples } = alfresco.tree;
  const reports = repository.addFolder(examples.mine, 'Reports');
  const names = ['A.bin', 'B.bin', 'C.bin', 'D.bin', 'E.bin'];
  for (const name of names) repository.addFile(reports, name, 40_000);
  alfresco.control.knobs.maxContentSize = 100_000;
  await addServer(page, alfresco);
  const dialog = await openNewDownload(page);
  const list = dialog.getByRole('grid', { name: 'Documents and folders' });
  await list.getByRole('row', { name: 'Reports' }).dblclick();
  await expect(dialog.getByRole('button', { name: 'My files' })).toHaveAttribute('aria-current');
  await dialog.getByRole('checkbox', { name: 'Choose all' }).check();
  await dialog.getByRole('button', { name: 'Download 5' }).click();
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(3);
  const files = await readdir(ferry.downloads);
  expect(files.filter((name) => / \(\d of 3\)\.zip$/.test(name))).toHaveLength(2);
  const saved = await Promise.all(files.map((name) => filesIn(join(ferry.downloads, name))));
  expect(saved.flat().sort()).toEqual(names);

  // What the server said once is known from now on, before anything is asked.
  const again = await openNewDownload(page);
  await list.getByRole('row', { name: 'Reports' }).dblclick();
  await again.getByRole('checkbox', { name: 'Choose all' }).check();
  const basket = again.getByRole('region', { name: 'Chosen' });
  await expect(basket).toContainText('5 files, about 200 kB');
  await expect(basket).toContainText('comes in 3 parts');
});

/** Asks for a document, and says what becomes of a file that has its name. */
async function askWith(page: Page, id: string, way: string): Promise<void> {
  const dialog = await openNewDownload(page);
  await pasteField(dialog).fill(id);
  await dialog.getByRole('button', { name: 'More', exact: true }).click();
  await dialog.getByRole('combobox', { name: /^When a name is taken/ }).click();
  await page.getByRole('option', { name: way }).click();
  await startDownload(dialog);
}

test('a file whose name is taken is numbered, or not downloaded again, as was chosen', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { letter } = alfresco.tree.examples;
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  const path = join(ferry.downloads, letter.name);
  const before = await stat(path);
  await askWith(page, letter.id, 'Skip unchanged documents');
  await expect(rows(page).filter({ hasText: 'Not downloaded again' })).toHaveCount(1);
  expect((await stat(path)).ino).toBe(before.ino);
  await askWith(page, letter.id, 'Number the new file');
  await expect(rows(page).filter({ hasText: letter.name.replace('.txt', ' (1).txt') })).toHaveCount(1);
  expect((await readdir(ferry.downloads)).length).toBe(2);
});

test(
  'a file that is replaced stays until the new one is checked, and then goes to the trash',
  { tag: '@web' },
  async ({ page, ferry, alfresco }) => {
    const { control, tree } = alfresco;
    const { scan } = tree.examples;
    await addServer(page, alfresco);
    await askFor(page, scan.id);
    await expect(rows(page).first()).toContainText('Saved');
    const path = join(ferry.downloads, scan.name);
    const old = (await stat(path)).ino;
    const trash = join(ferry.home, '.local/share/Trash/files');
    control.holdContentAt(5_000_000);
    await askWith(page, scan.id, 'Replace the old file');
    await control.contentHeld();
    expect((await stat(path)).ino).toBe(old);
    control.releaseContent();
    await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
    expect(await readdir(ferry.downloads)).toEqual([scan.name]);
    expect((await stat(path)).ino).not.toBe(old);
    const [trashed = ''] = await readdir(trash);
    expect((await stat(join(trash, trashed))).ino).toBe(old);
  },
);
