/** Runs the web host on a network that its parent switches off and on, by messages `{ online }`. */
import { runProcess } from '../../src-main/hosts/run-process.ts';
import { main } from '../../src-main/hosts/web/main.ts';
import { FakeNetwork } from '../fakes/fake-network.ts';

const network = new FakeNetwork();
process.on('message', ({ online }: { online: boolean }) => network.set(online));
await runProcess(() => main(process.argv.slice(2), undefined, { network }));
