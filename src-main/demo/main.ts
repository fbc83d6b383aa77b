import { said } from '../../src-shared/language/index.ts';
import { parseArgs } from 'node:util';
import { startDemoAlfresco } from './alfresco/server.ts';
import type { DemoAlfresco } from './alfresco/server.ts';
import { examplesOf, watchable } from './alfresco/showing.ts';
import { startDemoBridge } from './bridge/server.ts';
import type { DemoBridge } from './bridge/server.ts';

/** Speeds of the Bridge that leave time to watch: an export takes about six seconds to prepare. */
const watchableBridge = { wordMilliseconds: 3_000, rows: 50_000, contentBytesPerSecond: 4_000_000 };

/** For `--help`. */
export const demoHelp = `npm run demo -- [options]

Starts a demo Alfresco on this machine, says how to use it, and keeps it running until Ctrl+C.

  --bridge       starts a demo Bridge as well
  --port NUMBER  the demo Alfresco’s port (a free one if left out)
  --seed TEXT    other documents: they follow from it
  --fast         as fast as it can, instead of slow enough to watch
  --help         shows this`;

/** What a newcomer needs to know: where the servers are, how to get in, what to try. */
export function welcome(alfresco: DemoAlfresco, bridge: DemoBridge | null): string {
  const also = bridge
    ? bridgeWelcome(bridge)
    : ['There is a demo Bridge too: “npm run demo -- --bridge” starts both.'];
  return [...alfrescoWelcome(alfresco), '', ...also, '', 'Ctrl+C stops it.'].join('\n');
}

function alfrescoWelcome(server: DemoAlfresco): string[] {
  const { url, tree } = server;
  const node = tree.examples.tender.id;
  return [
    `A demo Alfresco is running at ${url}`,
    'User demo, password demo (asked for, or taken from FERRY_SECRET)',
    '',
    ...examplesOf(server).map(({ id, name, about }) => `  ${id}  ${name}: ${said(about)}`),
    '',
    'Try it in another terminal:',
    `  npm run --silent ferry -- get --kind alfresco --url ${url} --user demo --node ${node} --out downloads`,
  ];
}

function bridgeWelcome({ url, token, types }: DemoBridge): string[] {
  const longest = Math.max(...types.map(({ type }) => type.length));
  const [first] = types;
  return [
    `A demo Bridge is running at ${url}`,
    `Token ${token} (asked for, or taken from FERRY_SECRET); its file store is on a port of its own`,
    '',
    ...types.map(({ type, about }) => `  ${type.padEnd(longest)}  ${about}`),
    '',
    'Try it in another terminal:',
    `  npm run --silent ferry -- get --kind bridge --url ${url} --type ${first!.type} --out downloads`,
  ];
}

/**
 * `npm run demo`: starts the demo servers, says how to use them and keeps them running until it is interrupted.
 *
 * @param args as `demoHelp` lists them. Throws where they make no sense.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      bridge: { type: 'boolean' },
      port: { type: 'string' },
      seed: { type: 'string' },
      fast: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(`${demoHelp}\n`);
    return;
  }
  const { seed, fast = false } = values;
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port number`);
  const alfresco = await startDemoAlfresco({
    port,
    seed,
    ...(fast ? { archived: watchable.archived } : watchable),
  });
  let bridge: DemoBridge | null = null;
  try {
    if (values.bridge) bridge = await startDemoBridge({ seed, ...(fast ? {} : watchableBridge) });
    process.stdout.write(`${welcome(alfresco, bridge)}\n`);
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
  } finally {
    await bridge?.close();
    await alfresco.close();
  }
}

if (import.meta.main) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
