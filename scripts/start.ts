/**
 * `npm start`: builds the screen where it is stale and opens Ferry. `--web` asks for the browser; all other options
 * are the web host's (`npm start -- --help`).
 */
import { main, webCommand } from '../src-main/hosts/web/main.ts';
import { buildRenderer } from './build-renderer.ts';

const args = process.argv.slice(2);
const webArgs = args.filter((arg) => arg !== '--web');

// Wrong options and --help end here, before anything is built.
webCommand().name('npm start --').option('--web', 'use the browser').parse(args, { from: 'user' });

try {
  await buildRenderer(() => process.stdout.write('Building the screen…\n'));
  if (webArgs.length === args.length)
    process.stdout.write(
      'This version of Ferry has no window of its own yet: it is served to your browser.\n',
    );
  process.exitCode = await main(webArgs);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
