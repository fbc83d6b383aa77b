/** The thread behind `system-authorities.ts`: reads what the system trusts, and tells what came of it. */
import { getCACertificates } from 'node:tls';
import { parentPort } from 'node:worker_threads';

let found: string[] = [];
let problem: string | null = null;
try {
  found = [...new Set(getCACertificates('system'))];
} catch (error) {
  const { code } = error as { code?: unknown };
  problem = typeof code === 'string' ? code : 'unreadable';
}
parentPort?.postMessage({ found, problem });
