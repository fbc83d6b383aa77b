/** `npm run build`: builds what is stale of the screen, the desktop app and the terminal. */
import { buildDesktop, buildRenderer, buildTerminal } from './builds.ts';

const say = (what: string) => (): void => void process.stdout.write(`Building ${what}…\n`);

await buildRenderer(say('the screen'));
await buildDesktop(say('the desktop app'));
await buildTerminal(say('the terminal'));
