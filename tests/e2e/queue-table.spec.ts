import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { openConfig } from '../../src-main/adapters/config-conf.ts';
import type { Job } from '../../src-shared/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { addServer, askFor, expect, pastRows, removeInDialog, rows, test } from './fixtures.ts';
import type { Ferry, FerryWeb } from './ferry-web.ts';
import { Wire } from './wire.ts';

const start = 1_790_000_000_000;
const paused = { is: 'paused', resume: { step: 'queued' } } as const;
/** In the queue's order; asked for the other way round. */
const names = ['Minutes', 'Contracts', 'Letters', 'Drawings', 'Invoices', 'Photos'];

/** Fills a data folder with paused downloads of a server that isn't there, and starts Ferry on it. */
async function startWith(ferry: Ferry, ...more: Job[]): Promise<Page> {
  const folder = join(ferry.home, 'data');
  openConfig({ folder }).saveConnection({
    id: 'connection-1',
    kind: 'alfresco',
    name: 'Records',
    baseUrl: 'http://127.0.0.1:9/alfresco',
    tenant: '-default-',
    user: 'demo',
    createdAt: start,
  });
  const store = openJobStore({ folder, now: () => start });
  const jobs = names.map((name, index) =>
    composeJob({
      id: `job-${name}`,
      name: `${name}.zip`,
      order: index,
      createdAt: start - index,
      state: paused,
    }),
  );
  store.save([...jobs, ...more], [], []);
  store.close();
  const page = await ferry.start();
  await expect(rows(page).first()).toBeVisible();
  return page;
}

/** The names of the rows that are shown, from top to bottom. */
async function order(page: Page): Promise<string[]> {
  const found: { name: string; index: number }[] = [];
  for (const row of await rows(page).all()) {
    const label = (await row.getAttribute('aria-label')) ?? '';
    const index = Number(await row.getAttribute('aria-rowindex'));
    found.push({ name: label.slice(0, label.indexOf('.zip')), index });
  }
  return found.sort((one, other) => one.index - other.index).map(({ name }) => name);
}

const row = (page: Page, name: string): Locator =>
  page.getByRole('treegrid', { name: 'Downloads' }).getByRole('row', { name: new RegExp(`^${name}`) });
const head = (page: Page, name: string): Locator => page.getByRole('columnheader', { name, exact: true });
const chosen = (page: Page): Locator =>
  page.getByRole('treegrid', { name: 'Downloads' }).getByRole('row', { selected: true });
/** Where a row can be pressed without meeting a button. */
const place = { x: 120, y: 18 };

