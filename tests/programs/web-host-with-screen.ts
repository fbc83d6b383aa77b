/** Runs the web host as `npm start` does, with the screen in the folder that is the first argument. */
import { runProcess } from '../../src-main/hosts/run-process.ts';
import { main } from '../../src-main/hosts/web/main.ts';

const [screen, ...args] = process.argv.slice(2);
// What a look at a dead network drive leaves: something that would keep the process for ever.
setInterval(() => undefined, 60_000);
await runProcess(() => main(args, screen));
