#!/usr/bin/env node
// `npx ferry`. In a checkout it runs the sources, without a build: they are TypeScript, which only a newer Node runs, and one
// came by `npm install`. Where there are none, it runs what was built of them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The Node of this checkout, else the one that runs this. */
function nodeOfCheckout() {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    return process.execPath;
  }
}

function runSources(entry) {
  // What interrupts this interrupts the program itself, which ends in good order: its end is awaited.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
  const args = ['--import', new URL('compile-cache.js', import.meta.url).href, entry];
  const { status, error } = spawnSync(nodeOfCheckout(), [...args, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

const sources = fileURLToPath(new URL('../src-main/hosts/cli/main.ts', import.meta.url));
if (existsSync(sources)) runSources(sources);
else await import('../dist/cli/ferry.mjs');
