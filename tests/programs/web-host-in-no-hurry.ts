/** Runs the web host with ten minutes in which a removal can be taken back: nothing comes too late for a test. */
import { runProcess } from '../../src-main/hosts/run-process.ts';
import { main } from '../../src-main/hosts/web/main.ts';

await runProcess(() => main(process.argv.slice(2), undefined, { undoTime: 600_000 }));
