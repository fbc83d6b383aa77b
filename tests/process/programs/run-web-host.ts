/** Runs the web host as `npm start` does, with the screen in the folder that is the first argument. */
import { main } from '../../../src-main/hosts/web/main.ts';

const [screen, ...args] = process.argv.slice(2);
process.exitCode = await main(args, screen);
