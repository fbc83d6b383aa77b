/** How the keychain's library is called in a process of its own: what both ends say, whatever carries it. */
import { z } from 'zod';
import type { KeychainBinding } from './keychain.ts';

const callSchema = z.object({
  id: z.number(),
  method: z.enum(['getPassword', 'setPassword', 'deletePassword']),
  args: z.array(z.string()),
});
type Call = z.infer<typeof callSchema>;

const answerSchema = z.union([
  z.object({ loaded: z.boolean() }),
  z.object({ id: z.number(), value: z.union([z.string(), z.boolean(), z.null()]) }),
  z.object({ id: z.number(), error: z.string() }),
]);

/** A process that is being started for the keychain, as its parent sees it. */
export interface KeychainProcess {
  /** Whether what is posted may still get there. */
  readonly isAlive: boolean;
  /** Never throws: what can't get there is followed by the end. */
  post(message: Call): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also where it couldn't be started. */
  onEnd(listener: () => void): void;
  /** Told once: the library is there, or it is of no use. */
  settle(isLoaded: boolean): void;
}

const ended = (): Error => new Error('The keychain’s process has ended.');

/**
 * The keychain's library over such a process. Rejects where the library can't be loaded. A process that ends takes its
 * calls along; the next call starts another one. What it says besides is passed over.
 */
export async function callKeychain(start: () => KeychainProcess): Promise<KeychainBinding> {
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;

  const take = (message: unknown): void => {
    const { data } = answerSchema.safeParse(message);
    if (!data || 'loaded' in data) return;
    const call = pending.get(data.id);
    pending.delete(data.id);
    if ('error' in data) call?.reject(new Error(data.error));
    else call?.resolve(data.value);
  };

  async function started(): Promise<KeychainProcess> {
    const child = start();
    const isLoaded = await new Promise<boolean>((resolve) => {
      child.onMessage((message) => {
        const { data } = answerSchema.safeParse(message);
        if (data && 'loaded' in data) resolve(data.loaded);
      });
      child.onEnd(() => resolve(false));
    });
    child.settle(isLoaded);
    if (!isLoaded) throw new Error('The keychain’s library can’t be loaded.');
    child.onMessage(take);
    child.onEnd(() => {
      for (const { reject } of pending.values()) reject(ended());
      pending.clear();
    });
    return child;
  }

  let running = await started();
  let restarting: Promise<unknown> | null = null;

  async function call(method: Call['method'], ...args: string[]): Promise<unknown> {
    if (!running.isAlive) {
      restarting ??= started()
        .then((child) => (running = child))
        .finally(() => (restarting = null));
      await restarting;
    }
    const id = (last += 1);
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      running.post({ id, method, args });
    });
  }

  return {
    getPassword: async (...args) => (await call('getPassword', ...args)) as string | null,
    setPassword: async (...args) => void (await call('setPassword', ...args)),
    deletePassword: async (...args) => (await call('deletePassword', ...args)) === true,
  };
}

/** The program's own environment without the secrets in it, for such a process. */
export function withoutSecrets(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !/^FERRY_(\w+_)?SECRET$/.test(name));
  return Object.fromEntries(kept) as Record<string, string>;
}

/**
 * The other end: loads the library, tells whether that worked, and calls it for each message. Resolves with who takes
 * the messages; null where there is no library.
 */
export async function serveKeychain(
  load: () => Promise<KeychainBinding>,
  send: (message: object) => void,
): Promise<((message: unknown) => void) | null> {
  const keychain = await load().catch(() => null);
  send({ loaded: keychain !== null });
  if (!keychain) return null;
  return (message) => {
    const { id, method, args } = callSchema.parse(message);
    const [service = '', account = '', password = ''] = args;
    const calls = {
      getPassword: async () => keychain.getPassword(service, account),
      setPassword: async () => keychain.setPassword(service, account, password).then(() => null),
      deletePassword: async () => keychain.deletePassword(service, account),
    };
    calls[method]().then(
      (value) => send({ id, value }),
      (error: unknown) => send({ id, error: error instanceof Error ? error.message : 'unknown' }),
    );
  };
}
