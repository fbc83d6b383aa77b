import { createMemorySecrets } from '../../adapters/secrets-memory.ts';
import type { Secrets } from '../../core/ports.ts';

/** Where the desktop app keeps passwords and tokens. */
export function openSecrets(): Secrets {
  return createMemorySecrets();
}
