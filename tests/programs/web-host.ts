/** The web host, as its entry in src-main/hosts/web/main.ts runs it. */
import { runProcess } from '../../src-main/hosts/run-process.ts';
import { main } from '../../src-main/hosts/web/main.ts';

await runProcess(() => main(process.argv.slice(2)));
