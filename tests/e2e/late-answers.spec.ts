import type { Settings } from '../../src-shared/settings.ts';
import type { FerryWeb } from './fixtures.ts';
import { addServer, askFor, expect, expectNotice, look, openNewDownload } from './fixtures.ts';
import { pasteField, rows, startDownload, test } from './fixtures.ts';
import type { Answer } from './wire.ts';
import { Wire } from './wire.ts';

// What a page makes of answers that come late, or not at all. The wire can be held only between a browser and Ferry.
test.describe('a page', { tag: '@web' }, () => {
  test('shows the free space of the current folder, even if the answer for another one comes later', async ({
    page,
    alfresco,
  }) => {
    await addServer(page, alfresco);
    await expect(page.getByRole('dialog')).toBeHidden();
    const wire = await Wire.of(page);
    const answers: Answer[] = [];
    let settings: Settings | null = null;
    wire.onAnswer('settings.get', (answer) => {
      ({ settings } = answer.value as { settings: Settings });
      answer.send();
    });
    wire.onAnswer('folders.space', (answer) => answers.push(answer));
    await page.reload();
    await expect.poll(() => answers.length).toBe(1);
    wire.tell('settings.changed', { settings: { ...settings!, folder: '/elsewhere' } });
    await expect.poll(() => answers.length).toBe(2);
    answers[1]!.send({ ok: true, value: { free: 2_000_000_000 } });
    const status = page.getByRole('contentinfo');
    await expect(status).toContainText('2.0 GB');
    answers[0]!.send({ ok: true, value: { free: 1_000_000_000 } });
    wire.tell('network.changed', { online: false });
    await expect(status).toContainText('Offline');
    await expect(status).toContainText('2.0 GB');
    // Whoever looks next, it is one number.
    wire.tell('network.changed', { online: true });
    const dialog = await openNewDownload(page);
    await expect(dialog).toContainText('2.0 GB free');
    await expect.poll(() => answers.length).toBeGreaterThan(2);
    answers.at(-1)!.send({ ok: true, value: { free: 3_000_000_000 } });
    await expect(dialog).toContainText('3.0 GB free');
    await expect(status).toContainText('3.0 GB');
  });

  test('asks about a removal once, however often its keys are pressed', async ({ page, alfresco }) => {
    await addServer(page, alfresco);
    await expect(page.getByRole('dialog')).toBeHidden();
    const wire = await Wire.of(page);
    const answers: Answer[] = [];
    wire.onAnswer('connections.remove', (answer) => answers.push(answer));
    await page.getByRole('list', { name: 'Servers' }).getByRole('listitem').hover();
    await page.getByRole('button', { name: 'Actions for Records' }).click();
    await page.getByRole('menuitem', { name: /Remove/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Records?' });
    await dialog.press('Control+Enter');
    await dialog.press('Control+Enter');
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    for (const answer of answers) answer.send();
    await expect(dialog).toBeHidden();
    expect(wire.calls.filter((call) => call === 'connections.remove')).toHaveLength(1);
  });

  test('breaks nothing when the place of a download is answered after its details were left', async ({
    page,
    alfresco,
  }) => {
    await addServer(page, alfresco);
    alfresco.control.holdPreparation();
    await askFor(page, alfresco.tree.examples.handover.id);
    await alfresco.control.preparationHeld();
    const wire = await Wire.of(page);
    const answers: Answer[] = [];
    wire.onAnswer('jobs.target', (answer) => answers.push(answer));
    await rows(page).first().click();
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect(page.getByRole('complementary', { name: 'Details' })).toBeHidden();
    for (const answer of answers) answer.send();
    wire.tell('network.changed', { online: false });
    await expect(page.getByRole('contentinfo')).toContainText('Offline');
    alfresco.control.releasePreparation();
  });

  test('tells of a file whose dialog was left before it was written', async ({ page }) => {
    const wire = await Wire.of(page);
    const answers: Answer[] = [];
    wire.onAnswer('diagnostics.save', (answer) => answers.push(answer));
    await page.getByRole('button', { name: 'Settings' }).click();
    for (const done of [undefined, { ok: false, failure: { kind: 'no-space' } } as const]) {
      await page.getByRole('button', { name: 'Save diagnostics' }).click();
      const dialog = page.getByRole('dialog', { name: 'Save diagnostics' });
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      await expect.poll(() => answers.length).toBe(1);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(dialog).toBeHidden();
      answers.pop()!.send(done);
      await expectNotice(page, done ? 'There is no space left' : 'Ferry-diagnostics-');
    }
  });

  test('fills in the usual folder of a dialog that was open before the settings came', async ({
    page,
    alfresco,
  }) => {
    await addServer(page, alfresco);
    await expect(page.getByRole('dialog')).toBeHidden();
    const wire = await Wire.ofNextTab(page);
    const answers: Answer[] = [];
    wire.onAnswer('app.info', (answer) => answers.push(answer));
    await page.reload();
    const dialog = await openNewDownload(page);
    await pasteField(dialog).fill(alfresco.tree.examples.letter.id);
    await expect(dialog.getByRole('button', { name: 'Download 1' })).toBeVisible();
    for (const answer of answers) answer.send();
    await startDownload(dialog);
    await expect(rows(page).first()).toContainText('Saved');
  });

  test('shows a selected download that was hidden at its current place', async ({
    page,
    ferry,
    alfresco,
  }) => {
    await addServer(page, alfresco);
    await expect(page.getByRole('dialog')).toBeHidden();
    const wire = await Wire.of(page);
    await expect(page.getByRole('list', { name: 'Servers' })).toContainText('Records');
    await look(page, 'hidden');
    const other = await (ferry as FerryWeb).openTab();
    await askFor(other, alfresco.tree.examples.letter.id);
    await expect(rows(other).first()).toContainText('Saved');
    wire.tell('job.chosen', {
      jobId: await rows(other).first().getAttribute('data-job'),
      name: alfresco.tree.examples.letter.name,
    });
    await other.close();
    await look(page, 'visible');
    await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
  });
});

test(
  'a list that was opened while Ferry was unreachable is filled as soon as Ferry answers',
  { tag: '@web' },
  async ({ page, ferry, alfresco, expectedNoise }) => {
    expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
    const { handover } = alfresco.tree.examples;
    await addServer(page, alfresco);
    await askFor(page, handover.id);
    await expect(rows(page).first()).toContainText('Saved');
    await page.getByRole('navigation').getByRole('button', { name: 'History' }).click();
    await page.getByRole('grid', { name: 'History' }).getByRole('row', { name: handover.name }).click();
    const details = page.getByRole('complementary', { name: 'Details' });
    await expect(details).toContainText(handover.name);
    const away = page.getByRole('alert').filter({ hasText: 'Ferry' });
    await ferry.stop();
    await expect(away).toContainText('Ferry doesn’t answer');
    await details.getByRole('tab', { name: 'Files' }).click();
    await expect(details.getByRole('list', { name: 'Files in the zip' })).toHaveCount(0);

    await page.goto(await (ferry as FerryWeb).startInPlace());
    await expect(away).toBeHidden();
    await expect(
      details.getByRole('list', { name: 'Files in the zip' }).getByRole('listitem').first(),
    ).toBeVisible();

    await ferry.stop();
    await expect(away).toContainText('Ferry doesn’t answer');
    await page.getByRole('button', { name: 'Settings' }).click();
    const settings = page.getByRole('region', { name: 'Settings' });
    await settings.getByRole('textbox', { name: 'Search settings' }).fill('license');
    await expect(settings.getByText('Data folder')).toHaveCount(0);
    await page.goto(await (ferry as FerryWeb).startInPlace());
    await expect(settings.getByText('Data folder')).toBeVisible();
  },
);

test(
  'a browser without storage shows the page, and can reload it',
  { tag: '@web' },
  async ({ page, context, ferry }) => {
    await expect(page.getByRole('button', { name: 'Settings' })).toBeVisible();
    await context.addInitScript(`
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get: () => { throw new DOMException('Denied.', 'SecurityError'); } });`);
    const wire = await Wire.ofNextTab(context);
    const other = await (ferry as FerryWeb).openTab();
    await other.getByRole('button', { name: 'Settings' }).click();
    await other.getByRole('combobox', { name: 'Theme' }).click();
    await other.getByRole('option', { name: 'Dark', exact: true }).click();
    await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
    const asked = (): number => wire.calls.filter((call) => call === 'app.info').length;
    const before = asked();
    await wire.cut();
    await expect.poll(asked).toBe(before + 1);
    await expect(other.getByRole('alert').filter({ hasText: 'Ferry' })).toBeHidden();
  },
);
