import { aroundScreens } from './around-screens.ts';
import { bridgeScreens } from './bridge-screens.ts';
import { companyScreens } from './company-screens.ts';
import { detailsScreens } from './details-screens.ts';
import { historyScreens } from './history-screens.ts';
import { listScreens } from './list-screens.ts';
import { pickerScreens } from './picker-screens.ts';
import { furtherLooks } from './looks.ts';
import { choose, hideDetails, narrow, navigate, rowAction, rowOf, serverMenu } from './screen-parts.ts';
import type { Screen } from './screen-parts.ts';
import { settingsScreens } from './settings-screens.ts';
import { busy, crowded, troubled } from './scripts.ts';

/** Every screen and state that pictures are taken of. */
export const screens: Screen[] = [
  { name: 'empty', script: (now) => ({ now }) },
  {
    name: 'busy',
    script: busy,
    also: furtherLooks,
    go: (page) => choose(page, 'Annual report'),
  },
  {
    name: 'troubled',
    also: furtherLooks,
    script: troubled,
    go: (page) => choose(page, 'Contracts'),
  },
  {
    name: 'hover',
    script: (now) => ({ ...busy(now), connections: busy(now).connections?.slice(0, 2) ?? [] }),
    go: async (page) => {
      await choose(page, 'Annual report');
      await hideDetails(page);
      await page.getByRole('treegrid', { name: 'Downloads' }).hover();
      await page.mouse.wheel(0, 1000);
      await rowOf(page, 'Board papers').hover();
    },
  },
  {
    name: 'menu',
    also: furtherLooks,
    script: busy,
    go: (page) => rowOf(page, 'Annual report').click({ button: 'right', position: { x: 200, y: 20 } }),
  },
  {
    name: 'done',
    script: busy,
    go: (page) => navigate(page, 'Done'),
  },
  {
    name: 'nothing-matches',
    script: busy,
    go: (page) => page.getByRole('textbox', { name: 'Search downloads' }).fill('zebra'),
  },
  { name: 'crowded', script: (now) => crowded(now, 500) },
  ...historyScreens,
  {
    name: 'new-download',
    also: furtherLooks,
    script: busy,
    go: async (page) => {
      await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
      const same = busy(0).jobs?.find((job) => job.id === 'papers')?.asked;
      const ids = same?.kind === 'alfresco' ? same.nodeIds.join(' ') : '';
      await page.getByRole('searchbox').last().fill(ids);
      await page.getByText(ids.slice(0, 8)).last().waitFor();
    },
  },
  {
    name: 'new-download-demo',
    script: (now) => ({ now }),
    go: async (page) => {
      await page.getByRole('button', { name: 'Try it with the demo server' }).click();
      await page.getByRole('checkbox', { name: /^Choose Annual reports/ }).check();
    },
  },
  {
    name: 'folder',
    script: busy,
    go: async (page) => {
      await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
      await page.getByRole('button', { name: 'Choose' }).click();
      await page.getByRole('button', { name: 'Finance' }).waitFor();
    },
  },
  {
    name: 'select',
    script: busy,
    go: async (page) => {
      await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
      await page
        .getByRole('dialog')
        .getByRole('combobox', { name: /^Server/ })
        .click();
      await page.getByRole('option', { name: 'Academy Library' }).hover();
    },
  },
  {
    name: 'add-server',
    also: furtherLooks,
    script: (now) => ({ now, failing: { 'connections.test': { kind: 'sign-in-refused' } } }),
    go: async (page) => {
      await page.getByRole('button', { name: 'Add a server' }).first().click();
      await page.getByRole('textbox', { name: 'Address' }).fill('records.example.com/share/page');
      await page.getByRole('textbox', { name: 'User name' }).fill('alice');
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Add server' }).click();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'edit-server',
    script: busy,
    go: async (page) => {
      await serverMenu(page, 'Academy Library', 'Edit');
      await page.getByRole('textbox', { name: 'Address' }).fill('https://other.example.com');
      await page.getByRole('textbox', { name: 'Name', exact: true }).focus();
      await page.getByText('password for the old one').waitFor();
    },
  },
  {
    name: 'sign-in',
    script: busy,
    go: (page) => page.getByRole('button', { name: 'Sign in', exact: true }).first().click(),
  },
  {
    name: 'remove-server',
    script: busy,
    go: (page) => serverMenu(page, 'Academy Library', 'Remove server'),
  },
  {
    name: 'cancel',
    script: busy,
    go: (page) => rowAction(page, 'Annual report', 'Cancel'),
  },
  {
    name: 'settings',
    also: furtherLooks,
    script: busy,
    go: (page) => navigate(page, 'Settings'),
  },
  {
    name: 'drawer',
    script: busy,
    sizes: [narrow],
    go: (page) => page.getByRole('button', { name: 'Menu' }).click(),
  },
  {
    name: 'notice',
    script: (now) => ({
      ...busy(now),
      failing: { 'jobs.act': { kind: 'invalid-input', detail: 'This download has moved on.' } },
    }),
    go: async (page) => {
      await rowAction(page, 'HR policies', 'Pause');
      await page.getByRole('button', { name: 'Dismiss' }).waitFor();
    },
  },
  ...listScreens,
  ...pickerScreens,
  ...detailsScreens,
  ...bridgeScreens,
  ...companyScreens,
  ...settingsScreens,
  ...aroundScreens,
];
