import type { FerryWeb } from './fixtures.ts';
import {
  addServer,
  addServerByDialog,
  askFor,
  askForForbidden,
  expect,
  expectNotice,
  fillServer,
  nameServer,
  openNewDownload,
  pasteField,
  rows,
  test,
} from './fixtures.ts';

test(
  'two tabs show the same at all times, and closing one changes nothing',
  { tag: '@web' },
  async ({ page, ferry, alfresco }) => {
    const { control, tree } = alfresco;
    await addServer(page, alfresco);
    const other = await (ferry as FerryWeb).openTab();
    control.holdPreparation(4_000);
    await askFor(page, tree.examples.handover.id);
    await expect(rows(other).first()).toContainText('Preparing');
    await rows(other).first().hover();
    await rows(other).first().getByRole('button', { name: 'Pause' }).click();
    await expect(rows(page).first()).toContainText('Paused');
    await other.close();
    await rows(page).first().getByRole('button', { name: 'Resume' }).click();
    control.releasePreparation();
    await expect(rows(page).first()).toContainText('Saved');
  },
);

test(
  'a page that lost its connection to Ferry says so',
  { tag: '@web' },
  async ({ page, ferry, expectedNoise }) => {
    expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
    // Under a dialog the banner can't be seen: it says so itself.
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(dialog).toBeVisible();
    await ferry.stop();
    await expect(dialog.getByRole('alert')).toContainText('Ferry doesn’t answer');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('alert').filter({ hasText: 'Ferry doesn’t answer' })).toBeVisible();
  },
);

test(
  'after a restart the tab says what to do, and the new address opens in the same tab',
  { tag: '@web' },
  async ({ page, ferry, alfresco, expectedNoise }) => {
    expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
    const { control, tree } = alfresco;
    await addServer(page, alfresco);
    control.holdPreparation(4_000);
    await askFor(page, tree.examples.handover.id);
    await control.preparationHeld();
    const row = rows(page).first();
    await row.hover();
    await ferry.stop();
    await expect(page.getByRole('alert').filter({ hasText: 'Ferry doesn’t answer' })).toBeVisible();
    await expect(page.getByRole('contentinfo')).toHaveText('Ferry doesn’t answer');
    await expect(row.getByRole('button', { name: 'Pause' })).toBeDisabled();
    await expect(
      page.getByRole('banner').getByRole('button', { name: 'New download' }).first(),
    ).toBeDisabled();

    const address = await (ferry as FerryWeb).startInPlace();
    await expect(page.getByRole('alert').filter({ hasText: 'Ferry was restarted' })).toBeVisible();
    await page.goto(address);
    await expect(page.getByRole('alert').filter({ hasText: 'Ferry' })).toBeHidden();
    await expect(row).toContainText('Waiting for sign-in');
    expect(new URL(page.url()).hash).toBe('');
    control.releasePreparation();

    // What the server has is shown as soon as it has the password, without another click.
    const dialog = await openNewDownload(page);
    await expect(dialog.getByRole('alert')).toContainText('and the waiting downloads start');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    const signingIn = page.getByRole('dialog', { name: 'Sign in to Records' });
    await signingIn.getByLabel('Password').fill('demo');
    await signingIn.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog.getByRole('alert')).toBeHidden();
    await dialog.getByRole('button', { name: 'Harbour Extension' }).click();
    await expect(dialog.getByRole('row', { name: 'Handover' })).toBeVisible();
  },
);

test(
  'a reload shows the same, and the token isn’t in the address',
  { tag: '@hosts' },
  async ({ page, alfresco }) => {
    await addServer(page, alfresco);
    await askFor(page, alfresco.tree.examples.letter.id);
    await expect(rows(page).first()).toContainText('Saved');
    expect(new URL(page.url()).hash).toBe('');
    await page.reload();
    await expect(rows(page).first()).toContainText('Saved');
    await expect(page.getByRole('list', { name: 'Servers' })).toContainText('Records');
  },
);

test('downloads wait for an unreachable server, and continue when it is back', async ({ page, alfresco }) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  control.holdPreparation(4_000);
  await askFor(page, tree.examples.handover.id);
  await control.preparationHeld();
  await alfresco.stop();
  const row = rows(page).first();
  await expect(row).toContainText('Waiting for the server');
  await expect(page.locator('[role=status][aria-live=polite]')).toContainText(
    /: Waiting for the server\.\s*$/,
  );
  control.releasePreparation();
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText(
    /Next check at|Checking now/,
  );
  // What was said of it is true no longer once it works, and is said once however often one tries.
  const notices = page.getByRole('region', { name: 'Notices' });
  await row.getByRole('button', { name: 'Try now' }).click();
  await expectNotice(page, 'The server can’t be reached');
  await row.getByRole('button', { name: 'Try now' }).click();
  await expectNotice(page, 'The server can’t be reached', 2);
  await expect(notices.getByText('The server can’t be reached')).toHaveCount(1);
  await alfresco.start();
  await row.getByRole('button', { name: 'Try now' }).click();
  await expect(row).toContainText('Saved');
  await expect(notices.getByText('The server can’t be reached')).toHaveCount(0);
  expect(control.count('POST', '/downloads')).toBe(1);
});

