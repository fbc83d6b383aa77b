import type { Page } from 'playwright-core';
import type { Script, ScriptedApp } from '../fakes/scripted-app.ts';

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
export const narrow: Size = { width: 480, height: 700 };

/** A screen in one state. */
export interface Screen {
  name: string;
  script: (now: number) => Partial<Script> & { now: number };
  sizes: Size[];
  /** Brings the page to where the picture is taken. */
  go?: (page: Page, app: ScriptedApp) => Promise<void>;
}

/** Chooses a row of the list. */
export const choose = (page: Page, name: string): Promise<void> =>
  page.getByRole('listitem', { name }).click({ position: { x: 60, y: 20 } });

/** Chooses something in the menu of a server. */
export const serverMenu = async (page: Page, server: string, item: string): Promise<void> => {
  await page.getByRole('button', { name: server }).first().hover();
  await page.getByRole('button', { name: `Actions for ${server}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};
