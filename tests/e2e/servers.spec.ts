import type { Locator, Page } from '@playwright/test';
import {
  addServer,
  addServerByDialog,
  askFor,
  askForForbidden,
  expect,
  expectNotice,
  pastRows,
  rows,
  test,
} from './fixtures.ts';

/** Opens the menu of a server and takes an entry. */
async function chooseFor(page: Page, server: string, entry: string | RegExp): Promise<void> {
  const item = page.getByRole('list', { name: 'Servers' }).getByRole('listitem').filter({ hasText: server });
  await item.hover();
  await item.getByRole('button', { name: `Actions for ${server}` }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

const servers = (page: Page): Locator => page.getByRole('list', { name: 'Servers' }).getByRole('listitem');

test('a server is renamed and tested, and its password need not be typed again', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  await expect(servers(page)).toHaveCount(1);
  await chooseFor(page, 'Records', 'Edit');
  const dialog = page.getByRole('dialog', { name: 'Edit Records' });
  await dialog.getByLabel('Name', { exact: true }).fill('Archive');
  await dialog.getByRole('button', { name: 'Save and test' }).click();
  await expect(dialog).toBeHidden();
  await expect(servers(page)).toContainText('Archive');
  await chooseFor(page, 'Archive', 'Test');
  await expectNotice(page, 'Archive answers');
});

test('an address at another origin forgets the password', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  await expect(servers(page)).toHaveCount(1);
  await chooseFor(page, 'Records', 'Edit');
  const dialog = page.getByRole('dialog', { name: 'Edit Records' });
  const other = new URL(alfresco.url);
  other.hostname = other.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  await dialog.getByLabel('Address').fill(other.href);
  await dialog.getByLabel('Address').blur();
  await expect(dialog.getByRole('status')).toContainText('leads to another server');
  await dialog.getByRole('button', { name: 'Save and test' }).click();
  await expect(dialog.getByRole('alert')).toContainText('has no password');
  // It is asked how people sign in there, and told nothing.
  const told = alfresco.control.requests.filter(({ headers }) => headers.host?.startsWith(other.hostname));
  expect(told.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  expect(told.map(({ method }) => method)).not.toContain('POST');
});

test('a new server that doesn’t work is removed again, unless the user keeps it', async ({
  page,
  alfresco,
}) => {
  const dialog = page.getByRole('dialog', { name: 'Add a server' });
  await addServerByDialog(page, alfresco, 'wrong');
  await expect(dialog.getByRole('alert')).toContainText('refused');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const question = page.getByRole('dialog', { name: 'Keep Records?' });
  await question.getByRole('button', { name: 'Back' }).click();
  await expect(dialog.getByLabel('Address')).toHaveValue(alfresco.url);
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Remove it' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Add a server to begin' })).toBeVisible();
});

test('a plain server takes three fields; its name, its way and its limits are folded away', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Add a server' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a server' });
  const fields = dialog.locator('input:visible');
  await expect(fields).toHaveCount(3);
  for (const label of ['Address', 'User name', 'Password'])
    await expect(dialog.getByLabel(label)).toBeVisible();
  await dialog.getByRole('button', { name: 'More: name' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toBeVisible();
});

test('another account of a server that nobody named is told by its name', async ({ page, alfresco }) => {
  for (const [nth, user] of ['demo', 'eve'].entries()) {
    await page.getByRole('button', { name: 'Add a server' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add a server' });
    await dialog.getByLabel('Address').fill(alfresco.url);
    await dialog.getByLabel('User name').fill(user);
    await dialog.getByLabel('Password').fill(user);
    await dialog.getByRole('button', { name: 'Add server' }).click();
    await expect(dialog).toBeHidden();
    await expect(servers(page)).toHaveCount(nth + 1);
  }
  await expect(servers(page).filter({ hasText: '(eve)' })).toHaveCount(1);
  await expect(servers(page).filter({ hasText: '(demo)' })).toHaveCount(0);
});

test('a server that is in the list already is used instead of added twice', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  await expect(servers(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Add a server' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a server' });
  await dialog.getByLabel('Address').fill(alfresco.url);
  await dialog.getByLabel('User name').fill('demo');
  await dialog.getByRole('button', { name: 'Use Records' }).click();
  await expect(dialog).toBeHidden();
  await expect(servers(page)).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'Downloads from Records' })).toBeAttached();
});

test('what is removed from the list stays in the history until it is removed there, without a question', async ({
  page,
  alfresco,
}) => {
  const { tree } = alfresco;
  await addServer(page, alfresco);
  await askFor(page, tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await askForForbidden(page, tree.examples.boardMinutes);
  const refused = rows(page).filter({ hasText: 'The server refused' });
  await refused.focus();
  await page.keyboard.press('Delete');
  await expectNotice(page, 'is removed from the list.');
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove from list' }).click();
  await expectNotice(page, 'is removed from the list. The history keeps it.');
  await expect(rows(page)).toHaveCount(0);

  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /History/ })
    .click();
  await expect(pastRows(page)).toHaveCount(1);
  await pastRows(page).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove from history' }).click();
  await expectNotice(page, 'is removed from the history.');
  await expect(page.getByRole('heading', { name: 'No history yet' })).toBeVisible();
});

test(
  'a server and a download lead to their pages on the server',
  { tag: '@web' },
  async ({ page, context, alfresco }) => {
    const { letter } = alfresco.tree.examples;
    await addServer(page, alfresco);
    await askFor(page, letter.id);
    await expect(rows(page).first()).toContainText('Saved');
    const opened = async (press: () => Promise<void>): Promise<string> => {
      const [tab] = await Promise.all([context.waitForEvent('page'), press()]);
      return tab.url();
    };
    await rows(page).first().click({ button: 'right' });
    const item = page.getByRole('menuitem', { name: 'Open in Alfresco' });
    expect(await opened(() => item.click())).toBe(
      `${new URL(alfresco.url).origin}/share/page/document-details?nodeRef=workspace%3A%2F%2FSpacesStore%2F${letter.id}`,
    );
    expect(await opened(() => chooseFor(page, 'Records', 'Open in Alfresco'))).toMatch(/\/share\/page$/);
  },
);

test('a toast lies under a dialog, takes no clicks there, and stands beside the details', async ({
  page,
  alfresco,
}) => {
  await addServer(page, alfresco);
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await chooseFor(page, 'Records', 'Test');
  const toasts = page.getByRole('region', { name: 'Notices' });
  await expect(toasts).toBeVisible();
  const [toast, details] = await Promise.all([
    toasts.boundingBox(),
    page.getByRole('complementary', { name: 'Details' }).boundingBox(),
  ]);
  expect(toast!.x + toast!.width).toBeLessThanOrEqual(details!.x);
  await page.keyboard.press('Control+n');
  await expect(page.getByRole('dialog', { name: 'New download' })).toBeVisible();
  await expect(page.locator('section[inert]')).toContainText('Records answers');
  const layer = (selector: string): Promise<number> =>
    page.evaluate(`Number(getComputedStyle(document.querySelector(${JSON.stringify(selector)})).zIndex)`);
  expect(await layer('[role=dialog]')).toBeGreaterThan(await layer('section[inert]'));
});
