import type { KeychainBinding } from '../../src-main/adapters/keychain.ts';

/** A keychain's library in memory that does what a test says. Entries are filed under `service/account`. */
export class FakeKeychain implements KeychainBinding {
  readonly entries = new Map<string, string>();
  /** What the next calls meet, by call as `calls` has it, by entry, or `*` for all: an error's text, or a prompt that nobody answers. */
  readonly faults = new Map<string, { throws: string } | { hangs: Promise<void> }>();
  /** Each call, as `get Ferry/account`. */
  readonly calls: string[] = [];
  /** Locked as libsecret shows it after a dismissed prompt: entries aren't seen, and nothing can be written. */
  locked = false;
  /** What is made of a value on its way in. */
  alter = (value: string): string => value;

  readonly load = async (): Promise<KeychainBinding> => this;

  async getPassword(service: string, account: string): Promise<string | null> {
    const entry = await this.#called('get', service, account);
    return this.locked ? null : (this.entries.get(entry) ?? null);
  }

  async setPassword(service: string, account: string, password: string): Promise<void> {
    const entry = await this.#called('set', service, account);
    if (this.locked) throw new Error('Cannot create an item in a locked collection');
    this.entries.set(entry, this.alter(password));
  }

  async deletePassword(service: string, account: string): Promise<boolean> {
    const entry = await this.#called('delete', service, account);
    return this.locked ? false : this.entries.delete(entry);
  }

  async #called(method: string, service: string, account: string): Promise<string> {
    const entry = `${service}/${account}`;
    const call = `${method} ${entry}`;
    this.calls.push(call);
    const fault = this.faults.get(call) ?? this.faults.get(entry) ?? this.faults.get('*');
    if (fault && 'throws' in fault) throw new Error(fault.throws);
    if (fault) await fault.hangs;
    return entry;
  }
}
