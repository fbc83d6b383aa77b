import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import {
  addServer,
  askFor,
  expect,
  expectNotice,
  nameServer,
  openNewDownload,
  pasteField,
  rows,
  test,
} from './fixtures.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { FerryWeb } from './fixtures.ts';

/** A door to the demo server that lets nothing through until it is told to. */
async function heldDoor(alfresco: DemoAlfresco): Promise<{ url: string; open(): void; slam(): void }> {
  const waiting: Socket[] = [];
  const door = createServer((socket) => {
    socket.on('error', () => undefined);
    waiting.push(socket);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const lead = (socket: Socket): void => {
    const way = connect(Number(new URL(alfresco.url).port), '127.0.0.1').on('error', () => socket.destroy());
    // Also one that came once the door was open: whoever ends may reset it.
    socket.on('error', () => way.destroy());
    socket.pipe(way).pipe(socket);
  };
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}/alfresco`,
    open() {
      door.removeAllListeners('connection').on('connection', lead);
      for (const socket of waiting) lead(socket);
    },
    slam() {
      door.close();
      for (const socket of waiting) socket.destroy();
    },
  };
}

for (const [ending, end, told] of [
  ['a late success', 'open', 'Slow is added and works'],
  ['a late failure', 'slam', 'The server can’t be reached'],
] as const)
  test(`${ending} of a dialog that was left is told beside the one that is open now, which stays`, async ({
    page,
    alfresco,
  }) => {
    await addServer(page, alfresco);
    await expect(page.getByRole('dialog')).toBeHidden();
    const door = await heldDoor(alfresco);
    try {
      await page.getByRole('button', { name: 'Add a server' }).first().click();
      const adding = page.getByRole('dialog', { name: 'Add a server' });
      await adding.getByLabel('Address').fill(door.url);
      await nameServer(adding, 'Slow');
      await adding.getByLabel('User name').fill('demo');
      await adding.getByLabel('Password').fill('demo');
      await adding.getByRole('button', { name: 'Add server' }).click();
      await expect(page.getByRole('list', { name: 'Servers' })).toContainText('Slow');
      await page.keyboard.press('Escape');
      await expect(adding).toBeHidden();

      const dialog = await openNewDownload(page);
      await pasteField(dialog).fill('half of what I');
      door[end]();
      await expectNotice(page, told);
      await expect(pasteField(dialog)).toHaveValue('half of what I');
    } finally {
      door.slam();
    }
  });

test('a new download is visible, whatever the list showed before', async ({ page, alfresco }) => {
  const { handover, letter } = alfresco.tree.examples;
  await addServer(page, alfresco);
  // Who clicks everything twice gets what a click opens as well.
  const bell = page.getByRole('button', { name: /^Notifications/ });
  await bell.dblclick();
  await expect(bell).toHaveAttribute('aria-expanded', 'true');
  await bell.click();
  await expect(bell).toHaveAttribute('aria-expanded', 'false');
  await page.getByRole('banner').getByRole('button', { name: 'New download' }).dblclick();
  await pasteField(page.getByRole('dialog')).fill('half of what I');
  await page.keyboard.press('Escape');
  await askFor(page, letter.id);
  await expect(rows(page).first()).toContainText('Saved');
  await page.getByRole('button', { name: /^Downloading/ }).click();
  await expect(rows(page)).toHaveCount(0);
  alfresco.control.holdPreparation();
  await askFor(page, handover.id);
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
  // Where it is listed, too, the list stays.
  await page.getByRole('button', { name: /^Preparing/ }).click();
  await askFor(page, handover.id);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: /^Preparing/ })).toHaveAttribute('aria-current', 'page');
});

test('a question about a row that another tab removed stays, and answering it explains why it failed @web', async ({
  page,
  ferry,
  alfresco,
}) => {
  await addServer(page, alfresco);
  alfresco.control.holdPreparation();
  await askFor(page, alfresco.tree.examples.handover.id);
  await expect(rows(page).first()).toContainText('Preparing');
  await rows(page).first().hover();
  await rows(page).first().getByRole('button', { name: 'Cancel' }).click();
  const question = page.getByRole('dialog', { name: 'Cancel this download?' });
  await expect(question).toBeVisible();
  // The second click of a double one doesn't reach what lay under the dialog.
  await page.evaluate('globalThis.clicks = 0; addEventListener("click", () => (clicks += 1))');
  await question.getByRole('button', { name: 'Keep' }).dblclick();
  await expect(question).toBeHidden();
  expect(await page.evaluate('clicks')).toBe(1);
  await rows(page).first().getByRole('button', { name: 'Cancel' }).click();

  const other = await (ferry as FerryWeb).openTab();
  await rows(other).first().press('Delete');
  await expect(rows(page)).toHaveCount(0);
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Cancel download' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('isn’t in the list anymore');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});
