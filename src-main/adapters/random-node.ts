import { randomUUID } from 'node:crypto';
import type { Random } from '../core/ports.ts';

/** Chance for spreading retries, and ids from the system's source of unguessable bits. */
export function createRandom(): Random {
  return { next: () => Math.random(), id: () => randomUUID() };
}
