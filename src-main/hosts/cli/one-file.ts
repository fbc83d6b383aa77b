/**
 * The terminal as one file, `dist/cli/ferry.mjs`. What only prints is in it as it is; all else is a text, read when it is
 * needed: to read it takes four times as long as to print the help. The file is started again by itself, with a name as
 * the first argument, for what runs in a thread or a process of its own.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { printAnswer, readCommand } from './read-command.ts';
import type { WholeProgram } from './whole-program.ts';

/** `whole-program.ts` with all that it imports, as one CommonJS module in Latin-1, gzipped, in base64. The build puts it in. */
declare const wholeProgram: string;

function loadWhole(): WholeProgram {
  const file = fileURLToPath(import.meta.url);
  const text = gunzipSync(Buffer.from(wholeProgram, 'base64')).toString('latin1');
  const loaded: Partial<WholeProgram> = {};
  const run = compileFunction(text, ['exports', 'require', '__filename'], { filename: file });
  Reflect.apply(run, null, [loaded, createRequire(file), file]);
  return loaded as WholeProgram;
}

const args = process.argv.slice(2);
/** Only what Ferry starts itself is a thread, or has a channel to its parent. */
const isStartedAgain = !isMainThread || process.send !== undefined;
const understood = isStartedAgain ? null : readCommand(args);
if (understood === null) {
  const { ownPrograms, runFrom } = loadWhole();
  await (ownPrograms[args[0] ?? ''] ?? (() => runFrom(new URL(import.meta.url))))();
} else if (understood.is === 'command') await loadWhole().runFrom(new URL(import.meta.url));
else {
  // A reader that has seen enough is no fault.
  process.stdout.on('error', () => undefined);
  process.exitCode = printAnswer(understood);
}
