import type { Report } from '../../../src-shared/rpc-wire.ts';
import { sentenceOf } from '../../../src-shared/failures/failure-words.ts';
import type { EventData } from '../../../src-shared/contract.ts';
import { said, t } from '../../../src-shared/language/index.ts';
import { Command, InvalidArgumentError } from 'commander';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DataFolderInUseError } from '../../adapters/data-folder.ts';
import { defaultDataFolder } from '../../adapters/default-data-folder.ts';
import { createDesktop } from '../../adapters/desktop-node.ts';
import type { App } from '../../core/app-types.ts';
import { createApp } from '../../core/app.ts';
import { openDoor } from '../door/open-door.ts';
import type { Door } from '../door/open-door.ts';
import { runProcess } from '../run-process.ts';
import { openNodePorts } from '../node-ports.ts';
import type { NodePorts, NodePortsOptions } from '../node-ports.ts';
import { oneLine, printText } from '../print.ts';
import { openSecrets } from '../secrets.ts';
import { inLanguage, speakAsChosen, speakInTerminal } from '../terminal-language.ts';
import { leaveAccessLink, readAccessLink, removeAccessLink } from './access-link.ts';
import { openBrowser } from './open-browser.ts';
import { startWebHost } from './server.ts';

/** Milliseconds between two looks for the way into the other Ferry, and how often to look: it may be starting too. */
const lookAgain = 100;
const mostLooks = 50;

interface Options {
  port?: number;
  dataDir: string;
  open: boolean;
  demo?: true;
}

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError(t('usage.web.notAPort'));
  return port;
}

/** The options of the web host, for its own command line and for what starts it; says all in the language that is set. */
export function webCommand(args: readonly string[]): Command {
  speakInTerminal(args, process.env);
  return inLanguage(new Command('ferry-web'))
    .description(t('usage.web.ferry'))
    .option('--port <number>', t('usage.web.port'), toPort)
    .option('--data-dir <folder>', t('usage.web.dataFolder'), defaultDataFolder())
    .option('--no-open', t('usage.web.noOpen'))
    .option('--demo', t('usage.web.demo'))
    .allowExcessArguments(false);
}

const say = (line: string): void => printText(process.stdout, line);

/** The other Ferry of the data folder: opens it and prints its address. False when it isn't one for a browser. */
async function handOver({ open }: Options, dataFolder: string): Promise<boolean> {
  for (let look = 0; look < mostLooks; look += 1) {
    const address = await readAccessLink(dataFolder);
    if (address) {
      if (open) await openBrowser(createDesktop(), dataFolder);
      say(t('terminal.web.alreadyRunning', { address }));
      return true;
    }
    await sleep(lookAgain);
  }
  return false;
}

function inWords(error: unknown, { port = 0 }: Options): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return t('terminal.web.portTaken', { port: String(port) });
  if (code === 'EACCES' && port > 0) return t('terminal.web.portForbidden', { port: String(port) });
  return sentenceOf(error);
}

async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    process.once('SIGHUP', resolve);
  });
}

/** A demo that can't be added, as the disk is full, is no reason not to show what is there. */
async function addDemo(app: App): Promise<void> {
  try {
    await app.handlers['connections.addDemo']({});
  } catch (error) {
    say(sentenceOf(error));
  }
}

/** Where the build puts the screen. */
const builtScreen = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));

/** What differs from this machine or the defaults; for tests. */
interface World extends Pick<NodePortsOptions, 'network'> {
  /** For how many milliseconds a removal can be undone. */
  undoTime?: number;
}

async function run(
  options: Options,
  dataFolder: string,
  opened: NodePorts,
  assets: string,
  { undoTime }: World,
): Promise<number> {
  const { ports } = opened;
  const app = createApp(ports, { undoTime, keepsDone: true });
  const report: Report = (where, error) =>
    ports.log.event('web.fault', {
      detail: `${where}: ${error instanceof Error ? error.message : typeof error}`,
    });
  const stopped = interrupted();
  const ending = new AbortController();
  const host = await startWebHost({
    app,
    assets,
    port: options.port,
    monotonic: () => ports.clock.monotonic(),
    report,
  });
  let door: Door | null = null;
  try {
    app.start();
    door = await openDoor({ dataFolder, app, version: ports.version, report });
    if (options.demo) await addDemo(app);
    const { signal } = ending;
    const isLeft = await leaveAccessLink(dataFolder, host.address, { clock: ports.clock, signal });
    for (const notice of opened.notices) say(said(notice));
    say(t('terminal.web.running', { address: host.address }));
    say(t('terminal.web.keepSecret'));
    if (!isLeft) say(t('terminal.web.openYourself'));
    else if (options.open) await openBrowser(ports.desktop, dataFolder);
    app.subscribe((name, data) => {
      // Names of files are made here, as the screen says that they will be.
      if (name === 'settings.changed')
        speakAsChosen((data as EventData<'settings.changed'>).settings.language, process.env);
      if (name !== 'app.trouble') return;
      say(said((data as EventData<'app.trouble'>).news));
      // The way in for a second start may be gone with the rest of the data folder.
      void leaveAccessLink(dataFolder, host.address, { clock: ports.clock, signal });
    });
    return await Promise.race([stopped.then(() => 0), opened.lost.then(() => 1)]);
  } finally {
    ending.abort();
    await removeAccessLink(dataFolder);
    await door?.close();
    await host.close();
    await app.stop();
  }
}

/**
 * Serves Ferry in the foreground until it is interrupted, or hands over to the Ferry that already has the data folder.
 *
 * @param args the command line, without program and script
 * @param assets the folder of the built screen
 * @returns the exit code
 */
export async function main(
  args: readonly string[],
  assets: string = builtScreen,
  world: World = {},
): Promise<number> {
  const options = webCommand(args)
    .parse([...args], { from: 'user' })
    .opts<Options>();
  const dataFolder = resolve(options.dataDir);
  try {
    const opened = await openNodePorts({
      desktop: createDesktop(),
      dataFolder,
      ...openSecrets(dataFolder),
      demo: true,
      listsFolders: true,
      network: world.network,
    });
    try {
      return await run(options, dataFolder, opened, assets, world);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (error instanceof DataFolderInUseError && (await handOver(options, dataFolder))) return 0;
    printText(process.stderr, oneLine(inWords(error, options)));
    return 1;
  }
}

if (import.meta.main) await runProcess(() => main(process.argv.slice(2)));
