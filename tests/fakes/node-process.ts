import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Another Node that runs one of our files. */
export interface NodeProcess {
  /** Resolves with the next line that it prints; rejects with what it said when it ends first. */
  nextLine(): Promise<string>;
  /** SIGKILL: no handler runs, nothing is closed. Resolves when it is gone, with the lines nobody had asked for. */
  kill(): Promise<string[]>;
}

/** Starts it; it is killed when the running test has finished. */
export function startNode(file: URL, ...args: string[]): NodeProcess {
  const child = spawn(process.execPath, [fileURLToPath(file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    async nextLine() {
      const line = await lines.next();
      if (!line.done) return line.value;
      await ended;
      throw new Error(`The process ended: ${errors}`);
    },
    async kill() {
      child.kill('SIGKILL');
      const rest: string[] = [];
      for (let line = await lines.next(); !line.done; line = await lines.next()) rest.push(line.value);
      await ended;
      return rest;
    },
  };
}
