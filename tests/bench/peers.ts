import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { certificate } from './bench-server.ts';

/** What is fetched, the file that it becomes, and the same bytes as the server has them on this machine. */
export interface Errand {
  url: string;
  file: string;
  source: string;
}

/** A way to fetch with other programs: commands that run one after the other. */
export interface Peer {
  name: string;
  commands(errand: Errand): [program: string, ...args: string[]][];
}

const curl = ({ url, file }: Errand): [string, ...string[]] => [
  ...(['curl', '--disable', '--silent', '--show-error', '--fail'] as const),
  ...(['--cacert', certificate, '--output', file, url] as const),
];

/** The same work as Ferry's: the file is fetched, is on the disk, and its SHA-256 is known. Ferry is measured by it. */
export const sameWork: Peer = {
  name: 'curl, sync, sha256sum',
  commands: (errand) => [curl(errand), ['sync', errand.file], ['sha256sum', errand.file]],
};

/** What Ferry's time is compared with: it can't be faster than the slower of these two, whatever it does side by side. */
export const hashAlone: Peer = {
  name: 'SHA-256 alone',
  commands: ({ source }) => [['openssl', 'dgst', '-sha256', source]],
};
export const curlWithSync: Peer = {
  name: 'curl with sync',
  commands: (errand) => [curl(errand), ['sync', errand.file]],
};

/** Less work than Ferry's, for the record: nothing says that the file is on the disk, or what it is. */
export const bare: Peer[] = [
  { name: 'curl', commands: (errand) => [curl(errand)] },
  {
    name: 'wget',
    commands: ({ url, file }) => [
      ['wget', '--no-config', '--no-verbose', '--quiet', `--ca-certificate=${certificate}`, '-O', file, url],
    ],
  },
  {
    name: 'aria2c',
    commands: ({ url, file }) => [
      [
        ...(['aria2c', '--no-conf', '--quiet', `--ca-certificate=${certificate}`] as const),
        ...(['--dir', dirname(file), '--out', basename(file), url] as const),
      ],
    ],
  },
];

/** Those of a peer's programs that this machine doesn't have. */
export function missingOf(peer: Peer): string[] {
  const programs = peer.commands({ url: '', file: '', source: '' }).map(([program]) => program);
  return programs.filter((program) => !isInstalled(program));
}

export function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a program to its end and resolves with what it printed; rejects with what it complained of. */
export function run(
  program: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...withoutProxies(), ...environment },
    });
    let printed = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${program} ended with ${code}: ${complaints || printed}`));
    });
  });
}

/** The same, and resolves with the processor time that it took, in seconds: what bash's `times` says of its children. */
export async function timed(program: string, args: string[]): Promise<number> {
  const printed = await run('bash', ['-c', '"$@" >/dev/null && times', 'bash', program, ...args]);
  const children = printed.trim().split('\n').at(-1)!;
  const spans = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return spans.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** 127.0.0.1 through a proxy would measure the proxy. */
function withoutProxies(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name)));
}
