import type { Page } from 'playwright-core';
import type { ScriptedTree } from '../fakes/scripted-tree.ts';
import { furtherLooks } from './looks.ts';
import type { Screen } from './screen-parts.ts';
import { busy } from './scripts.ts';

const megabyte = 1_000_000;
const pdf = 'application/pdf';

/** Sites with what people at an office have in them. */
const office: ScriptedTree = {
  sites: [
    {
      id: 'finance',
      title: 'Finance',
      children: [
        {
          name: 'Annual report 2026',
          children: [
            {
              name: 'Source files',
              age: 1,
              children: Array.from({ length: 40 }, (_one, index) => ({
                name: `Source ${index + 1}.xlsx`,
                size: 31 * megabyte,
              })),
            },
            { name: 'Drafts', age: 12, children: [{ name: 'Draft 1.docx', size: 2 * megabyte }] },
            { name: 'Board only', age: 30, isClosed: true },
            { name: 'Annual report 2026, final.pdf', size: 18.4 * megabyte, age: 0.1, mimeType: pdf },
            {
              name: 'Annual report 2026, final (German), with all of its appendices.pdf',
              size: 18.9 * megabyte,
              mimeType: pdf,
            },
            { name: 'Figures by quarter.xlsx', size: 2.1 * megabyte, age: 1 },
            { name: 'Cover.tif', size: 96 * megabyte, age: 16, mimeType: 'image/tiff' },
            { name: 'Chair’s message.mp4', size: 1900 * megabyte, age: 18, mimeType: 'video/mp4' },
          ],
        },
      ],
    },
    {
      id: 'legal',
      title: 'Legal and contracts',
      children: [{ name: 'Contracts', children: [{ name: 'Lease.pdf', size: megabyte, mimeType: pdf }] }],
    },
    { id: 'building', title: 'Building C', children: [] },
    { id: 'hr', title: 'Human resources', children: [] },
    { id: 'records', title: 'Records', children: [{ name: 'Archive', many: 100_000 }] },
  ],
};

async function open(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).click();
  await page.getByRole('searchbox').last().waitFor();
}

/** What is chosen is a line in a narrow window, from which it opens. */
async function openBasket(page: Page): Promise<void> {
  const toggle = page.getByRole('button', { name: 'Show what is chosen' });
  if (await toggle.isVisible()) await toggle.click();
}

async function showPlace(page: Page, name: string): Promise<void> {
  const place = page.getByRole('button', { name, exact: true });
  // In a narrow window the places are a menu.
  const menu = page.getByRole('combobox', { name: /^Places/ });
  await place.or(menu).first().waitFor();
  if (await menu.isVisible()) {
    await menu.click();
    await page.getByRole('option', { name, exact: true }).click();
  } else await place.click();
}

async function openReport(page: Page): Promise<void> {
  await open(page);
  await showPlace(page, 'Finance');
  await page.getByRole('row', { name: 'Annual report 2026', exact: true }).dblclick();
  await page.getByRole('row', { name: 'Source files', exact: true }).waitFor();
}

const choose = (page: Page, name: string): Promise<void> =>
  page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check();

const script = (now: number) => {
  const { connections = [], ...rest } = busy(now);
  const limited = connections.map((one) => ({ ...one, packLimit: 2_000 * megabyte }));
  return { ...rest, connections: limited, tree: office };
};

