import { parseArgs } from 'node:util';
import { startDemoAlfresco } from './alfresco/server.ts';
import type { DemoAlfresco } from './alfresco/server.ts';

/** Speeds that leave time to watch: a thousand small documents take about seven seconds to prepare. */
export const watchable = {
  speed: {
    pendingMilliseconds: 1_200,
    millisecondsPerFile: 6,
    bytesPerSecond: 40_000_000,
    copyMilliseconds: 300,
  },
  contentBytesPerSecond: 8_000_000,
};

/** What a newcomer needs to know: where the server is, how to get in, what to try. */
export function welcome({ url, tree }: DemoAlfresco): string {
  const { tender, photos, scan, oddNames, boardMinutes } = tree.examples;
  const examples: [string, string][] = [
    [tender.id, 'Tender 2026: a folder of 1,000 documents'],
    [photos.id, 'Photos: 400 pictures, 80 MB'],
    [scan.id, 'Sea bed survey.tif: one file of 48 MB, no zip needed'],
    [oddNames.id, 'Odd names: empty folders, an empty file, many alphabets'],
    [boardMinutes.id, 'Board minutes: demo may not read it'],
  ];
  return [
    `A demo Alfresco is running at ${url}`,
    'User demo, password demo (asked for, or taken from FERRY_SECRET)',
    '',
    ...examples.map(([id, name]) => `  ${id}  ${name}`),
    '',
    'Try it in another terminal:',
    `  npm run --silent ferry -- get --kind alfresco --url ${url} --user demo --node ${tender.id} --out downloads`,
    '',
    'Ctrl+C stops it.',
  ].join('\n');
}

/**
 * `npm run demo`: starts the demo server, says how to use it and keeps it running until it is interrupted.
 *
 * @param args `--port NUMBER` (a free port if left out), `--seed TEXT`, `--fast` (no slowing down)
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { port: { type: 'string' }, seed: { type: 'string' }, fast: { type: 'boolean' } },
  });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port number`);
  const server = await startDemoAlfresco({ port, seed: values.seed, ...(values.fast ? {} : watchable) });
  process.stdout.write(`${welcome(server)}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
}

if (import.meta.main) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
