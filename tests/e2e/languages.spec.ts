import { axeOf } from './axe.ts';
import type { Locator, Page } from '@playwright/test';
import '../../src-shared/language/all.ts';
import { setLanguage, t } from '../../src-shared/language/index.ts';
import { addServer, askFor, expect, nameServer, rows, test } from './fixtures.ts';
import { beheaded, expectNothing, overflowing, overlapping, plainTexts } from './reading.ts';

/** The rows of downloads that are shown, in whatever language the list is called. */
const jobs = (page: Page): Locator => page.locator('main [data-job]');

test(
  'German chosen in the settings changes the whole screen at once, and a restart keeps it',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco, expectedNoise }) => {
    expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
    await addServer(page, alfresco);
    await askFor(page, alfresco.tree.examples.letter.id);
    await expect(rows(page).first()).toContainText('Saved');

    await page.getByRole('button', { name: 'Settings' }).click();
    const choice = page.getByRole('combobox', { name: /^Language/ });
    await expect(choice).toContainText('Match system');
    await choice.click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Ordner für Downloads' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
    // Nothing was taken away under the hands of who chose it.
    await expect(page.getByRole('combobox', { name: /^Sprache/ })).toBeFocused();
    await expect(page.getByRole('contentinfo')).toContainText('Zurzeit läuft nichts');

    await page.getByRole('button', { name: 'Alle' }).click();
    const row = jobs(page).first();
    await expect(row).toContainText('Gespeichert');
    await expect(page.getByRole('search')).toContainText('Strg F');
    await expect(row).toContainText(/\d (B|kB)/);
    const details = page.getByRole('complementary', { name: 'Details' });
    await expect(details).toContainText('Hinzugefügt');
    await details.getByRole('tab', { name: 'Ablauf' }).click();
    await expect(details).toContainText('Sofort bereit');

    // A file is called as the screen says that it will be.
    await page.getByRole('button', { name: 'Neuer Download' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Neuer Download' });
    const { letter, handover } = alfresco.tree.examples;
    await dialog.getByRole('searchbox').fill(`${letter.id} ${handover.id}`);
    await dialog.getByRole('button', { name: '2 herunterladen' }).click();
    const both = jobs(page).filter({ hasText: `${letter.name} und 1 weiteres.zip` });
    await expect(both).toContainText('Gespeichert');

    await ferry.stop();
    const again = await ferry.start();
    await expect(again.getByRole('button', { name: 'Neuer Download' }).first()).toBeVisible();
    await expect(again.locator('html')).toHaveAttribute('lang', 'de');
  },
);

test('in German, omitted files and refusals are explained in German', async ({ page, alfresco }) => {
  const { letter, mine } = alfresco.tree.examples;
  alfresco.control.loseContent(letter.id);
  await addServer(page, alfresco);
  await askFor(page, mine.id);
  await expect(rows(page).first()).toContainText('The zip is incomplete: the server left out 1 file of 61.');

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: /^Language/ }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await page.getByRole('button', { name: 'Alle' }).click();
  await expect(jobs(page).first()).toContainText(
    'Das ZIP ist unvollständig: Der Server hat 1 Datei von 61 weggelassen.',
  );

  await page.getByRole('button', { name: 'Neuer Download' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('no://such thing');
  await expect(dialog).toContainText(
    '„no://such thing“ ist weder die ID eines Dokuments oder Ordners noch ein Link, der eine enthält.',
  );
});

test.describe('in a language that is longer and runs from right to left @web', () => {
  // Other browsers have languages that Ferry speaks; this one has CLDR's name for such a test.
  test.use({
    page: async ({ context, ferry }, use) => {
      await context.addInitScript(`Object.defineProperty(navigator, 'languages', { value: ['ar-XB'] })`);
      await use(await ferry.start());
    },
  });
  test.beforeEach(() => setLanguage('ar-XB'));
  test.afterEach(() => setLanguage('en'));

  async function look(page: Page, what: string): Promise<void> {
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      const amiss = { plainTexts, overflowing, beheaded, overlapping };
      await expectNothing(page, `${what}, ${width} wide`, amiss);
    }
    // In the smaller window, where things are nearest to each other. Menus hang on the page's end, outside of its landmarks.
    const menus = '[data-bits-floating-content-wrapper]';
    const { violations } = await axeOf(page).exclude(menus).analyze();
    expect
      .soft(
        violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
        what,
      )
      .toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  }

  const dialogOf = (page: Page): Locator => page.getByRole('dialog');
  const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

  async function begin(page: Page): Promise<void> {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.getByRole('heading', { name: t('queue.first.title') })).toBeVisible();
  }

  async function add(page: Page, address: string, password: string): Promise<void> {
    const dialog = dialogOf(page);
    await button(page, t('common.addServer')).click();
    await dialog.getByLabel(t('connections.address')).fill(address);
    await nameServer(dialog, 'Records');
    await dialog.getByLabel(t('connections.signIn.userName')).fill('demo');
    await dialog.getByLabel(t('connections.signIn.password')).fill(password);
    await dialog.getByRole('button', { name: t('connections.add') }).click();
  }

  async function ask(page: Page, id: string, between?: () => void): Promise<void> {
    const dialog = dialogOf(page);
    await button(page, t('common.newDownload')).first().click();
    await dialog.getByRole('searchbox', { name: t('picker.field') }).fill(id);
    const start = dialog.getByRole('button', { name: t('picker.download', { count: 1 }) });
    await expect(start).toBeEnabled();
    between?.();
    await start.click();
    await expect(dialog).toBeHidden();
  }

  test('in every language the empty screen and server dialogs have room for their text', async ({
    page,
    alfresco,
    bridge,
  }) => {
    await begin(page);
    const dialog = dialogOf(page);
    await look(page, 'nothing yet');
    await add(page, alfresco.url, 'wrong');
    await expect(dialog.getByRole('alert')).not.toBeEmpty();
    await look(page, 'a refused server');
    await dialog.getByLabel(t('connections.signIn.password')).fill('demo');
    await dialog.getByRole('button', { name: t('connections.tryAgain') }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('heading', { name: t('queue.empty.title') })).toBeVisible();
    await look(page, 'an empty queue');
    await button(page, t('common.addServer')).click();
    await dialog.getByRole('radio', { name: 'Bridge' }).click();
    await dialog.getByLabel(t('connections.address')).fill(bridge.url);
    await look(page, 'a new Bridge');
  });

  test('in every language the queue, details, menus and questions have room for their text', async ({
    page,
    alfresco,
  }) => {
    await begin(page);
    const { control, tree } = alfresco;
    await add(page, alfresco.url, 'demo');
    await expect(dialogOf(page)).toBeHidden();
    await ask(page, tree.examples.letter.id);
    await expect(jobs(page).first()).toContainText(t('row.status.saved'));
    await ask(page, tree.examples.correspondence.id, () => (tree.examples.correspondence.readers = ['eve']));
    await expect(jobs(page).filter({ hasText: t('queue.userActions.retry') })).toBeVisible();
    control.holdPreparation(4_000);
    await ask(page, tree.examples.handover.id);
    await control.preparationHeld();
    const held = jobs(page).filter({ hasText: t('row.status.preparing') });
    await expect(held).toBeVisible();
    await look(page, 'a queue');
    await jobs(page)
      .filter({ hasText: t('row.status.saved') })
      .click();
    await page.mouse.move(0, 0);
    await look(page, 'a saved file');
    await held.click({ button: 'right' });
    await expect(page.getByRole('menu')).toBeVisible();
    await look(page, 'a menu');
    await page.getByRole('menuitem', { name: t('queue.userActions.cancel') }).click();
    await expect(dialogOf(page)).toBeVisible();
    await look(page, 'a question');
    control.releasePreparation();
  });

  test('in every language requests, history and settings have room for their text', async ({
    page,
    alfresco,
  }) => {
    await begin(page);
    const { tree } = alfresco;
    const dialog = dialogOf(page);
    await add(page, alfresco.url, 'demo');
    await expect(dialog).toBeHidden();
    await ask(page, tree.examples.letter.id);
    await expect(jobs(page).first()).toContainText(t('row.status.saved'));
    await button(page, t('common.newDownload')).first().click();
    await dialog.getByRole('searchbox', { name: t('picker.field') }).fill(tree.examples.letter.id);
    await expect(dialog.getByRole('button', { name: t('picker.basket.showIt') })).toBeVisible();
    await dialog.getByRole('button', { name: t('common.more'), exact: true }).click();
    await look(page, 'a new download');
    await dialog.getByRole('button', { name: t('common.choose') }).click();
    await expect(page.getByRole('dialog', { name: t('newDownload.folder.title') })).toBeVisible();
    await look(page, 'folders');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: t('newDownload.leave.title') })).toBeVisible();
    await look(page, 'leaving with something chosen');
    await button(page, t('newDownload.leave.leave')).click();
    const navigation = page.getByRole('navigation');
    await navigation.getByRole('button', { name: t('shell.history') }).click();
    await expect(jobs(page).first()).toBeVisible();
    await look(page, 'the history');
    await navigation.getByRole('button', { name: t('settings.title') }).click();
    await expect(page.getByRole('heading', { name: t('settings.title') })).toBeVisible();
    await look(page, 'the settings');
    await page.setViewportSize({ width: 640, height: 720 });
    await button(page, t('shell.menu')).click();
    await expectNothing(page, 'a narrow window', { plainTexts, overflowing });
  });
});
