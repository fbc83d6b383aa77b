#!/usr/bin/env node
// `npx ferry` in a checkout. The program is TypeScript, which only a newer Node runs: the one that came by `npm install`.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../src-main/hosts/cli/main.ts', import.meta.url));

/** The Node of this checkout, else the one that runs this. */
function nodeOfCheckout() {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    return process.execPath;
  }
}

// What interrupts this interrupts the program itself, which ends in good order: its end is awaited.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
const { status, error } = spawnSync(nodeOfCheckout(), [entry, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
if (error) throw error;
process.exitCode = status ?? 1;
