import { app, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { t } from '../../../src-shared/language/index.ts';
import { askUser } from './ending.ts';

/** Runs the self-test as a program of its own, which leaves this one alone, and says what came of it. */
export async function runSelfTest(window: BrowserWindow): Promise<void> {
  const file = join(app.getPath('temp'), 'ferry-self-test.txt');
  // A developer's app is Electron itself with the app's folder as its argument.
  const own = app.isPackaged ? [] : [app.getAppPath()];
  const child = spawn(process.execPath, [...own, `--self-test=${file}`], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  const choice = await askUser(window, {
    type: code === 0 ? 'info' : 'warning',
    message: code === 0 ? t('desktop.selfTest.passed') : t('desktop.selfTest.failed'),
    detail: t('desktop.selfTest.detail', { file }),
    buttons: [t('desktop.selfTest.show'), t('desktop.selfTest.close')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  if (choice === 0) shell.showItemInFolder(file);
}