/** The dialog in which things are chosen on a server. */
export const pickerScreens: Screen[] = [
  {
    name: 'picker',
    also: furtherLooks,
    script,
    go: async (page) => {
      await openReport(page);
      await choose(page, 'Source files');
      await choose(page, 'Annual report 2026, final.pdf');
    },
  },
  {
    name: 'picker-counting',
    script: (now) => ({ ...script(now), tree: { ...office, isCounting: true } }),
    go: async (page) => {
      await openReport(page);
      await choose(page, 'Source files');
    },
  },
  {
    name: 'picker-pasted',
    script,
    go: async (page) => {
      await openReport(page);
      await choose(page, 'Source files');
      const base = 'https://records.example.com/share/page/site';
      const links = [
        `${base}/finance/documentlibrary#filter=path|/Annual%20report%202026/Source%20files/Source%203.xlsx`,
        `${base}/legal/document-details?nodeRef=workspace://SpacesStore/5ab63e6c-9c2e-4d0e-8c3f-1b1f0e3b8f00`,
        'https://other.example.com/share/page/repository#filter=path|/Sites/plans',
      ];
      await page.getByRole('searchbox').last().fill(links.join('\n'));
      await page.getByText('Already inside').waitFor({ state: 'attached' });
      await openBasket(page);
    },
  },
  {
    name: 'picker-linked',
    script,
    go: async (page) => {
      const link = 'https://records.example.com/share/page/site/finance/documentlibrary';
      await page.evaluate(`{
        const dataTransfer = new DataTransfer();
        dataTransfer.setData('text/uri-list', '${link}#filter=path|/Annual%20report%202026');
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      }`);
      await page.getByRole('dialog').getByText('The link leads to').waitFor();
      await page
        .getByRole('region', { name: 'Chosen' })
        .getByText('Annual report')
        .waitFor({ state: 'attached' });
    },
  },
  {
    name: 'picker-empty',
    script,
    go: async (page) => {
      await open(page);
      await showPlace(page, 'Building C');
      await page.getByText('Nothing is in here.').waitFor();
    },
  },
  {
    name: 'picker-long-folder',
    script,
    go: async (page) => {
      await open(page);
      await showPlace(page, 'All sites');
      await page.getByRole('row', { name: 'Records', exact: true }).dblclick();
      await page.getByRole('row', { name: 'documentLibrary', exact: true }).dblclick();
      await page.getByRole('row', { name: 'Archive', exact: true }).dblclick();
      await page.getByRole('checkbox', { name: 'Choose all' }).check();
      await page.getByText('Chosen are the 100 items').waitFor();
    },
  },
  {
    name: 'picker-parts',
    script: (now) => {
      const { connections = [], ...rest } = script(now);
      return { ...rest, connections: connections.map((one) => ({ ...one, packLimit: 700 * megabyte })) };
    },
    go: async (page) => {
      await openReport(page);
      await choose(page, 'Source files');
      await choose(page, 'Drafts');
      await openBasket(page);
    },
  },
  {
    name: 'picker-out-of-reach',
    script: (now) => ({ ...script(now), tree: { ...office, isDown: true } }),
    go: async (page) => {
      await open(page);
      await page.getByRole('searchbox').last().fill('5ab63e6c-9c2e-4d0e-8c3f-1b1f0e3b8f00');
      await page.getByText('You can ask for it all the same').waitFor();
    },
  },
  {
    name: 'picker-no-search',
    script: (now) => ({ ...script(now), tree: { ...office, hasSearch: false } }),
    go: async (page) => {
      await openReport(page);
      await page.getByRole('searchbox').last().fill('annual');
      await page.getByText('This server has no search').waitFor();
    },
  },
  {
    name: 'picker-more',
    script,
    go: async (page) => {
      await openReport(page);
      await choose(page, 'Source files');
      await page.getByRole('dialog').getByRole('button', { name: 'More', exact: true }).click();
    },
  },
  {
    name: 'picker-refused',
    script,
    go: async (page) => {
      await openReport(page);
      await page.getByRole('row', { name: 'Board only', exact: true }).dblclick();
      await page.getByRole('dialog').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'picker-locked',
    script,
    go: async (page) => {
      await openReport(page);
      await page.getByRole('row', { name: 'Board only', exact: true }).dblclick();
      await page.getByText('You may not see what is in here').waitFor();
      await page.getByRole('navigation', { name: 'Folders above' }).getByRole('button').last().click();
      await page.getByText('you may not read this').waitFor();
    },
  },
  {
    name: 'picker-search',
    script,
    go: async (page) => {
      await openReport(page);
      await page.getByRole('searchbox').last().fill('report');
      await page.getByText('Found for').waitFor();
    },
  },
];
