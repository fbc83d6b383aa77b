import { app, BrowserWindow, nativeImage, Notification } from 'electron';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { HashThreads } from '../../adapters/files/hash-threads.ts';
import { hasTrayHost } from '../../adapters/tray-host.ts';
import { tryGivingBack } from '../../adapters/servers/chunk-memory.ts';
import { checkDatabase } from '../../adapters/store/check-database.ts';
import { isOwnAddress } from './protocol.ts';
import { sentenceOf } from '../../../src-shared/failures/failure-words.ts';
import { overlayFile, trayFile } from '../../desktop/by-system.ts';
import { runFerry } from './run.ts';
import type { Places } from './places.ts';
import { openSecrets } from './secrets.ts';
import { expectThat, noted, passed } from './self-test-outcomes.ts';
import type { Check, Outcome } from './self-test-outcomes.ts';
import { networkChecks } from './self-test-network.ts';

/** Milliseconds for one check. */
const patience = 20_000;

/** That Electron can read a picture. */
function picture(path: string): Outcome {
  const { width, height } = nativeImage.createFromPath(path).getSize();
  expectThat(width > 0, `${path} can’t be read`);
  return passed(`${width} x ${height}`);
}

/** What the page itself can find out; runs in the page. */
const lookAround = `(async () => {
  await new Promise((resolve) => setTimeout(resolve));
  const inline = document.createElement('script');
  inline.textContent = 'document.documentElement.dataset.inlineRan = "yes"';
  document.head.append(inline);
  inline.remove();
  let evaluated = true;
  try { new Function('return 1')(); } catch { evaluated = false; }
  const answer = await fetch(location.href);
  return {
    title: document.title,
    policy: answer.headers.get('content-security-policy'),
    inline: document.documentElement.dataset.inlineRan === 'yes',
    evaluated,
    bridge: Object.keys(window.ferry ?? {}).sort(),
    node: typeof require !== 'undefined' || typeof process !== 'undefined',
    drawn: document.body.innerText.trim().length > 0,
  };
})()`;

interface Surroundings {
  title: string;
  policy: string | null;
  inline: boolean;
  evaluated: boolean;
  bridge: string[];
  node: boolean;
  drawn: boolean;
}

async function askPage(): Promise<Surroundings & { address: string }> {
  const contents = BrowserWindow.getAllWindows()[0]!.webContents;
  if (contents.isLoading())
    await new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()));
  const surroundings = (await contents.executeJavaScript(lookAround)) as Surroundings;
  return { ...surroundings, address: contents.getURL() };
}

