import { calls } from '../../src-shared/contract.ts';
import type { EventData, EventName, Handlers } from '../../src-shared/contract.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { App } from '../../src-main/core/app-types.ts';

export type FakeApp = App & {
  /** Sends an event to everyone who listens. */
  emit<Name extends EventName>(name: Name, data: EventData<Name>): void;
  /** What `start` and `stop` were asked, in order. */
  lifecycle: string[];
  /** Screens that listen now. */
  readonly listening: number;
};

/** An app without a core: the handlers that a test gives, and a refusal from all others. */
export function createFakeApp(handlers: Partial<Handlers> = {}): FakeApp {
  const listeners = new Set<Parameters<App['subscribe']>[0]>();
  const lifecycle: string[] = [];
  const refusal = (): never => {
    throw new FailedError({ kind: 'invalid-input', detail: 'This app is a fake.' });
  };
  const all = Object.fromEntries(Object.keys(calls).map((name) => [name, refusal]));
  return {
    handlers: { ...all, ...handlers } as Handlers,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: () => void lifecycle.push('started'),
    resumed: () => void lifecycle.push('resumed'),
    cleanedUp: async () => {},
    compared: async () => {},
    stop: async () => void lifecycle.push('stopped'),
    emit: (name, data) => listeners.forEach((listener) => listener(name, data)),
    lifecycle,
    get listening() {
      return listeners.size;
    },
  };
}
