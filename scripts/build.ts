/** `npm run build`: builds what is stale of the screen, the desktop app and the terminal. Ends with 1 where it is too large. */
import { beyondBudget } from './budgets.ts';
import { buildDesktop, buildRenderer, buildTerminal } from './builds.ts';

const say = (what: string) => (): void => void process.stdout.write(`Building ${what}…\n`);

await buildRenderer(say('the screen'));
await buildDesktop(say('the desktop app'));
await buildTerminal(say('the terminal'));
const beyond = beyondBudget();
for (const line of beyond) process.stderr.write(`Too large: ${line}\n`);
process.exitCode = beyond.length > 0 ? 1 : 0;
