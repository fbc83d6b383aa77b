import type { SecretKey, Secrets } from '../core/ports.ts';
import { slotOf } from './secret-slot.ts';

/** Secrets that nothing keeps, or not yet: they count until the program ends. */
export class SecretsForRun {
  readonly #kept = new Map<string, { key: SecretKey; value: string }>();

  get(key: SecretKey): string | undefined {
    return this.#kept.get(nameOf(key))?.value;
  }

  set(key: SecretKey, value: string): void {
    this.#kept.set(nameOf(key), { key, value });
  }

  delete(key: SecretKey): void {
    this.#kept.delete(nameOf(key));
  }

  /** As `Secrets.erase`. */
  erase(...[connectionId, only]: Parameters<Secrets['erase']>): void {
    for (const { key } of this.all())
      if (key.connectionId === connectionId && (!only || slotOf(only) === slotOf(key))) this.delete(key);
  }

  all(): { key: SecretKey; value: string }[] {
    return [...this.#kept.values()];
  }
}

const nameOf = (key: SecretKey): string => `${key.connectionId} ${slotOf(key)}`;
