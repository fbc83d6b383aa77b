import { mkdtemp, rm } from 'node:fs/promises';
import { sentenceOf } from '../../src-shared/failures/failure-words.ts';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemoAlfresco } from '../demo/alfresco/server.ts';
import { watchable } from '../demo/alfresco/showing.ts';
import { demoHelp, main } from '../demo/main.ts';
import { runMainJobAgainst } from './cli/demo-run.ts';
import { runProcess } from './run-process.ts';
import { oneLine, printText } from './print.ts';

const help = `${demoHelp}

  --get          runs the whole main job against a demo Alfresco and ends; with it only:
  --out FOLDER   where the file goes (default: a new folder among the temporary ones)
  --fast         as above`;

/**
 * `npm run demo`: starts the demo server and keeps it running. With `--get` the whole main job is run against it in
 * the terminal, and the program ends with its exit code.
 *
 * @param args as `help` lists them. Throws where they make no sense.
 */
async function run(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    printText(process.stdout, help);
    return 0;
  }
  if (!args.includes('--get')) {
    await main(args);
    return 0;
  }
  const { values } = parseArgs({
    args,
    options: { get: { type: 'boolean' }, out: { type: 'string' }, fast: { type: 'boolean' } },
  });
  const start = process.env.INIT_CWD ?? process.cwd();
  const out = values.out === undefined ? await freshFolder() : resolve(start, values.out);
  const demo = await startDemoAlfresco(values.fast ? {} : watchable);
  // What the demo leaves in a list of downloads would lead to a server that isn't there anymore.
  const data = await mkdtemp(join(tmpdir(), 'ferry-demo-data-'));
  try {
    printText(
      process.stdout,
      `A demo Alfresco is running at ${demo.url}. Ferry asks it for a folder of 1,000 documents.`,
    );
    return await runMainJobAgainst(demo, { out, data });
  } finally {
    await demo.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** It stays when the program ends, with the file in it. */
async function freshFolder(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'ferry-demo-')), 'Downloads', 'Ferry');
}

await runProcess(() =>
  run(process.argv.slice(2)).catch((error: unknown) => {
    printText(process.stderr, oneLine(sentenceOf(error)));
    return 1;
  }),
);
