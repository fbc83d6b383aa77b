import type { Connection } from '../../src-shared/connection.ts';
import type { ConnectionView, EventData } from '../../src-shared/contract.ts';
import { secretKey } from './calls/connection-ways.ts';
import type { Connections } from './connections.ts';
import type { Jobs } from './jobs.ts';
import { logFailure } from './log-failure.ts';
import type { Ports } from './ports.ts';

/** Changes within so many milliseconds are gathered into one event. */
const gatherFor = 100;

type SecretPlace = ConnectionView['secret'];

interface Parts {
  connections: Connections;
  jobs: () => Jobs;
  isDemo: (connection: Connection) => boolean;
  publish: (data: EventData<'connections.changed'>) => void;
}

/**
 * Connections as screens show them. Where their secrets are is told as soon as the keychain has said it, which may take
 * the user a minute: nothing else waits for that.
 */
export class ConnectionPublisher {
  readonly #ports: Pick<Ports, 'clock' | 'log' | 'secrets' | 'say'>;
  readonly #parts: Parts;
  /** Read once per run: a keychain may ask the user each time. */
  readonly #places = new Map<string, SecretPlace>();
  readonly #reading = new Set<string>();
  readonly #stopped = new AbortController();
  #isGathering = false;
  #isStale = false;
  #sent = '';

  constructor(ports: Pick<Ports, 'clock' | 'log' | 'secrets' | 'say'>, parts: Parts) {
    this.#ports = ports;
    this.#parts = parts;
  }

  /** All of them as they are now. */
  views(): ConnectionView[] {
    return this.#parts.connections.all().map((connection) => this.view(connection));
  }

  view(connection: Connection): ConnectionView {
    const { authorities, ...own } = connection;
    const { id } = connection;
    void this.#look(connection);
    return {
      ...own,
      ...(authorities && { authorities: authorities.map(({ pem: _pem, ...facts }) => facts) }),
      name: this.#ports.say(connection.ownName ?? connection.name),
      state: this.#parts.connections.state(id),
      secret: this.#places.get(id) ?? 'unknown',
      openJobs: this.#parts.jobs().openOf(id),
      demo: this.#parts.isDemo(connection),
    };
  }

  /** Where a secret is now that it was written or erased; null once its connection is gone. */
  keep(connectionId: string, place: SecretPlace | null): void {
    if (place === null) this.#places.delete(connectionId);
    else this.#places.set(connectionId, place);
  }

  /** All secrets may be elsewhere now. */
  moved(): void {
    this.#places.clear();
    this.announce();
  }

  /** Something may look different now. The first change is sent at once, those soon after it together. */
  announce(): void {
    this.#isStale = true;
    if (this.#isGathering || this.#stopped.signal.aborted) return;
    this.#isGathering = true;
    this.#tell();
    this.#ports.clock.sleep(gatherFor, this.#stopped.signal).then(
      () => {
        this.#isGathering = false;
        if (this.#isStale) this.announce();
      },
      () => undefined,
    );
  }

  stop(): void {
    this.#stopped.abort();
  }

  #tell(): void {
    this.#isStale = false;
    const connections = this.views();
    const text = JSON.stringify(connections);
    if (text === this.#sent) return;
    this.#sent = text;
    this.#parts.publish({ connections });
  }

  /** Asks the keychain where that isn't known yet, or a server that works shows that it has answered since. */
  async #look(connection: Connection): Promise<void> {
    const { id } = connection;
    const known = this.#places.get(id);
    const isOutdated =
      (known === 'locked' || known === 'sealed' || known === 'unavailable') &&
      this.#parts.connections.state(id).is === 'ok';
    if ((known && !isOutdated) || this.#reading.has(id)) return;
    this.#reading.add(id);
    const place = await this.#placeOf(connection);
    this.#reading.delete(id);
    // What was written or erased while the keychain answered is newer.
    if (this.#places.get(id) !== known || place === known || !this.#parts.connections.find(id)) return;
    this.#places.set(id, place);
    this.announce();
  }

  async #placeOf(connection: Connection): Promise<SecretPlace> {
    try {
      const key = secretKey(connection, connection.signIn?.by === 'oidc' ? 'refresh' : 'password');
      const state = await this.#ports.secrets.read(key);
      return state.is === 'ok' ? state.kept : state.is;
    } catch (thrown) {
      logFailure(this.#ports.log, 'a secret could not be looked for', thrown, {
        connectionId: connection.id,
      });
      return 'unavailable';
    }
  }
}
