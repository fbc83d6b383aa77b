import type { EventData, EventName, Handlers } from '../../src-shared/contract.ts';

/** The whole app behind its contract: what every host wires to a transport. */
export interface App {
  handlers: Handlers;
  /** Calls the listener for every event until the returned function is called. */
  subscribe(listener: <Name extends EventName>(name: Name, data: EventData<Name>) => void): () => void;
  /**
   * Takes up what the last run left. With `only: 'cleanUps'` no job works, neither a new one nor one that was at work:
   * jobs can be looked at, changed and given up, and what is left of them on servers and disks is removed. With
   * `comparesLater` saved zips are compared only once `compared` is called.
   */
  start(options?: { only?: 'cleanUps'; comparesLater?: boolean }): void;
  /**
   * The machine slept, or its network is another one: what was known of servers is old and idle sockets are dead.
   * A transfer whose own socket died is noticed by its watchdog and goes on where it stopped.
   */
  resumed(): void;
  /** Resolves when everything left on servers was removed, or tried at least once. */
  cleanedUp(signal: AbortSignal): Promise<void>;
  /** Resolves when what was saved is compared with the listings of servers that answer. */
  compared(): Promise<void>;
  /** Ends all work in flight and waits until nothing is written anymore. */
  stop(): Promise<void>;
}
