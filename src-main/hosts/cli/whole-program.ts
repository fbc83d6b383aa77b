/** What `one-file.ts` carries along as a text: the terminal as a whole, and the programs that it starts beside itself. */
import { startFromOneFile } from '../../adapters/own-programs.ts';
import { runProcess } from '../run-process.ts';
import { runCli } from './main.ts';

/** What the text is, once it is read. */
export interface WholeProgram {
  /** By the name that `ownProgram` starts them with. */
  ownPrograms: Record<string, () => Promise<unknown>>;
  /** Runs the process's command line from that file, and ends the process. */
  runFrom: (file: URL) => Promise<void>;
}

export const ownPrograms: WholeProgram['ownPrograms'] = {
  'hash-worker': () => import('../../adapters/files/hash-worker.ts'),
  'search-worker': () => import('../../adapters/store/search/search-worker.ts'),
  'system-authorities-worker': () => import('../../adapters/system-authorities-worker.ts'),
  'keychain-process': () => import('../../adapters/keychain-process.ts'),
};

export const runFrom: WholeProgram['runFrom'] = async (file) => {
  startFromOneFile(file);
  await runProcess(() => runCli(process.argv.slice(2)));
};
