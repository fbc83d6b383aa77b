import type { SecretKey } from '../core/ports.ts';

/**
 * What a secret is filed under beside its connection: the origin, and for everything but passwords what it is for. An
 * origin has neither blanks nor `#`.
 */
export function slotOf({ origin, role = 'password' }: Omit<SecretKey, 'connectionId'>): string {
  return role === 'password' ? origin : `${origin}#${role}`;
}
