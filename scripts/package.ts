/**
 * `npm run package [-- OPTIONS]`: packs the desktop app for this system by `electron-builder.yml`. OPTIONS are
 * electron-builder's own (`--dir`, `--linux deb`). What belongs to whoever publishes it comes from the environment:
 *
 * - `FERRY_HOMEPAGE`: the page that the packages name, an https address
 * - `FERRY_MAINTAINER`: who made the packages, `Name <mail>`
 * - `FERRY_UPDATE_FEED`: where the app looks for newer ones, an https address
 *
 * On macOS it signs with the certificate of `CSC_LINK` or `CSC_NAME`, and ad hoc where there is none.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageOptions } from './package-options.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = packageOptions(process.env, process.platform);
if (typeof options === 'string') {
  process.stderr.write(`${options}\n`);
  process.exit(1);
}
const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
const args = [builder, '--publish', 'never', ...options, ...process.argv.slice(2)];
spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).once('close', (code) =>
  process.exit(code ?? 1),
);
