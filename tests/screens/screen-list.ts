import type { Page } from 'playwright-core';
import { downloadProgress } from '../fakes/job-rows.ts';
import type { ScriptedApp } from '../fakes/scripted-app.ts';
import { aroundScreens } from './around-screens.ts';
import { bridgeScreens } from './bridge-screens.ts';
import { choose, desk, narrow, serverMenu, small } from './screen-parts.ts';
import type { Screen } from './screen-parts.ts';
import { settingsScreens } from './settings-screens.ts';
import { busy, crowded, longHistory, troubled } from './scripts.ts';

const GB = 1_000_000_000;

/** A rate that rises, breaks off and comes back, as the details draw it. */
async function speeds(page: Page, app: ScriptedApp): Promise<void> {
  await page.clock.install();
  for (let second = 0; second < 90; second += 1) {
    await page.clock.runFor(1000);
    if (second > 30 && second < 39) continue;
    const rate = (34 + 9 * Math.sin(second / 5) + 4 * Math.sin(second / 1.7)) * 1_000_000;
    app.progress(downloadProgress('annual', 4 * GB + second * 13_000_000, 8.4 * GB, rate));
    await page.evaluate(() => undefined);
  }
}

/** Every screen and state that pictures are taken of. */
export const screens: Screen[] = [
  { name: 'empty', script: (now) => ({ now }), sizes: [desk, small] },
  { name: 'busy', script: busy, sizes: [desk, small, narrow], go: (page) => choose(page, 'Annual report') },
  {
    name: 'details',
    script: (now) => busy(now),
    sizes: [desk, small],
    go: async (page, app) => {
      await choose(page, 'Annual report');
      if (!(await page.getByRole('complementary', { name: 'Details' }).isVisible()))
        await page.getByRole('button', { name: 'Show details' }).click();
      await speeds(page, app);
    },
  },
  {
    name: 'troubled',
    script: troubled,
    sizes: [desk, small, narrow],
    go: (page) => choose(page, 'Contracts'),
  },
  {
    name: 'hover',
    script: (now) => ({ ...busy(now), connections: busy(now).connections?.slice(0, 2) ?? [] }),
    sizes: [desk],
    go: async (page) => {
      await choose(page, 'Annual report');
      await page.getByRole('button', { name: 'Hide details' }).click();
      await page.getByRole('listitem', { name: 'Board papers' }).hover();
    },
  },
  {
    name: 'menu',
    script: busy,
    sizes: [desk],
    go: (page) =>
      page
        .getByRole('listitem', { name: 'Annual report' })
        .click({ button: 'right', position: { x: 200, y: 20 } }),
  },
  {
    name: 'done',
    script: busy,
    sizes: [small],
    go: (page) => page.getByRole('button', { name: 'Done' }).click(),
  },
  {
    name: 'nothing-matches',
    script: busy,
    sizes: [small],
    go: (page) => page.getByRole('textbox', { name: 'Search downloads' }).fill('zebra'),
  },
  { name: 'crowded', script: (now) => crowded(now, 500), sizes: [desk] },
  {
    name: 'history',
    script: (now) => ({ ...busy(now), history: longHistory(now, 10_000) }),
    sizes: [desk, small],
    go: async (page) => {
      await page.getByRole('button', { name: 'History' }).click();
      await page.getByRole('listitem', { name: 'Board papers' }).first().hover();
    },
  },
  {
    name: 'new-download',
    script: busy,
    sizes: [desk, small],
    go: async (page) => {
      await page.getByRole('button', { name: 'New download' }).click();
      const same = busy(0).jobs?.find((job) => job.id === 'papers')?.asked;
      const ids = same?.kind === 'alfresco' ? same.nodeIds.join('\n') : '';
      await page.getByRole('textbox', { name: 'Documents or folders' }).fill(ids);
      await page.getByRole('button', { name: 'Show it' }).waitFor();
    },
  },
  {
    name: 'new-download-demo',
    script: (now) => ({ now }),
    sizes: [desk],
    go: async (page) => {
      await page.getByRole('button', { name: 'Try it with the demo server' }).click();
      await page.getByRole('button', { name: 'Annual reports' }).click();
    },
  },
  {
    name: 'folder',
    script: busy,
    sizes: [desk],
    go: async (page) => {
      await page.getByRole('button', { name: 'New download' }).click();
      await page.getByRole('button', { name: 'Choose' }).click();
      await page.getByRole('button', { name: 'Finance' }).waitFor();
    },
  },
  {
    name: 'select',
    script: busy,
    sizes: [desk],
    go: async (page) => {
      await page.getByRole('button', { name: 'New download' }).click();
      await page.getByRole('dialog').getByLabel('Server', { exact: true }).click();
      await page.getByRole('option', { name: 'Academy Library' }).hover();
    },
  },
  {
    name: 'add-server',
    script: (now) => ({ now, failing: { 'connections.test': { kind: 'sign-in-refused' } } }),
    sizes: [desk, small],
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
    sizes: [desk],
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
    sizes: [desk],
    go: (page) => page.getByRole('button', { name: 'Sign in', exact: true }).first().click(),
  },
  {
    name: 'remove-server',
    script: busy,
    sizes: [desk],
    go: (page) => serverMenu(page, 'Academy Library', 'Remove server'),
  },
  {
    name: 'cancel',
    script: busy,
    sizes: [small],
    go: async (page) => {
      await page.getByRole('listitem', { name: 'Annual report' }).hover();
      await page
        .getByRole('listitem', { name: 'Annual report' })
        .getByRole('button', { name: 'Cancel' })
        .click();
    },
  },
  {
    name: 'settings',
    script: busy,
    sizes: [desk, small],
    go: (page) => page.getByRole('button', { name: 'Settings' }).click(),
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
    sizes: [small],
    go: async (page) => {
      await page.getByRole('listitem', { name: 'HR policies' }).hover();
      await page
        .getByRole('listitem', { name: 'HR policies' })
        .getByRole('button', { name: 'Pause' })
        .click();
      await page.getByRole('button', { name: 'Dismiss' }).waitFor();
    },
  },
  ...bridgeScreens,
  ...settingsScreens,
  ...aroundScreens,
];