test('a wrong password is explained and can be corrected in the same dialog', async ({ page, alfresco }) => {
  await addServerByDialog(page, alfresco, 'wrong');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('refused the user name or the password');
  await dialog.getByLabel('Password').fill('demo');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog).toBeHidden();
  await askFor(page, alfresco.tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
});

test('a password that becomes invalid during a download makes it wait under one banner', async ({
  page,
  alfresco,
}) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  control.holdPreparation(4_000);
  await askFor(page, tree.examples.handover.id);
  await control.preparationHeld();
  control.setPassword('demo', 'changed');
  control.expireTickets();
  const row = rows(page).first();
  await expect(row).toContainText('Waiting for sign-in');
  control.releasePreparation();
  await page.getByRole('note').getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to Records' });
  await dialog.getByLabel('Password').fill('changed');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(row).toContainText('Saved');
});

test('a folder that can’t be used is explained, with a way out', async ({ page, alfresco }) => {
  await addServer(page, alfresco);
  const { boardMinutes } = alfresco.tree.examples;
  await askForForbidden(page, boardMinutes);
  const row = rows(page).first();
  await expect(row).toContainText('The server refused');
  const refused = (): number =>
    alfresco.control.requests.filter(
      ({ path, status }) => path.endsWith(`/nodes/${boardMinutes.id}`) && status === 403,
    ).length;
  // What is refused isn't tried again by itself.
  expect(refused()).toBe(1);
  await row.getByRole('button', { name: 'Retry' }).click();
  await expect.poll(refused).toBe(2);
  await expect(row).toContainText('The server refused');
});

test('removing a server asks what happens to its downloads', async ({ page, alfresco }) => {
  const { control, tree } = alfresco;
  await addServer(page, alfresco);
  control.holdPreparation(4_000);
  await askFor(page, tree.examples.handover.id);
  await control.preparationHeld();
  const server = page
    .getByRole('list', { name: 'Servers' })
    .getByRole('listitem')
    .filter({ hasText: 'Records' });
  const dialog = page.getByRole('dialog', { name: 'Remove Records?' });
  const removing = async (): Promise<void> => {
    await server.hover();
    await server.getByRole('button', { name: 'Actions for Records' }).click();
    await page.getByRole('menuitem', { name: /Remove/ }).click();
  };
  await removing();
  await dialog.getByRole('button', { name: 'Remove server' }).click();
  const row = rows(page).first();
  await expect(row).toContainText('Server removed');
  await row.getByRole('button', { name: 'Add a server' }).click();
  await expect(page.getByRole('dialog', { name: 'Add a server' }).getByLabel('Address')).toHaveValue(
    `${alfresco.origin}/alfresco`,
  );
  await fillServer(page, alfresco);
  await expect(row).toContainText('Preparing');
  await removing();
  await dialog.getByRole('radio', { name: /Cancel/ }).click();
  control.releasePreparation();
  await dialog.getByRole('button', { name: 'Remove server' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).first()).toContainText('Cancelled');
  await expect.poll(() => control.downloads().length).toBe(0);
});

test('a repeated request is noticed before it is sent', async ({ page, alfresco }) => {
  const { tree } = alfresco;
  await addServer(page, alfresco);
  await askFor(page, tree.examples.letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  const dialog = await openNewDownload(page);
  // With more than that chosen, leaving asks first.
  await pasteField(dialog).fill(`${tree.examples.letter.id} ${tree.examples.handover.id}`);
  const chosen = dialog.getByRole('region', { name: 'Chosen' });
  await expect(chosen).toContainText(/Downloaded .*, in /);
  await chosen.getByRole('button', { name: 'Show it' }).click();
  await page.getByRole('button', { name: 'Go on choosing' }).click();
  await chosen.getByRole('button', { name: /^Remove .*Handover/ }).click();
  await chosen.getByRole('button', { name: 'Show it' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
});

test(
  '73 markup in the names of files and servers is text, on the row, in the details and in the notices',
  { tag: '@hosts' },
  async ({ page, alfresco }) => {
    const { tree } = alfresco;
    const markup = (what: string): string => `<img src=x onerror="document.title='run'">${what}`;
    const letter = tree.repository.addFile(tree.examples.mine, `${markup('Letter')}.txt`, 4_000);
    await page.getByRole('button', { name: 'Add a server' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add a server' });
    await dialog.getByLabel('Address').fill(alfresco.url);
    await nameServer(dialog, markup('Records'));
    await dialog.getByLabel('User name').fill('demo');
    await dialog.getByLabel('Password').fill('demo');
    await dialog.getByRole('button', { name: 'Add server' }).click();
    await askFor(page, letter.id);

    const row = rows(page).first();
    await expect(row).toContainText('Saved');
    await expect(row).toContainText('Letter');
    await expect(row).toContainText(markup('Records'));
    await row.click();
    await expect(page.getByRole('complementary', { name: 'Details' })).toContainText(markup('Records'));
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await expect(page.getByRole('dialog', { name: 'Notifications' })).toContainText(markup('Records'));
    await expect(page.locator('[onerror]')).toHaveCount(0);
    await expect(page).toHaveTitle(/Ferry/);
  },
);