function checksOf(places: Places, folder: string): Check[] {
  return [
    {
      name: 'database',
      run: () => {
        const database = join(folder, 'database');
        mkdirSync(database);
        return passed(`SQLite ${checkDatabase(database)} with FTS5`);
      },
    },
    {
      name: 'chunk memory',
      run: async () => {
        const fault = await tryGivingBack();
        return fault === null
          ? passed('given back as it is read')
          : noted(`left to the collector, and downloads are slower: ${fault}`);
      },
    },
    {
      name: 'keychain',
      run: async () => {
        const { secrets } = openSecrets(folder);
        const key = { connectionId: `self-test-${process.pid}`, origin: 'https://self-test.invalid' };
        const kept = await secrets.write(key, 'canary');
        const state = await secrets.read(key);
        await secrets.erase(key.connectionId);
        expectThat(state.is === 'ok' && state.value === 'canary', `what was written is ${state.is}`);
        if (kept === 'run') return noted('no keychain here: passwords are kept until Ferry ends');
        return passed('written, read back and erased');
      },
    },
    {
      name: 'protocol',
      run: async () => {
        const page = await askPage();
        expectThat(isOwnAddress(page.address), `the page is at ${page.address}`);
        expectThat(page.title === 'Ferry' && page.drawn, 'the page is empty');
        expectThat(
          page.bridge.join() === 'onMessage,send',
          `the page sees ${page.bridge.join() || 'no bridge'}`,
        );
        expectThat(!page.node, 'the page sees Node');
        return passed(page.address);
      },
    },
    {
      name: 'content policy',
      run: async () => {
        const page = await askPage();
        expectThat(page.policy?.startsWith("default-src 'none'") ?? false, `the header is ${page.policy}`);
        expectThat(!page.inline, 'an inline script ran');
        expectThat(!page.evaluated, 'text was run as a script');
        return passed('inline scripts and eval are blocked');
      },
    },
    {
      name: 'window',
      run: () => {
        const window = BrowserWindow.getAllWindows()[0]!;
        expectThat(window.isVisible(), 'it never became visible');
        return passed('visible');
      },
    },
    { name: 'tray icon', run: () => picture(join(places.icons, trayFile(places.platform, 'idle'))) },
    // Windows alone shows it, but each package has it.
    { name: 'badge icon', run: () => picture(join(places.icons, overlayFile)) },
    {
      name: 'tray',
      run: async () =>
        (await hasTrayHost(places.platform))
          ? passed('somebody shows it; look whether you can see Ferry’s icon')
          : noted('nobody shows one here: closing the window minimises it, or quits if that is set'),
    },
    {
      name: 'hash thread',
      run: async () => {
        const threads = new HashThreads();
        const stream = await threads.begin({ pieceBytes: 1024, piecesBy: 'crc32', whole: true, also: [] });
        await stream.add(Buffer.from('ferry'));
        const { whole } = await stream.state();
        stream.end();
        const expected = createHash('sha256').update('ferry').digest('hex');
        expectThat(whole === expected, `“ferry” has the digest ${whole}`);
        // Where none starts, the main thread hashes, and the window stutters.
        expectThat(threads.running > 0, 'no thread could be started');
        return passed(`runs beside ${import.meta.dirname}`);
      },
    },
    {
      name: 'notification',
      run: async () => {
        if (!Notification.isSupported()) return noted('this system has none');
        const notification = new Notification({ title: 'Ferry', body: 'This is the self-test.' });
        const shown = new Promise<Outcome>((resolve, reject) => {
          notification.on('show', () => resolve(passed('shown')));
          // Unsigned and uninstalled, macOS and Windows refuse; only a packed app has to show it.
          notification.on('failed', (_event, error) =>
            app.isPackaged ? reject(new Error(error)) : resolve(noted(error)),
          );
          setTimeout(
            () => resolve(noted('asked for, but the system doesn’t say that it was shown')),
            5_000,
          ).unref();
        });
        notification.show();
        return shown;
      },
    },
    ...networkChecks(folder),
  ];
}

async function inTime(check: Check): Promise<string> {
  const line = (word: string, words: string): string => `${word.padEnd(7)} ${check.name.padEnd(20)} ${words}`;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error('it took too long')), patience).unref();
    });
    const { is, words } = await Promise.race([Promise.resolve(check.run()), late]);
    return line(is, words);
  } catch (error) {
    return line('FAILED', sentenceOf(error));
  }
}

/**
 * Starts Ferry on a data folder to throw away, tries what depends on Electron and the system, writes a short report
 * to stdout and the file, and ends the process: 0 when nothing failed, else 1.
 */
export async function selfTest(places: Places, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-self-test-'));
  const { electron = 'none', chrome = 'none', node } = process.versions;
  const lines = [
    `Ferry ${app.getVersion()} self-test, ${new Date().toISOString()}`,
    `Electron ${electron}, Chromium ${chrome}, Node ${node}, ${process.platform} ${process.arch}`,
  ];
  let stop = async (): Promise<void> => {};
  const start: Check = {
    name: 'start',
    run: async () => {
      ({ stop } = await runFerry({ ...places, dataFolder: join(folder, 'data') }));
      return passed('the app and its window');
    },
  };
  for (const check of [start, ...checksOf(places, folder)]) lines.push(await inTime(check));
  await stop().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

  const hasFailed = lines.some((line) => line.startsWith('FAILED'));
  lines.push(hasFailed ? 'Something failed: please report this file.' : 'Nothing failed.');
  const report = `${lines.join('\n')}\n`;
  writeFileSync(file, report);
  process.stdout.write(`${report}The report is in ${file}\n`);
  app.exit(hasFailed ? 1 : 0);
}
