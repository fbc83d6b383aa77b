import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { startWebHost } from '../../src-main/hosts/web/server.ts';
import type { Handlers } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { saved } from '../fakes/job-rows.ts';
import { connection, createScriptedApp } from '../fakes/scripted-app.ts';
import { test as base, expect, pastRows } from './fixtures.ts';

const now = 1_790_000_000_000;
const assets = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const past = (id: string, name: string): JobView => saved({ id, name, now, size: 1000 });
const nameAt = (place: number): string => `Minutes ${String(place).padStart(4, '0')}.zip`;

/** A history of 1200 rows, `Minutes 0000.zip` on top, whose answers wait for the test; the queue has the first three as well. */
interface LongHistory {
  /** With the history open, its first row chosen and focused. */
  page: Page;
  /** Puts a row on top, and tells the screen. */
  add: (name: string) => void;
  /** Keeps back the answers about rows from that place on. */
  hold: (place: number) => { arrived: Promise<void>; release: () => void };
  /** How many rows each call wanted to remove. */
  removals: number[];
}

const test = base.extend<{ long: LongHistory }>({
  long: async ({ context, watch }, use) => {
    const history = Array.from({ length: 1200 }, (_, place) => past(`past-${place}`, nameAt(place)));
    const app = createScriptedApp({
      now,
      history,
      jobs: history.slice(0, 3),
      connections: [connection({ id: 'records', name: 'Records' })],
      happened: history.slice(700, 701).map((job) => ({ about: 'job', id: job.id, at: now, job })),
      // A list as high as the window.
      settings: { language: 'en', historyPlots: { isOpen: false, shown: [] } },
    });
    const listeners = new Set<Parameters<typeof app.subscribe>[0]>();
    const removals: number[] = [];
    let held = { from: Infinity, arrived: () => {}, released: Promise.resolve() };
    const handlers: Handlers = {
      ...app.handlers,
      'history.query': async (input) => {
        const answer = await app.handlers['history.query'](input);
        const { from, arrived, released } = held;
        if (input.offset >= from) {
          arrived();
          await released;
        }
        return answer;
      },
      'jobs.removeLater': (input) => {
        removals.push(input.jobIds.length);
        return app.handlers['jobs.removeLater'](input);
      },
    };
    const host = await startWebHost({
      app: {
        handlers,
        subscribe: (listener) => {
          listeners.add(listener);
          return app.subscribe(listener);
        },
      },
      assets,
      monotonic: () => performance.now(),
    });
    const page = await context.newPage();
    await watch(page);
    await page.goto(host.address);
    await openHistory(page);
    await rowAt(page, 0).click({ position: place });
    await use({
      page,
      removals,
      add: (name) => {
        history.unshift(past(name, name));
        for (const listener of listeners) listener('history.changed', {});
      },
      hold: (from) => {
        const arriving = Promise.withResolvers<void>();
        const releasing = Promise.withResolvers<void>();
        held = { from, arrived: arriving.resolve, released: releasing.promise };
        return {
          arrived: arriving.promise,
          release: () => {
            held.from = Infinity;
            releasing.resolve();
          },
        };
      },
    });
    await page.close();
    await host.close();
  },
});

/** Where a row can be pressed without meeting a button. */
const place = { x: 120, y: 18 };
const navigation = (page: Page): Locator => page.getByRole('navigation', { name: 'Main' });
const openHistory = (page: Page): Promise<void> =>
  navigation(page)
    .getByRole('button', { name: /^History/ })
    .click();
const rowAt = (page: Page, at: number): Locator => pastRows(page).filter({ hasText: nameAt(at) });
const chosen = (page: Page): Locator =>
  page.getByRole('grid', { name: 'History' }).getByRole('row', { selected: true });
/** What stands over the list while several are chosen. */
const bar = (page: Page, count = '[\\d,]+'): Locator =>
  page.getByRole('toolbar', { name: new RegExp(`^Actions for ${count} downloads$`) });

/** Scrolls without any key or click. */
const scrollTo = (page: Page, at: number): Promise<void> =>
  page.evaluate(`document.querySelector('[role=grid]').scrollTop = ${at} * 54; undefined`);

test('rows that a search may hide are no longer selected', { tag: '@web' }, async ({ long: { page } }) => {
  await page.keyboard.press('Control+a');
  await expect(bar(page, '1,200')).toBeVisible();
  const search = page.getByRole('textbox', { name: /Search/ });
  await search.fill('minutes 0000');
  await expect(pastRows(page)).toHaveCount(1);
  await expect(chosen(page)).toHaveCount(0);
  await search.fill('minutes 000');
  await expect(pastRows(page)).toHaveCount(11);
  await expect(chosen(page)).toHaveCount(0);
  await expect(bar(page)).toBeHidden();
  await search.fill('');
  await expect(rowAt(page, 11)).toBeVisible();
  await expect(bar(page)).toBeHidden();
});

