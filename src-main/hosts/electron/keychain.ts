import { app, utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import type { KeychainBinding } from '../../adapters/keychain.ts';
import { callKeychain, withoutSecrets } from '../../adapters/keychain-calls.ts';
import type { KeychainProcess } from '../../adapters/keychain-calls.ts';

/**
 * The keychain's library in a utility process: an unanswered prompt holds up neither the window nor the end, and a fault
 * in the system's library takes nothing with it. To be called once the app is ready.
 */
export const utilityKeychain = (): Promise<KeychainBinding> => callKeychain(start);

function start(): KeychainProcess {
  const program = fileURLToPath(new URL('./keychain-process.js', import.meta.url));
  const child = utilityProcess.fork(program, [], {
    env: withoutSecrets(process.env),
    execArgv: [],
    stdio: 'ignore',
    serviceName: 'ferry-keychain',
  });
  const end = Promise.withResolvers<void>();
  let isAlive = true;
  const kill = (): void => void child.kill();
  app.once('will-quit', kill);
  child.once('exit', () => {
    isAlive = false;
    app.off('will-quit', kill);
    end.resolve();
  });
  return {
    get isAlive() {
      return isAlive;
    },
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void end.promise.then(listener),
    settle: (isLoaded) => {
      if (!isLoaded) kill();
    },
  };
}
