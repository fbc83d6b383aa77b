import { Worker } from 'node:worker_threads';
import { ownProgram } from './own-programs.ts';

/** How long the first connection waits for them. Milliseconds. */
const patience = 10_000;

export interface SystemAuthoritiesOptions {
  /** Told a code when the system's store can't be read: one odd certificate is enough on Windows. */
  report?: (problem: string) => void;
}

/**
 * The certificates of the authorities that the system trusts, as PEM, none twice. Read once, when they are first asked
 * for, in a thread: some systems take seconds and hold up whoever asks. Whoever would have to wait too long goes on
 * without them; never rejects.
 */
export function createSystemAuthorities({
  report = () => undefined,
}: SystemAuthoritiesOptions = {}): () => Promise<readonly string[]> {
  let reading: Promise<readonly string[]> | null = null;

  const read = (): Promise<readonly string[]> =>
    new Promise((resolve) => {
      const { file, args } = ownProgram('system-authorities-worker', import.meta.url);
      const worker = new Worker(file, { argv: args });
      worker.unref();
      worker.once('message', ({ found, problem }: { found: string[]; problem: string | null }) => {
        if (problem !== null) report(problem);
        resolve(found);
        void worker.terminate();
      });
      worker.once('error', () => {
        report('thread');
        resolve([]);
      });
    });

  return () => {
    reading ??= read();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        report('slow');
        resolve([]);
      }, patience);
      void reading!.then((found) => {
        clearTimeout(timer);
        resolve(found);
      });
    });
  };
}
