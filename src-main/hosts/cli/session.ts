import type { Served } from '../../../src-shared/rpc.ts';
import type { CleanUp, Clock, JobStore, Ports, Servers } from '../../core/ports.ts';
import type { Output } from './output.ts';
import type { SecretSource } from './secret-source.ts';

/** What a command works with: the app of this program, or the one of the Ferry that holds the data folder. */
export interface Session {
  app: Served;
  ports: {
    clock: Clock;
    /** Understands what command lines say, without any server. */
    servers: Pick<Servers, 'understandAddress' | 'understandItems' | 'understandExport'>;
    store: Pick<JobStore, 'job'>;
  };
  /** Another Ferry does the work, and goes on with it when this one ends. */
  isJoined: boolean;
  /** What is left on servers for this program to remove. */
  removable(): CleanUp[];
  /** The folder that a download is asked for with, for an absolute path. */
  targetFolder(path: string): Promise<string>;
  output: Output;
  secrets: SecretSource;
  /** Aborted by Ctrl+C, and when the Ferry that was joined ends. */
  signal: AbortSignal;
}

export interface SessionOptions {
  dataFolder: string;
  output: Output;
  secrets: SecretSource;
  signal: AbortSignal;
  /** Wraps the ports, for tests. */
  wrapPorts: (ports: Ports) => Ports;
  /** No job works while the command runs: it looks at them, gives them up, tidies up. */
  onlyCleanUps: boolean;
}
