import type { Page } from 'playwright-core';
import { bridge, bridgeLocked, bridgeSignedOut } from './bridge-scripts.ts';
import { choose, desk, openDetails, openServerMenu, rowAction, rowOf, serverMenu } from './screen-parts.ts';
import type { Screen } from './screen-parts.ts';

const newExport = async (page: Page): Promise<void> => {
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
  await page.getByRole('combobox', { name: 'Kind of export' }).waitFor();
};

/** What looks its own way for a Bridge. */
export const bridgeScreens: Screen[] = [
  {
    name: 'bridge-add',
    script: (now) => ({ now }),
    go: async (page) => {
      await page.getByRole('button', { name: 'Add a server' }).first().click();
      await page
        .getByRole('textbox', { name: 'Address' })
        .fill('https://academy.bridgeapp.com/learner/courses');
      await page.getByLabel('Token', { exact: true }).last().focus();
      await page.getByText('Ferry will use').waitFor();
    },
  },
  {
    name: 'bridge-add-key',
    script: (now) => ({ now, failing: { 'connections.test': { kind: 'sign-in-refused' } } }),
    go: async (page) => {
      await page.getByRole('button', { name: 'Add a server' }).first().click();
      await page.getByRole('radio', { name: 'Bridge' }).click();
      await page.getByRole('textbox', { name: 'Address' }).fill('academy');
      await page.getByRole('radio', { name: 'Key and secret' }).click();
      await page.getByRole('textbox', { name: 'Key' }).fill('k-4711');
      await page.getByLabel('Secret', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: 'Add server' }).click();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'bridge-edit',
    script: bridge,
    go: (page) => serverMenu(page, 'Bridge Academy', 'Edit'),
  },
  {
    name: 'bridge-menu',
    script: bridge,
    go: async (page) => {
      await openServerMenu(page, 'Bridge Academy');
    },
  },
  {
    name: 'bridge-rows',
    script: bridge,
    go: async (page) => {
      await choose(page, 'learner_transcripts');
      await rowOf(page, 'user_export').hover();
    },
  },
  {
    name: 'bridge-stopped',
    script: bridge,
    go: async (page) => {
      await openDetails(page, 'Stopped', 'Timeline');
      await page.getByText('Stopped watching').waitFor();
    },
  },
  {
    name: 'bridge-stop-watching',
    script: bridge,
    go: (page) => rowAction(page, 'learner_transcripts', 'Stop watching'),
  },
  {
    name: 'bridge-new-download',
    script: bridge,
    go: async (page) => {
      await newExport(page);
      await page
        .getByRole('textbox', { name: 'The same as JSON' })
        .fill('{"from": "2026-01-01", "courses": [12, 40]}');
      await page.getByRole('combobox', { name: 'Kind of export' }).fill('user_export');
    },
  },
  {
    name: 'bridge-wrong-json',
    script: bridge,
    go: async (page) => {
      await newExport(page);
      await page.getByRole('textbox', { name: 'The same as JSON' }).fill('{"from": "2026-01-01", to: 3}');
      await page.getByText('aren’t valid JSON').waitFor();
    },
  },
  {
    name: 'bridge-change-request',
    script: bridge,
    go: async (page) => {
      await rowAction(page, 'not a kind of download', 'Change request');
      await page.getByRole('dialog', { name: 'Change request' }).getByText('not a kind').waitFor();
    },
  },
  {
    name: 'bridge-type-column',
    script: bridge,
    sizes: [desk],
    go: async (page) => {
      await page.getByRole('button', { name: 'Arrange the list' }).click();
      await page
        .getByRole('menuitemcheckbox', { name: 'Type' })
        .or(page.getByRole('checkbox', { name: 'Type' }))
        .first()
        .click();
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'bridge-kinds',
    script: bridge,
    go: async (page) => {
      await newExport(page);
      await page.getByRole('combobox', { name: 'Kind of export' }).press('ArrowDown');
      await page.getByRole('option', { name: 'all_data' }).waitFor();
    },
  },
  {
    name: 'bridge-empty',
    script: bridgeSignedOut,
  },
  {
    name: 'bridge-sign-in',
    script: bridgeSignedOut,
    go: (page) => page.getByRole('button', { name: 'Sign in', exact: true }).first().click(),
  },
  {
    name: 'bridge-locked',
    script: bridgeLocked,
    go: (page) => page.getByRole('button', { name: 'Sign in', exact: true }).first().click(),
  },
];
