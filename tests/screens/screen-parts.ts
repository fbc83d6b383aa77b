import type { Locator, Page } from 'playwright-core';
import type { Script, ScriptedApp } from '../fakes/scripted-app.ts';
import type { LookName } from './looks.ts';

/** Of the window, in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A common screen. */
export const desk: Size = { width: 1280, height: 800 };
/** A small laptop’s. */
export const small: Size = { width: 900, height: 600 };
/** Beside something else. */
export const narrow: Size = { width: 480, height: 800 };

/** What a picture is taken in unless its screen says otherwise. */
export const allSizes: readonly Size[] = [desk, small, narrow];

/** A screen in one state: one entry of a list is all that it takes to have its pictures. */
export interface Screen {
  /** Begins the names of its pictures. */
  name: string;
  /** What the app holds. */
  script: (now: number) => Partial<Script> & { now: number };
  /** Where only some sizes have this state. */
  sizes?: readonly Size[];
  /** Looks besides light and dark. */
  also?: readonly LookName[];
  /** Brings the page to where the picture is taken; it speaks English meanwhile, whatever the look. */
  go?: (page: Page, app: ScriptedApp) => Promise<void>;
}

/** The first row of the list that has this text. */
export const rowOf = (page: Page, text: string): Locator =>
  page.locator('[data-job]').filter({ hasText: text }).first();

/** Chooses a row of the list. */
export const choose = (page: Page, text: string): Promise<void> =>
  rowOf(page, text).click({ position: { x: 60, y: 20 } });

/** Does something to a row with its own button, or by its menu where the window has no room for that. */
export async function rowAction(page: Page, text: string, action: string): Promise<void> {
  const row = rowOf(page, text);
  await row.hover();
  const button = row.getByRole('button', { name: action, exact: true });
  if (await button.isVisible()) return button.click();
  await row.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: action }).first().click();
}

/** Opens a tab of a row's details. */
export async function openDetails(page: Page, text: string, tab: string): Promise<void> {
  await choose(page, text);
  const details = page.getByRole('complementary', { name: 'Details' });
  if (!(await details.isVisible())) await page.getByRole('button', { name: 'Show details' }).click();
  await details.getByRole('tab', { name: tab }).click();
}

/** Closes the details where they are open. */
export async function hideDetails(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Hide details' });
  if (await button.isVisible()) await button.click();
}

/** Opens the menu that the sidebar is in a narrow window. */
export async function openSidebar(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  if (await menu.isVisible()) await menu.click();
}

/** Presses a button of the sidebar. */
export async function navigate(page: Page, name: string): Promise<void> {
  await openSidebar(page);
  await page.getByRole('button', { name }).first().click();
}

/** Opens the menu of a server. */
export async function openServerMenu(page: Page, server: string): Promise<void> {
  await openSidebar(page);
  await page.getByRole('button', { name: server }).first().hover();
  await page.getByRole('button', { name: `Actions for ${server}` }).click();
}

/** Chooses something in the menu of a server. */
export async function serverMenu(page: Page, server: string, item: string): Promise<void> {
  await openServerMenu(page, server);
  await page.getByRole('menuitem', { name: item }).click();
}
