/** `npm run build`: builds what is stale of the screen and the desktop app. */
import { buildDesktop, buildRenderer } from './builds.ts';

const say = (what: string) => (): void => void process.stdout.write(`Building ${what}…\n`);

await buildRenderer(say('the screen'));
await buildDesktop(say('the desktop app'));
