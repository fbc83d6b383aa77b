import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import {
  addServer,
  askAndHold,
  askFor,
  askThenChange,
  cancel,
  expect,
  expectNotice,
  fillServer,
  openNewDownload,
  pasteField,
  rows,
  startDownload,
  test,
} from './fixtures.ts';

/** Takes an entry of a row's menu. */
async function choose(page: Page, row: Locator, entry: string): Promise<void> {
  await row.hover();
  await row.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

test('the address of a page on the server requests what the page shows', async ({
  page,
  ferry,
  alfresco,
}) => {
  const { letter } = alfresco.tree.examples;
  await addServer(page, alfresco);
  const address = new URL('/share/page/document-details', alfresco.url);
  address.searchParams.set('nodeRef', `workspace://SpacesStore/${letter.id}`);
  await askFor(page, address.href);
  await expect(rows(page).first()).toContainText('Saved');
  expect(await readdir(ferry.downloads)).toEqual([letter.name]);
});

test('a pasted address chooses its server; without one the server that was asked last is chosen', async ({
  page,
  alfresco,
}) => {
  const { letter, scan } = alfresco.tree.examples;
  await page.getByRole('button', { name: 'Try it with the demo server' }).click();
  const dialog = page.getByRole('dialog', { name: 'New download' });
  const server = dialog.getByRole('combobox', { name: 'Server' });
  const field = pasteField(dialog);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await addServer(page, alfresco);
  await expect(page.getByRole('dialog')).toBeHidden();

  await openNewDownload(page);
  await expect(server).toContainText('Demo server');
  const address = new URL('/share/page/document-details', alfresco.url);
  address.searchParams.set('nodeRef', `workspace://SpacesStore/${letter.id}`);
  await field.fill(address.href);
  await expect(server).toContainText('Records');
  // What was pasted went to the other server as well.
  await expect(field).toHaveValue(address.href);
  await startDownload(dialog);
  await expect(rows(page).first()).toContainText('Saved');

  await openNewDownload(page);
  await expect(server).toContainText('Records');
  await field.fill(scan.id);
  const chosen = dialog.getByRole('region', { name: 'Chosen' });
  await expect(chosen).toContainText(scan.name);
  await expect(server).toContainText('Records');

  // What was chosen there isn’t lost, and not out of sight.
  await server.click();
  await page.getByRole('option', { name: 'Demo server' }).click();
  await expect(chosen).not.toContainText(scan.name);
  await expect(dialog.getByText('1 more is chosen on Records.')).toBeVisible();
  await page.keyboard.press('Escape');
  const question = page.getByRole('dialog', { name: 'Leave without downloading?' });
  await expect(question).toContainText('One thing is chosen and isn’t asked for yet.');
  await expect(question.getByRole('button', { name: 'Go on choosing' })).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(chosen).toContainText(scan.name);
  await expect(server).toContainText('Records');
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('what can’t be understood is quoted whole, and a link of an unknown server leads to adding it and back', async ({
  page,
  alfresco,
}) => {
  await page.setViewportSize({ width: 900, height: 600 });
  await addServer(page, alfresco);
  const dialog = await openNewDownload(page);
  const field = pasteField(dialog);
  await field.fill('5ab63e6c/hello https://records.example');
  await expect(dialog.getByRole('list', { name: 'Not found' })).toContainText('5ab63e6c/hello');
  await expect(field).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Download', exact: true })).toBeDisabled();

  const link = 'https://elsewhere.example/share/page/document-details?nodeRef=workspace://SpacesStore/x';
  await field.fill(link);
  await expect(dialog.getByText('This link is for elsewhere.example, another server.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add this server' }).click();
  const adding = page.getByRole('dialog', { name: 'Add a server' });
  await expect(adding.getByLabel('Address')).toHaveValue('https://elsewhere.example');
  await adding.getByRole('button', { name: 'Cancel' }).click();
  await expect(field).toHaveValue(link);
});

/** Drops links on the window, as another program does. */
const drop = (page: Page, links: string): Promise<void> =>
  page.evaluate(`{
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/uri-list', '${links}');
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }`);

test('a link dropped before there is a server shows its host, and is looked up once that server was added', async ({
  page,
  alfresco,
}) => {
  const { letter } = alfresco.tree.examples;
  const asked = alfresco.control.requests.length;
  const requests = () => alfresco.control.requests.slice(asked).map(({ path }) => path);
  await drop(page, `${alfresco.origin}/#/nodes/${letter.id}`);
  const adding = page.getByRole('dialog', { name: 'Add a server' });
  await expect(adding.getByLabel('Address')).toHaveValue(alfresco.origin);
  await adding.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(requests()).toEqual([]);
  // The form for it never opens, for there is no server to ask: nothing holds up the mouse.
  await expect(page.locator('body')).not.toHaveCSS('pointer-events', 'none');
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Welcome to Ferry' })).toBeHidden();
  await drop(page, `${alfresco.origin}/#/nodes/${letter.id}`);
  await adding.getByLabel('User name').fill('d');
  // How to sign in there is looked for now, once, and wasn't before.
  await expect.poll(requests).toContain('/realms/alfresco/.well-known/openid-configuration');
  expect(requests().filter((path) => path === '/content-app/app.config.json')).toHaveLength(1);
  await adding.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await drop(page, `${alfresco.origin}/#/nodes/${letter.id}`);
  await fillServer(page, alfresco);
  const dialog = page.getByRole('dialog', { name: 'New download' });
  await expect(dialog.getByRole('region', { name: 'Chosen' })).toContainText(letter.name);
});

// In the desktop app the clipboard would be the whole system’s.
test(
  'pasting requests what was copied, and the items are counted as Ferry understands them',
  { tag: '@web' },
  async ({ page, alfresco }) => {
    const { letter, scan } = alfresco.tree.examples;
    await addServer(page, alfresco);
    await askFor(page, letter.id);
    await expect(rows(page).first()).toContainText('Saved');
    const search = page.getByRole('textbox', { name: 'Search downloads' });
    await search.fill(`${letter.id} ${scan.id}`);
    await search.press('Control+a');
    await search.press('Control+x');
    // In a field it is pasted as everywhere.
    await search.press('Control+v');
    await expect(search).toHaveValue(`${letter.id} ${scan.id}`);
    await expect(page.getByRole('dialog')).toBeHidden();
    await search.fill('');
    await rows(page).first().press('Control+v');
    const dialog = page.getByRole('dialog', { name: 'New download' });
    await expect(pasteField(dialog)).toHaveValue(`${letter.id} ${scan.id}`);
    await expect(dialog.getByRole('region', { name: 'Chosen' })).toContainText(letter.name);
    // Enter asks for what was pasted, once it is found.
    await pasteField(dialog).press('Enter');
    await expect(dialog).toBeHidden();
    await expect(rows(page).filter({ hasText: '2 files' })).toHaveCount(1);

    // A link that is dropped on the window is asked for as well.
    await drop(page, `# a remark\\r\\n${alfresco.origin}/#/nodes/${scan.id}`);
    await expect(dialog.getByRole('region', { name: 'Chosen' })).toContainText(scan.name);
    await expect(dialog).toHaveAccessibleDescription(
      `The link leads to ${new URL(alfresco.origin).host}. Nothing is downloaded until you start it.`,
    );
  },
);

test('a request for something unknown can be corrected, and takes the place of the failed one', async ({
  page,
  alfresco,
}) => {
  const { repository, examples } = alfresco.tree;
  const { letter } = examples;
  const gone = repository.addFile(examples.mine, 'Gone.txt', 100);
  await addServer(page, alfresco);
  await askThenChange(page, gone, () => repository.remove(gone, true));
  const offer = rows(page).first().getByRole('button', { name: 'Change request' });
  await offer.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change request' });
  const field = pasteField(dialog);
  await expect(field).toHaveValue(gone.id);
  await expect(dialog.getByRole('list', { name: 'Not found' })).toContainText(gone.id);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(offer).toBeVisible();
  await offer.click();
  await field.fill(letter.id);
  await startDownload(dialog);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(1);
  await expect(rows(page)).toHaveCount(1);
});

test('a new download is selected, and its details are shown', async ({ page, alfresco }) => {
  const { letter, scan } = alfresco.tree.examples;
  await addServer(page, alfresco);
  await askFor(page, letter.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(1);
  await askFor(page, scan.id);
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2);
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('heading', { name: scan.name })).toBeVisible();
  await expect(page.getByRole('row', { selected: true })).toHaveAccessibleName(new RegExp(`^${scan.name}`));
});

test(
  'a file goes to the folder that was chosen from the list, found by keyboard',
  { tag: '@web' },
  async ({ page, ferry, alfresco }) => {
    const { letter } = alfresco.tree.examples;
    const papers = join(ferry.home, 'Papers');
    await mkdir(join(papers, 'Letters'), { recursive: true });
    await addServer(page, alfresco);
    const dialog = await openNewDownload(page);
    await pasteField(dialog).fill(letter.id);
    // Of a folder that isn't there yet the nearest one above is shown.
    await dialog.getByLabel('Save to').fill(join(papers, 'Plans', '2026'));
    await dialog.getByRole('button', { name: 'Choose' }).click();

    const picker = page.getByRole('dialog', { name: 'Choose a folder' });
    await expect(picker.getByRole('status')).toHaveText(papers);
    await picker.getByRole('button', { name: 'Letters' }).focus();
    await page.keyboard.press('Enter');
    await expect(picker.getByRole('status')).toHaveText(join(papers, 'Letters'));
    await expect(picker.getByRole('button', { name: 'Up' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(picker.getByRole('status')).toHaveText(papers);
    await expect(picker.getByRole('button', { name: 'Up' })).toBeFocused();
    await picker.getByRole('button', { name: 'Letters' }).click();
    await expect(picker.getByRole('status')).toHaveText(join(papers, 'Letters'));
    await picker.getByRole('button', { name: 'New folder' }).click();
    const name = picker.getByLabel('Name of the new folder');
    await expect(name).toBeFocused();
    await name.fill('..');
    await name.press('Enter');
    await expect(name).toHaveAccessibleDescription('“..” can’t be the name of a folder. Choose another one.');
    await name.fill('2026');
    await name.press('Enter');
    await expect(picker.getByRole('status')).toHaveText(join(papers, 'Letters', '2026'));
    await picker.getByRole('button', { name: 'Choose this folder' }).click();
    await expect(dialog.getByLabel('Save to')).toHaveValue(join(papers, 'Letters', '2026'));
    await startDownload(dialog);
    await expect(rows(page).first()).toContainText('Saved');
    expect(await readdir(join(papers, 'Letters', '2026'))).toEqual([letter.name]);
  },
);

test('a prepared file that the server has deleted is requested again automatically', async ({
  page,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  const row = await askAndHold(page, alfresco, tree.examples.oddNames.id, 6_000);
  await row.hover();
  await row.getByRole('button', { name: 'Pause' }).click();
  await expect(row).toContainText('Paused');
  control.loseDownload(control.downloads()[0]!.node.id);
  control.releaseContent();
  await row.getByRole('button', { name: 'Resume' }).click();
  await expect(row).toContainText('Saved');
  expect(control.count('POST', '/downloads')).toBe(2);
});

test('a waiting download can be moved to the front', async ({ page, alfresco }) => {
  const { control, tree } = alfresco;
  const { tender, correspondence, photos, drawings, oddNames } = tree.examples;
  await addServer(page, alfresco);
  control.holdPreparation();
  for (const [place, folder] of [tender, correspondence, photos, drawings, oddNames].entries()) {
    await askFor(page, folder.id);
    await expect(rows(page)).toHaveCount(place + 1);
  }
  const last = await rows(page).last().getAttribute('data-job');
  await choose(page, rows(page).last(), 'Move to the front');
  await expect(rows(page).first()).toHaveAttribute('data-job', last!);
  await page.getByRole('button', { name: 'Pause all' }).click();
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(5);
});

test('a cancelled download can be started again', async ({ page, ferry, alfresco }) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  await cancel(page, await askAndHold(page, alfresco, tree.examples.scan.id, 9_000_000));
  const cancelled = rows(page).filter({ hasText: 'Cancelled' });
  await expect(cancelled).toHaveCount(1);
  control.releaseContent();
  await choose(page, cancelled, 'Download again');
  await expectNotice(page, 'in the queue again');
  await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(1);
  expect(await readdir(ferry.downloads)).toEqual([tree.examples.scan.name]);
});
