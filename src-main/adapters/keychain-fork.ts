import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { KeychainBinding } from './keychain.ts';
import { ownProgram } from './own-programs.ts';

const answerSchema = z.union([
  z.object({ loaded: z.boolean() }),
  z.object({ id: z.number(), value: z.union([z.string(), z.boolean(), z.null()]) }),
  z.object({ id: z.number(), error: z.string() }),
]);
type Answer = z.infer<typeof answerSchema>;

/**
 * Loads the keychain's library in a process of its own and resolves with the way to it; rejects where it can't be
 * loaded. An unanswered prompt would keep this program from ending, because Node waits for its threads; and
 * a fault in the system's library would take the program with it. For hosts that plain Node runs.
 */
export async function forkKeychain(): Promise<KeychainBinding> {
  let child = await started();
  let last = 0;
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

  const take = (answer: Answer): void => {
    if ('loaded' in answer) return;
    const call = pending.get(answer.id);
    pending.delete(answer.id);
    if ('error' in answer) call?.reject(new Error(answer.error));
    else call?.resolve(answer.value);
  };
  const listen = (to: ChildProcess): void => {
    to.on('message', (message) => take(answerSchema.parse(message)));
    to.once('exit', () => {
      for (const { reject } of pending.values()) reject(new Error('The keychain’s process has ended.'));
      pending.clear();
    });
  };
  listen(child);

  async function call(method: keyof KeychainBinding, ...args: string[]): Promise<unknown> {
    if (!child.connected) {
      child = await started();
      listen(child);
    }
    const id = (last += 1);
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      child.send({ id, method, args }, (error) => {
        if (error && pending.delete(id)) reject(error);
      });
    });
  }

  return {
    getPassword: async (...args) => (await call('getPassword', ...args)) as string | null,
    setPassword: async (...args) => void (await call('setPassword', ...args)),
    deletePassword: async (...args) => (await call('deletePassword', ...args)) === true,
  };
}

/** Resolves once the library is loaded there. The process ends with this one, whatever it is doing. */
async function started(): Promise<ChildProcess> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^FERRY_(\w+_)?SECRET$/.test(name)),
  );
  const { file, args } = ownProgram('keychain-process', import.meta.url);
  const child = fork(fileURLToPath(file), args, {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const isLoaded = await new Promise<boolean>((resolve) => {
    child.once('message', (message) => {
      const answer = answerSchema.parse(message);
      resolve('loaded' in answer && answer.loaded);
    });
    child.once('exit', () => resolve(false));
    child.once('error', () => resolve(false));
  });
  // Whoever waits for an answer keeps this program alive by the time that it is ready to wait.
  child.unref();
  child.channel?.unref();
  if (isLoaded) return child;
  if (child.connected) child.disconnect();
  throw new Error('The keychain’s library can’t be loaded.');
}