test(
  'a row that is found by a search for its name is selected',
  { tag: '@web' },
  async ({ long: { page } }) => {
    await page.getByRole('button', { name: 'State: Any state' }).click();
    await page.getByRole('checkbox', { name: 'Cancelled' }).check();
    await page.keyboard.press('Escape');
    await rowAt(page, 0).click({ position: place });
    await page.keyboard.press('Control+a');
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await page.getByRole('list', { name: 'Notifications' }).getByRole('button').click();
    await expect(pastRows(page)).toHaveCount(1);
    // What it was narrowed to could hide it.
    await expect(page.getByRole('button', { name: 'State: Any state' })).toBeVisible();
    await expect(chosen(page)).toHaveAccessibleName(new RegExp(`^${nameAt(700)}`));
    await expect(
      page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: nameAt(700) }),
    ).toBeVisible();
  },
);

for (const [what, act, count] of [
  ['another row is chosen', (page: Page) => rowAt(page, 2).click({ position: place }), 1],
  ['nothing is wanted', (page: Page) => page.keyboard.press('Escape'), 0],
  ['the queue is opened', (page: Page) => navigation(page).getByRole('button', { name: /^All/ }).click(), 1],
] as const)
  test(
    `all rows are chosen no longer when ${what} while they are fetched`,
    { tag: '@web' },
    async ({ long: { page, add, hold } }) => {
      const held = hold(1100);
      await page.keyboard.press('Control+a');
      await held.arrived;
      await act(page);
      const counted = page.getByRole('row', { selected: true });
      await expect(counted).toHaveCount(count);
      held.release();
      // What comes after the late answer shows that it was heard.
      add('Later.zip');
      await expect(navigation(page).getByRole('button', { name: /^History/ })).toContainText('1,201');
      await expect(bar(page)).toBeHidden();
      await expect(counted).toHaveCount(count);
    },
  );

test(
  'selecting all includes rows that arrive while the list is being fetched',
  { tag: '@web' },
  async ({ long }) => {
    const { page, add, hold } = long;
    const held = hold(1100);
    await page.keyboard.press('Control+a');
    await held.arrived;
    add('Later.zip');
    await expect(pastRows(page).filter({ hasText: 'Later.zip' })).toBeVisible();
    held.release();
    await expect(bar(page, '1,201')).toBeVisible();
  },
);

test(
  'a selected range keeps its rows, wherever they have moved meanwhile',
  { tag: '@web' },
  async ({ long }) => {
    const { page, add, hold } = long;
    await rowAt(page, 1).click({ position: place });
    await scrollTo(page, 545);
    await expect(rowAt(page, 550)).toBeVisible();
    const held = hold(200);
    await rowAt(page, 550).click({ position: place, modifiers: ['Shift'] });
    await held.arrived;
    add('Later.zip');
    held.release();
    await expect(bar(page, '550')).toBeVisible();
    await expect(rowAt(page, 550)).toHaveAttribute('aria-selected', 'true');
    await expect(rowAt(page, 551)).toHaveAttribute('aria-selected', 'false');
    await scrollTo(page, 0);
    await expect(rowAt(page, 0)).toHaveAttribute('aria-selected', 'false');
    await expect(rowAt(page, 1)).toHaveAttribute('aria-selected', 'true');
  },
);

test(
  'the selected row stays selected when the history changes, and ranges begin at it',
  { tag: '@web' },
  async ({ long: { page, add } }) => {
    await scrollTo(page, 595);
    // The last one of what is fetched together: the new row moves it on to the next.
    await rowAt(page, 599).click({ position: place });
    const details = page.getByRole('complementary', { name: 'Details' });
    await expect(details.getByRole('heading', { name: nameAt(599) })).toBeVisible();
    await scrollTo(page, 0);
    await expect(rowAt(page, 5)).toBeVisible();
    add('Later.zip');
    await expect(pastRows(page).filter({ hasText: 'Later.zip' })).toBeVisible();
    await expect(rowAt(page, 599)).toBeFocused();
    await expect(details.getByRole('heading', { name: nameAt(599) })).toBeVisible();
    await rowAt(page, 2).click({ position: place, modifiers: ['Shift'] });
    await expect(bar(page, '598')).toBeVisible();
  },
);

test(
  'arrow keys reach rows that have to be fetched first',
  { tag: '@web' },
  async ({ long: { page, hold } }) => {
    for (const [key, at, back] of [
      ['End', 1199, 1198],
      ['Home', 0, 1],
    ] as const) {
      await page.keyboard.press(key);
      await expect(rowAt(page, at)).toBeFocused();
      await expect(chosen(page)).toHaveAccessibleName(new RegExp(`^${nameAt(at)}`));
      await page.keyboard.press(back < at ? 'ArrowUp' : 'ArrowDown');
      await expect(rowAt(page, back)).toBeFocused();
    }
    const held = hold(100);
    await scrollTo(page, 600);
    await held.arrived;
    await rowAt(page, 1).focus();
    await page.keyboard.press('Shift+End');
    held.release();
    await expect(rowAt(page, 1199)).toBeFocused();
    await expect(bar(page, '1,199')).toBeVisible();
  },
);

test('removing very many rows is one action, and is undone as one', { tag: '@web' }, async ({ long }) => {
  const { page, removals } = long;
  await page.keyboard.press('Control+a');
  await expect(bar(page, '1,200')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText(
    'Removed 1,200 downloads from the history.',
  );
  expect(removals).toEqual([1000, 200]);
  await expect(page.getByRole('heading', { name: 'No history yet' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(rowAt(page, 0)).toBeVisible();
  await expect(navigation(page).getByRole('button', { name: /^History/ })).toContainText('1,200');
});