/** Lets the page believe that its window was hidden, or shown again. */
async function look(page: Page, visibility: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${visibility}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));`);
}

test('a head sorts its column one way, the other way, and not at all, and says so', async ({ ferry }) => {
  const page = await startWith(ferry);
  expect(await order(page)).toEqual(names);

  await head(page, 'Name').getByRole('button').click();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(() => order(page)).toEqual([...names].sort());
  await head(page, 'Name').getByRole('button').click();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => order(page)).toEqual([...names].sort().reverse());
  await page.getByRole('button', { name: 'Queue order' }).click();
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'none');
  await expect.poll(() => order(page)).toEqual(names);
});

test('columns are chosen, moved and made wider by keyboard, and stay so', async ({ ferry }) => {
  const page = await startWith(ferry);
  const heads = (): Promise<string[]> =>
    page
      .getByRole('columnheader')
      .all()
      .then((all) =>
        Promise.all(all.map((one) => one.getAttribute('aria-label').then((name) => name ?? ''))),
      );
  await page.getByRole('button', { name: 'Hide details' }).click();
  await expect.poll(heads).toEqual(['Name', 'Status', 'Progress', 'Size', 'Speed', 'Time left', 'Added']);

  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('checkbox', { name: 'Speed no room now' })).toBeChecked();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Hide details' }).click();

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Speed', exact: true }).press('Space');
  await page.getByRole('button', { name: 'Move Size left' }).press('Enter');
  await page.getByRole('checkbox', { name: 'Compact rows' }).press('Space');
  await page.keyboard.press('Escape');
  await expect.poll(heads).toEqual(['Name', 'Status', 'Size', 'Progress', 'Time left', 'Added']);

  const edge = page.getByRole('separator', { name: 'Width of Size' });
  const before = Number(await edge.getAttribute('aria-valuenow'));
  await edge.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 50));
  expect((await head(page, 'Size').boundingBox())!.width).toBeCloseTo(before + 50, 0);
  expect((await rows(page).first().boundingBox())!.height).toBe(36);

  await page.reload();
  await page.getByRole('button', { name: 'Hide details' }).click();
  await expect.poll(heads).toEqual(['Name', 'Status', 'Size', 'Progress', 'Time left', 'Added']);
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 50));
  expect((await rows(page).first().boundingBox())!.height).toBe(36);

  // Another start, where a browser has another address for Ferry.
  await page.close();
  await ferry.stop();
  const again = await ferry.start();
  await expect(again.getByRole('columnheader').nth(1)).toHaveAccessibleName('Size');
  await expect(again.getByRole('separator', { name: 'Width of Size' })).toHaveAttribute(
    'aria-valuenow',
    String(before + 50),
  );
  expect((await rows(again).first().boundingBox())!.height).toBe(36);
});

test('a head can be dragged to another place', async ({ ferry }) => {
  const page = await startWith(ferry);
  const size = (await head(page, 'Size').boundingBox())!;
  const progress = (await head(page, 'Progress').boundingBox())!;
  await page.mouse.move(size.x + size.width - 20, size.y + 17);
  await page.mouse.down();
  await page.mouse.move(progress.x + 40, size.y + 17, { steps: 4 });
  await page.mouse.move(progress.x + 10, size.y + 17);
  await page.mouse.up();
  await expect
    .poll(async () => (await head(page, 'Size').boundingBox())!.x)
    .toBeLessThan((await head(page, 'Progress').boundingBox())!.x);
  await expect(head(page, 'Size')).toHaveAttribute('aria-sort', 'none');
  await page.keyboard.press('Enter');
  await expect(head(page, 'Size')).not.toHaveAttribute('aria-sort', 'none');
});

test('rows are chosen as in a file manager, and what is chosen is done together', async ({ ferry }) => {
  const page = await startWith(ferry);
  await row(page, 'Contracts').click({ position: place });
  await row(page, 'Drawings').click({ position: place, modifiers: ['Shift'] });
  await expect(chosen(page)).toHaveCount(3);
  await row(page, 'Letters').click({ position: place, modifiers: ['Control'] });
  await expect(chosen(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(chosen(page)).toHaveCount(0);

  await page.keyboard.press('Home');
  await expect(row(page, 'Minutes')).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(chosen(page)).toHaveCount(3);
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Control+Space');
  await expect(row(page, 'Invoices')).toBeFocused();
  await expect(chosen(page)).toHaveCount(4);
  await page.keyboard.type('ph');
  await expect(row(page, 'Photos')).toBeFocused();
  await expect(chosen(page)).toHaveCount(1);
  await page.keyboard.press('Control+a');
  await expect(chosen(page)).toHaveCount(6);

  const bar = page.getByRole('toolbar', { name: 'Actions for 6 downloads' });
  await bar.getByRole('button', { name: 'Resume' }).click();
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(0);
  await bar.getByRole('button', { name: 'Pause' }).click();
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(6);
  await bar.getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar).toBeHidden();
  await expect(row(page, 'Photos')).toBeFocused();
});

test('several are given up together, after one question', async ({ ferry }) => {
  const page = await startWith(ferry);
  await row(page, 'Contracts').click({ position: place });
  await row(page, 'Drawings').click({ position: place, modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Actions for 3 downloads' });
  await bar.getByRole('button', { name: 'Cancel' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel 3 downloads?' });
  await dialog.getByRole('button', { name: 'Keep them' }).click();
  await expect(rows(page).filter({ hasText: 'Cancelled' })).toHaveCount(0);
  await bar.getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByRole('button', { name: 'Cancel downloads' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).filter({ hasText: 'Cancelled' })).toHaveCount(3);
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(3);
});

test('the menu comes by mouse and by keyboard, for what is chosen', async ({ ferry }) => {
  const page = await startWith(ferry);
  await row(page, 'Contracts').click({ position: place });
  await row(page, 'Letters').click({ position: place, modifiers: ['Shift'] });
  await row(page, 'Letters').click({ position: place, button: 'right' });
  const menu = page.getByRole('menu', { name: 'Actions for 2 downloads' });
  await menu.getByRole('menuitem', { name: 'Resume' }).click();
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(4);

  await row(page, 'Photos').click({ position: place, button: 'right' });
  await expect(page.getByRole('menu', { name: 'Actions for Photos.zip' })).toBeVisible();
  await expect(chosen(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(row(page, 'Photos')).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Order and priority' }).press('ArrowRight');
  await page.getByRole('menuitemcheckbox', { name: 'High priority' }).press('Enter');
  await expect.poll(() => order(page)).toEqual(['Photos', ...names.slice(0, 5)]);
});

test('rows are put in order by dragging and by keys, several together, and stay so', async ({ ferry }) => {
  const page = await startWith(ferry);
  await row(page, 'Minutes').click({ position: place });
  await row(page, 'Letters').click({ position: place, modifiers: ['Control'] });
  const from = (await row(page, 'Letters').boundingBox())!;
  const to = (await row(page, 'Invoices').boundingBox())!;
  await page.mouse.move(from.x + 120, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y + 60, { steps: 3 });
  await page.mouse.move(to.x + 120, to.y + 44, { steps: 3 });
  await page.mouse.up();
  const moved = ['Contracts', 'Drawings', 'Invoices', 'Minutes', 'Letters', 'Photos'];
  await expect.poll(() => order(page)).toEqual(moved);
  await expect(chosen(page)).toHaveCount(2);

  await row(page, 'Letters').focus();
  await page.keyboard.press('Alt+ArrowUp');
  const up = ['Contracts', 'Drawings', 'Minutes', 'Letters', 'Invoices', 'Photos'];
  await expect.poll(() => order(page)).toEqual(up);
  await expect(row(page, 'Letters')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => order(page)).toEqual(moved);
  await page.reload();
  await expect.poll(() => order(page)).toEqual(moved);

  // However fast they follow each other, each press counts.
  await row(page, 'Photos').focus();
  for (const key of ['Up', 'Up', 'Up', 'Down', 'Up']) await page.keyboard.press(`Alt+Arrow${key}`);
  const first = ['Contracts', 'Drawings', 'Photos', 'Invoices', 'Minutes', 'Letters'];
  await expect.poll(() => order(page)).toEqual(first);
  for (let time = 0; time < 3; time += 1) await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => order(page)).toEqual(moved);

  await head(page, 'Name').getByRole('button').click();
  await row(page, 'Photos').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByText('Rows can be dragged in the queue’s own order only.')).toBeVisible();
  await page.getByRole('button', { name: 'Queue order' }).click();
  await expect.poll(() => order(page)).toEqual(moved);
});

test('rows that couldn’t take on a priority aren’t moved either, and that is told once @web', async ({
  ferry,
}) => {
  const page = await startWith(ferry);
  await row(page, 'Photos').press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Order and priority' }).press('ArrowRight');
  await page.getByRole('menuitemcheckbox', { name: 'High priority' }).press('Enter');
  const raised = ['Photos', ...names.slice(0, 5)];
  await expect.poll(() => order(page)).toEqual(raised);
  const wire = await Wire.of(page);
  wire.onAnswer('jobs.setPriority', (answer) => answer.send({ ok: false, failure: { kind: 'internal' } }));
  wire.onAnswer('jobs.move', (answer) => answer.send({ ok: false, failure: { kind: 'internal' } }));
  await row(page, 'Minutes').press('Alt+ArrowUp');
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('went wrong inside Ferry');
  // Only the answer says that it failed: what the app did shows that the call is long over.
  const others = names.filter((name) => name !== 'Minutes' && name !== 'Photos');
  await expect.poll(() => order(page)).toEqual(['Minutes', 'Photos', ...others]);
  await expect(notices.getByRole('button', { name: 'Dismiss' })).toHaveCount(1);
  expect(wire.calls).not.toContain('jobs.move');
});

test('what is removed can be taken back, and is done once nobody can', async ({ ferry }) => {
  const page = await startWith(ferry);
  const all = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^All/ });
  await row(page, 'Contracts').click({ position: place });
  await row(page, 'Letters').click({ position: place, modifiers: ['Shift'] });
  await page.keyboard.press('Delete');
  await removeInDialog(page);
  await expect.poll(() => order(page)).toEqual(['Minutes', 'Drawings', 'Invoices', 'Photos']);
  await expect(all).toContainText('4');
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
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
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden({ timeout: 20_000 });
  await expect(rows(page)).toHaveCount(5);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^History/ })
    .click();
  await expect(page.getByRole('heading', { name: 'No history yet' })).toBeVisible();
});

test(
  'files go to the trash with their rows when that is asked for, and only then',
  { tag: '@web' },
  async ({ page, ferry, alfresco }) => {
    const { letter, scan } = alfresco.tree.examples;
    await addServer(page, alfresco);
    await askFor(page, letter.id);
    await askFor(page, scan.id);
    await expect(rows(page).filter({ hasText: 'Saved' })).toHaveCount(2, { timeout: 40_000 });
    const remove = async (name: string, withFile: boolean): Promise<void> => {
      await rows(page).filter({ hasText: name }).click({ position: place });
      await page.keyboard.press('Delete');
      const question = page.getByRole('checkbox', { name: 'Move the file to the trash, too' });
      await expect(question).not.toBeChecked();
      if (withFile) await question.check();
      await removeInDialog(page);
      const told = page.getByRole('region', { name: 'Notices' }).getByText('Removed 1 download.');
      await expect(told).toHaveText(`Removed 1 download.${withFile ? ' Its file goes to the trash.' : ''}`);
      await page.reload();
      await expect(page.getByRole('contentinfo')).toContainText('Nothing is running');
      await expect(rows(page).filter({ hasText: name })).toHaveCount(0);
    };

    await remove(letter.name, false);
    expect((await readdir(ferry.downloads)).sort()).toEqual([letter.name, scan.name].sort());
    await remove(scan.name, true);
    await expect.poll(() => readdir(ferry.downloads)).toEqual([letter.name]);
  },
);

test('parts of one selection fold under a heading with one progress, and are chosen with it', async ({
  ferry,
}) => {
  const parts = [1, 2, 3].map((number) =>
    composeJob({
      id: `part-${number}`,
      name: `Masters (${number} of 3).zip`,
      parentId: 'whole',
      order: 1.5 + number / 10,
      state: paused,
    }),
  );
  const whole = composeJob({
    id: 'whole',
    name: 'Masters',
    state: { is: 'split', children: parts.map(({ id }) => id) },
  });
  const page = await startWith(ferry, whole, ...parts);
  const heading = row(page, 'Masters, 3 parts');
  await expect(heading).toHaveAttribute('aria-expanded', 'true');
  await expect(heading.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /0 of 3 parts saved/);
  await expect(rows(page)).toHaveCount(9);
  const second = row(page, 'Masters \\(2');
  await expect(second).toHaveAttribute('aria-level', '2');
  // However narrow the column is: parts differ there alone.
  await expect(second.getByText('(2 of 3).zip', { exact: true })).toBeVisible();

  await row(page, 'Masters \\(2').click({ position: place });
  await page.keyboard.press('ArrowLeft');
  await expect(heading).toBeFocused();
  await expect(chosen(page)).toHaveCount(4);
  await page.keyboard.press('ArrowLeft');
  await expect(heading).toHaveAttribute('aria-expanded', 'false');
  await expect(rows(page)).toHaveCount(6);
  await page
    .getByRole('toolbar', { name: 'Actions for 3 downloads' })
    .getByRole('button', { name: 'Resume' })
    .click();
  await page.keyboard.press('Control+f');
  await page.keyboard.press('Escape');
  await heading.focus();
  await page.keyboard.press('ArrowRight');
  await expect(rows(page)).toHaveCount(9);
  await expect(rows(page).filter({ hasText: 'Paused' })).toHaveCount(6);
});

test('in a narrow window rows are cards without heads, and all of it still works', async ({ ferry }) => {
  const page = await startWith(ferry);
  await page.setViewportSize({ width: 480, height: 700 });
  await expect(page.getByRole('columnheader')).toHaveCount(0);
  await expect(rows(page)).toHaveCount(6);
  const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(sideways).toBe(0);
  await row(page, 'Letters').getByRole('button', { name: 'Resume' }).click();
  await expect(row(page, 'Letters')).not.toContainText('Paused');
});

test('so are those of the history, with what came of each', async ({ ferry }) => {
  const state = { is: 'cancelled' } as const;
  const page = await startWith(ferry, composeJob({ id: 'past', name: 'Old plans.zip', state }));
  await page.setViewportSize({ width: 480, height: 700 });
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('button', { name: /^History/ }).click();
  const past = pastRows(page).filter({ hasText: 'Old plans.zip' });
  await expect(past.getByText('Cancelled', { exact: true })).toBeVisible();
  const [whole, more] = await Promise.all([
    past.boundingBox(),
    past.getByRole('button', { name: 'More actions' }).boundingBox(),
  ]);
  expect(whole!.x + whole!.width - (more!.x + more!.width)).toBeLessThan(20);
});

test(
  'a window that nobody sees does no work, and is up to date when it is looked at again',
  { tag: '@web' },
  async ({ ferry, watch }) => {
    const page = await startWith(ferry);
    await look(page, 'hidden');
    const other = await watch(await (ferry as FerryWeb).openTab());
    await row(other, 'Letters').hover();
    await row(other, 'Letters').getByRole('button', { name: 'Resume' }).click();
    await expect(row(other, 'Letters')).not.toContainText('Paused');
    await expect(row(page, 'Letters')).toContainText('Paused');
    await look(page, 'visible');
    await expect(row(page, 'Letters')).not.toContainText('Paused');
  },
);

test('a search finds by name, server and type, in the queue and in the history', async ({ ferry }) => {
  const exported: Partial<Job> = {
    request: { kind: 'bridge', downloadType: 'user_export' },
    state: paused,
  };
  const page = await startWith(
    ferry,
    composeJob({ ...exported, id: 'week', name: 'Week 47.zip', order: 50 }),
    composeJob({ ...exported, id: 'past', name: 'Week 46.zip', state: { is: 'cancelled' } }),
    composeJob({ id: 'other', name: 'Plain.zip', state: { is: 'cancelled' } }),
  );
  await page.keyboard.press('Control+f');
  const box = page.getByRole('textbox', { name: /Search/ });
  await expect(box).toBeFocused();
  await box.fill('USER_export records');
  await expect.poll(() => order(page)).toEqual(['Week 47']);
  await box.fill('letters');
  await expect.poll(() => order(page)).toEqual(['Letters']);

  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^History/ })
    .click();
  await expect(pastRows(page)).toHaveCount(2);
  await box.fill('user_export');
  await expect(pastRows(page)).toHaveCount(1);
  await box.fill('records');
  await expect(pastRows(page)).toHaveCount(2);
});
