import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ferry, startFerry } from '../process/ferry-process.ts';
import { launch, newHome, useBrowser } from './desktop-harness.ts';
import { jobs, reaches, startServer } from './jobs.ts';

const browser = useBrowser();

test('a terminal works through the running app, which shows its download and goes on with it after Ctrl+C', async () => {
  const home = newHome();
  const server = await startServer();
  const { letter, mine } = server.tree.examples;
  const app = await launch(browser(), { home });
  const page = await app.window();
  const get = (node: string): string[] => [
    ...['get', '--kind', 'alfresco', '--url', server.url, '--user', 'demo', '--node', node],
    ...['--out', join(home, 'files'), '--data-dir', join(home, 'data')],
  ];

  const end = await ferry(get(letter.id));
  expect(end).toMatchObject({ code: 0, stderr: '' });
  expect(end.stdout).toContain('Ferry is running with this data already');
  expect(readdirSync(join(home, 'files'))).toEqual([letter.name]);
  await page.getByText(letter.name).first().waitFor();

  server.control.holdPreparation();
  const run = startFerry(get(mine.id));
  await run.line('the server prepares it');
  run.interrupt();
  expect((await run.ended).code).toBe(130);
  const going = (await jobs(app)).find(({ state }) => state.is === 'preparing');
  server.control.releasePreparation();
  await reaches(app, going!.id, 'saved');
});
