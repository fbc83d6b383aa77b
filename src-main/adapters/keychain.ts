import type { Clock, SecretState } from '../core/ports.ts';

/** The part of keytar that is used. `findCredentials` isn't: on Linux it ends the process when an entry is locked. */
export interface KeychainBinding {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** What reading one entry brought. */
export type EntryState = Exclude<SecretState, { is: 'ok' }> | { is: 'ok'; value: string };

/** The system's keychain, entry by entry. Nothing here rejects: what goes wrong is a state. */
export interface Keychain {
  read(account: string): Promise<EntryState>;
  /** Whether the entry is there for good, proven by reading it back. */
  write(account: string, value: string): Promise<boolean>;
  /** Whether the entry is gone for good. */
  remove(account: string): Promise<boolean>;
}

export interface KeychainOptions {
  /** Rejects where the system has no keychain library. */
  load: () => Promise<KeychainBinding>;
  clock: Pick<Clock, 'sleep'>;
  platform: NodeJS.Platform;
}

/** What the entries are filed under, and the entry that is written to learn whether one can be. */
const service = 'Ferry';
const probeAccount = 'probe';
/** How long the system may ask the user before the keychain counts as locked. Milliseconds. */
const patience = 60_000;
/** Each call holds one of the four threads that Node has for files, too, until its prompt is answered. */
const mostCalls = 2;

class TimedOut extends Error {}
class NotLoaded extends Error {}

/** Opens the keychain when it is first asked. */
export function createKeychain({ load, clock, platform }: KeychainOptions): Keychain {
  let loading: Promise<KeychainBinding> | null = null;
  let probing: Promise<EntryState> | null = null;
  let calls = 0;
  const waiting = new Set<() => void>();
  /** Entries with an abandoned call that may still have an effect. */
  const hanging = new Set<string>();

  async function slot(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new TimedOut();
    if (calls >= mostCalls) {
      await new Promise<void>((resolve, reject) => {
        waiting.add(resolve);
        const stop = (): void => {
          if (waiting.delete(resolve)) reject(new TimedOut());
        };
        signal.addEventListener('abort', stop, { once: true });
      });
      return;
    }
    calls += 1;
  }

  function giveSlot(): void {
    const [next] = waiting;
    if (!next) {
      calls -= 1;
      return;
    }
    waiting.delete(next);
    next();
  }

  async function run<Value>(
    account: string,
    work: (binding: KeychainBinding) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Value> {
    loading ??= load();
    const binding = await loading.catch((error: unknown) => {
      throw new NotLoaded('no keychain library', { cause: error });
    });
    await slot(signal);
    try {
      if (signal.aborted) throw new TimedOut();
      return await work(binding);
    } finally {
      hanging.delete(account);
      giveSlot();
    }
  }

  /** One call, ended by the clock: prompts have no end of their own. */
  async function call<Value>(
    account: string,
    work: (binding: KeychainBinding) => Promise<Value>,
  ): Promise<Value> {
    if (hanging.has(account)) throw new TimedOut();
    const end = new AbortController();
    let isOver = false;
    const done = run(account, work, end.signal).finally(() => (isOver = true));
    const late = clock.sleep(patience, end.signal).then(() => {
      if (!isOver) hanging.add(account);
      throw new TimedOut();
    });
    try {
      return await Promise.race([done, late]);
    } finally {
      end.abort();
      // One that never got its turn has no effect.
      void done.catch(() => hanging.delete(account));
    }
  }

  /**
   * An entry in a locked keyring reads as if it weren't there once the prompt was dismissed (libsecret's
   * secret_password_lookup_sync): only writing tells.
   */
  async function probe(): Promise<EntryState> {
    try {
      await call(probeAccount, async (binding) => {
        await binding.setPassword(service, probeAccount, probeAccount);
        await binding.deletePassword(service, probeAccount);
      });
      return { is: 'absent' };
    } catch (error) {
      return { is: troubleOf(error, platform) };
    }
  }

  async function read(account: string): Promise<EntryState> {
    try {
      const value = await call(account, (binding) => binding.getPassword(service, account));
      if (value !== null) return { is: 'ok', value };
    } catch (error) {
      return { is: troubleOf(error, platform) };
    }
    if (platform !== 'linux') return { is: 'absent' };
    probing ??= probe().finally(() => (probing = null));
    const probed = await probing;
    return probed;
  }

  async function remove(account: string): Promise<boolean> {
    try {
      await call(account, (binding) => binding.deletePassword(service, account));
    } catch {
      return false;
    }
    return (await read(account)).is === 'absent';
  }

  return {
    read,
    remove,
    write: async (account, value) => {
      try {
        await call(account, (binding) => binding.setPassword(service, account, value));
      } catch {
        return false;
      }
      const written = await read(account);
      if (written.is !== 'ok') return false;
      if (written.value === value) return true;
      // What was cut or changed on its way would be sent in the next run.
      await remove(account);
      return false;
    },
  };
}

/**
 * Why the keychain didn't answer. keytar passes on nothing but the system's text, so this decides words only, never
 * what is written or deleted. On Windows and macOS the keychain is a part of the system: there it is rather locked.
 */
function troubleOf(error: unknown, platform: NodeJS.Platform): 'locked' | 'unavailable' {
  if (error instanceof TimedOut) return 'locked';
  if (error instanceof NotLoaded) return 'unavailable';
  const text = error instanceof Error ? error.message : '';
  if (platform === 'linux') return /lock(?!f)|dismiss|cancel/i.test(text) ? 'locked' : 'unavailable';
  return /no keychain|could not be found|logon session/i.test(text) ? 'unavailable' : 'locked';
}
