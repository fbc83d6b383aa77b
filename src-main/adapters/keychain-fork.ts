import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { KeychainBinding } from './keychain.ts';
import { callKeychain, withoutSecrets } from './keychain-calls.ts';
import type { KeychainProcess } from './keychain-calls.ts';
import { ownProgram } from './own-programs.ts';

/**
 * Loads the keychain's library in a process of its own and resolves with the way to it; rejects where it can't be
 * loaded. An unanswered prompt would keep this program from ending, because Node waits for its threads; and
 * a fault in the system's library would take the program with it. For hosts that plain Node runs.
 */
export const forkKeychain = (): Promise<KeychainBinding> => callKeychain(start);

/** The process ends with this one, whatever it is doing. */
function start(): KeychainProcess {
  const { file, args } = ownProgram('keychain-process', import.meta.url);
  const child = fork(fileURLToPath(file), args, {
    env: withoutSecrets(process.env),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const end = Promise.withResolvers<void>();
  child.once('exit', end.resolve);
  child.once('error', end.resolve);
  return {
    get isAlive() {
      return child.connected;
    },
    post: (message) => void child.send(message, (error) => error && child.kill('SIGKILL')),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void end.promise.then(listener),
    settle: (isLoaded) => {
      // Whoever waits for an answer keeps this program alive by the time that it is ready to wait.
      child.unref();
      child.channel?.unref();
      if (!isLoaded && child.connected) child.disconnect();
    },
  };
}
