import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { programFile } from '../programs/program-file.ts';

/** How a run of Ferry ended. */
export interface FerryEnd {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Everything that `--json` printed. Throws where a line is no object. */
  json(): Record<string, unknown>[];
}

/** A real Ferry in a process of its own. */
export interface FerryProcess {
  readonly pid: number;
  readonly ended: Promise<FerryEnd>;
  /** Resolves with the first line on stdout, from the start on, that fits; rejects when the process ends without one. */
  line(fits: string | ((line: string) => boolean)): Promise<string>;
  /** The same for `--json`: the line in which the job enters a state. */
  state(name: string): Promise<Record<string, unknown>>;
  /** Lets a paused port call go on. */
  release(): void;
  interrupt(): void;
  /** SIGKILL: no handler runs, nothing is closed. */
  kill(): Promise<FerryEnd>;
}

export interface FerryOptions {
  /** FERRY_SECRET; left out when null. */
  secret?: string | null;
  environment?: Record<string, string>;
  /** Where `paused-ferry.ts` stops; without it nothing does. */
  pausedAt?: string;
  /** Another program than the terminal's. */
  program?: string;
}

/** Starts it; it is killed when the running test has finished. */
export function startFerry(args: string[], options: FerryOptions = {}): FerryProcess {
  const { secret = 'demo', environment = {}, pausedAt, program = programFile('ferry') } = options;
  const { FERRY_SECRET: _own, ...inherited } = process.env;
  const script = pausedAt === undefined ? [program] : [programFile('paused-ferry'), pausedAt];
  const child = spawn(process.execPath, [...script, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...inherited, ...environment, ...(secret !== null && { FERRY_SECRET: secret }) },
  });
  const lines: string[] = [];
  let stderr = '';
  let isOver = false;
  let wake = Promise.withResolvers<void>();
  const news = (): void => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    news();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // It may be gone when it is told to go on.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<FerryEnd>((resolve) =>
    child.once('close', (code) => {
      isOver = true;
      news();
      resolve({
        code,
        stdout: lines.join('\n'),
        stderr,
        json: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      });
    }),
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });

  const line: FerryProcess['line'] = async (fits) => {
    const isIt = typeof fits === 'string' ? (text: string) => text.includes(fits) : fits;
    for (let seen = 0; ;) {
      const found = lines.slice(seen).find(isIt);
      if (found !== undefined) return found;
      seen = lines.length;
      if (isOver) throw new Error(`Ferry ended without the line. It said:\n${lines.join('\n')}\n${stderr}`);
      await wake.promise;
    }
  };
  return {
    pid: child.pid!,
    ended,
    line,
    state: async (name) => {
      const isState = (text: string): boolean =>
        text.startsWith('{"type":"job"') && text.includes(`"state":"${name}"`);
      return JSON.parse(await line(isState)) as Record<string, unknown>;
    },
    release: () => void child.stdin.write('go\n'),
    interrupt: () => void child.kill('SIGINT'),
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

/** Runs it to its end. */
export function ferry(args: string[], options: FerryOptions = {}): Promise<FerryEnd> {
  return startFerry(args, options).ended;
}
