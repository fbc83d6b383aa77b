/** How the screen is used here: everything that knows what it looks like. */
import type { Page } from 'playwright-core';

/** Any row of the queue or the history. */
export const row = '[data-job]';

/** Over the rows, in the middle of them. */
const middle = { x: 560, y: 420 };

const navigation = (page: Page, name: RegExp): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name }).click();

/** Waits for the screen after its address was opened. */
export async function isThere(page: Page, hasRows: boolean): Promise<void> {
  await page.getByRole('region', { name: 'Queue' }).waitFor();
  if (hasRows) await page.locator(row).first().waitFor();
}

export async function showQueue(page: Page): Promise<void> {
  await navigation(page, /^All/);
  await page.getByRole('region', { name: 'Queue' }).waitFor();
}

export async function showHistory(page: Page, hasRows: boolean): Promise<void> {
  await navigation(page, /^History/);
  await page.getByRole('region', { name: 'History' }).waitFor();
  if (hasRows) await page.locator(row).first().waitFor();
}

/** By selector: to find it by its role, the tool asks each element for its own, and leaves megabytes in the page's memory. */
const searchBox = (page: Page) => page.locator('[role=search] input');

/** Types into the search box at a good pace; nothing where an empty list has none. */
export async function typeSearch(page: Page, text: string): Promise<void> {
  if ((await searchBox(page).count()) === 0) return;
  await searchBox(page).click();
  await page.keyboard.type(text, { delay: 40 });
}

export async function clearSearch(page: Page): Promise<void> {
  if ((await searchBox(page).count()) > 0) await searchBox(page).press('Escape');
}

/** Turns the wheel down and up over the list. */
async function scroll(page: Page, milliseconds: number): Promise<void> {
  await page.mouse.move(middle.x, middle.y);
  const end = performance.now() + milliseconds;
  for (let turn = 0; performance.now() < end; turn += 1) {
    await page.mouse.wheel(0, Math.floor(turn / 40) % 2 === 0 ? 160 : -120);
    await page.waitForTimeout(16);
  }
}

/** Chooses rows with the mouse and by keys, near and far. */
async function select(page: Page): Promise<void> {
  for (let step = 0; step < 6; step += 1) {
    await page.mouse.click(middle.x - 200, middle.y + step * 40 - 100);
    await page.waitForTimeout(60);
  }
  for (const key of ['ArrowDown', 'PageDown', 'End', 'ArrowUp', 'PageUp', 'Home']) {
    for (let times = 0; times < 5; times += 1) {
      await page.keyboard.press(key);
      await page.waitForTimeout(40);
    }
  }
}

/** What somebody does with a list who looks for something: the same gestures whether it is empty or full. */
export async function useList(page: Page, search: string): Promise<void> {
  await scroll(page, 4_000);
  await select(page);
  await typeSearch(page, search);
  await page.waitForTimeout(400);
  await clearSearch(page);
  await page.waitForTimeout(400);
}
