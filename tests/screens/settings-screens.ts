import type { Page } from 'playwright-core';
import { navigate, serverMenu } from './screen-parts.ts';
import type { Screen } from './screen-parts.ts';
import { busy, troubled } from './scripts.ts';

const search = async (page: Page, text: string): Promise<void> => {
  await navigate(page, 'Settings');
  await page.getByRole('textbox', { name: 'Search settings' }).fill(text);
};

/** The settings, section by section. */
export const settingsScreens: Screen[] = [
  {
    name: 'settings-limits',
    script: (now) => ({
      ...busy(now),
      settings: {
        rateLimit: 8_000_000,
        timetable: [
          { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', limit: 1_500_000 },
          { days: [5, 6], from: '22:00', to: '06:00', limit: null },
        ],
      },
    }),
    go: async (page) => {
      await search(page, 'bandwidth');
      await page.getByRole('textbox', { name: 'Bandwidth', exact: true }).fill('lots');
      await page.keyboard.press('Tab');
    },
  },
  {
    name: 'settings-filing',
    script: busy,
    go: async (page) => {
      await search(page, 'filing');
      await page.getByLabel('Folder inside the download folder').fill('Archive/');
      const tokens = page.getByRole('group', { name: 'Insert into the folder' });
      await tokens.getByRole('button', { name: '{server}' }).click();
    },
  },
  {
    name: 'settings-desktop',
    script: (now) => ({ ...busy(now), isDesktop: true, settings: { updateChannel: 'beta' } }),
    go: async (page) => {
      await navigate(page, 'Settings');
      await page.getByText('Updates', { exact: true }).last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-servers',
    script: troubled,
    go: (page) => search(page, 'since when'),
  },
  {
    name: 'server-own',
    script: busy,
    go: async (page) => {
      await serverMenu(page, 'Academy Library', 'Edit');
      await page.getByRole('button', { name: 'Limits, filing and history' }).click();
      await page.getByRole('radio', { name: 'Custom' }).click();
      await page.getByLabel('Folder inside the download folder').fill('{server}/{date:yyyy}');
    },
  },
  {
    name: 'server-keeping',
    script: (now) => ({
      ...busy(now),
      beyond: { downloads: 214, newest: now - 366 * 24 * 60 * 60_000 },
    }),
    go: async (page) => {
      await serverMenu(page, 'Academy Library', 'Edit');
      await page.getByRole('button', { name: 'Limits, filing and history' }).click();
      await page.locator('.select-trigger').last().click();
      await page.getByRole('option', { name: 'Keep for some time' }).click();
      await page.getByText('214 downloads').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'high-contrast',
    script: (now) => ({ ...busy(now), settings: { theme: 'high-contrast' } }),
  },
  {
    name: 'settings-sections',
    script: busy,
    go: (page) =>
      page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click(),
    sizes: [
      { width: 1280, height: 800 },
      { width: 900, height: 600 },
    ],
  },
  { name: 'settings-about', script: busy, go: (page) => search(page, 'runs on') },
  { name: 'settings-none', script: busy, go: (page) => search(page, 'zebra') },
];
