import { expect, test } from 'vitest';
import { desktopWithTray } from '../fakes/tray-host.ts';
import { ask, launch, newHome, useBrowser } from './desktop-harness.ts';
import { jobs, reaches, request, signIn, startServer } from './jobs.ts';
import type { StandInApp } from './launch.ts';

const browser = useBrowser();

const menus = (app: StandInApp): Promise<string[]> =>
  app.evaluate(({ Menu }) => Menu.applicationMenu!.items.map(({ label }) => label ?? ''));
const tray = (app: StandInApp): Promise<string[]> =>
  app.evaluate(({ standIn }) => standIn.trays[0]!.menu!.items.flatMap(({ label }) => label ?? []));

test('menus, tray, notifications and questions are in the language of the system', async () => {
  const home = newHome();
  const server = await startServer();
  const app = await launch(browser(), {
    home,
    environment: { ...(await desktopWithTray()), STAND_IN_LANGUAGES: 'de-AT,en' },
  });
  await app.window();
  expect(await menus(app)).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Fenster', 'Hilfe']);
  expect(await tray(app)).toEqual([
    'Zurzeit läuft nichts',
    'Ferry anzeigen',
    'Neuer Download …',
    'Ordner für Downloads öffnen',
    'Alle anhalten',
    'Alle fortsetzen',
    'Ferry beenden',
  ]);

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible()))
    .toBe(false);
  const connection = await signIn(app, server);
  const saved = await request(app, connection, server.tree.examples.letter.id, home);
  await reaches(app, saved, 'saved');
  await expect
    .poll(async () =>
      (await app.calls('notification.show')).map(
        ({ args: [options] }) => (options as { title: string }).title,
      ),
    )
    .toEqual(['Ferry läuft weiter', 'Gespeichert']);

  server.control.holdPreparation();
  const held = await request(app, connection, server.tree.examples.handover.id, home);
  await reaches(app, held, 'preparing');
  await app.evaluate(({ standIn }) => standIn.trays[0]!.menu!.choose('Ferry beenden'));
  await expect
    .poll(async () => (await app.calls('dialog.showMessageBox')).map(({ args: [options] }) => options))
    .toMatchObject([
      {
        message: 'Beenden, obwohl noch Downloads laufen?',
        detail: expect.stringMatching(/^In Vorbereitung 1\./) as string,
      },
    ]);
  server.control.releasePreparation();
  expect(await jobs(app)).toHaveLength(2);
});

test('choosing another language changes menus and tray at once', async () => {
  const app = await launch(browser());
  await app.window();
  expect((await menus(app))[0]).toBe('File');
  const { settings } = await ask(app, 'settings.get', {});
  await ask(app, 'settings.save', { settings: { ...settings, language: 'de' } });
  expect((await menus(app))[0]).toBe('Datei');
  expect(await tray(app)).toContain('Ferry beenden');
  await ask(app, 'settings.save', { settings: { ...settings, language: 'system' } });
  expect((await menus(app))[0]).toBe('File');
  expect(await tray(app)).toContain('Quit Ferry');
});
