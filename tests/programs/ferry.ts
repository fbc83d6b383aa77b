/** The terminal, as its entry in src-main/hosts/cli/main.ts runs it. */
import { runCli } from '../../src-main/hosts/cli/main.ts';
import { runProcess } from '../../src-main/hosts/run-process.ts';

await runProcess(() => runCli(process.argv.slice(2)));
