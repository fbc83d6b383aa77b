import type { Connection, ConnectionState, ServerInfo } from '../../src-shared/connection.ts';
import { originOf } from '../../src-shared/connection.ts';
import { isOpen, longestWish, stepConnection } from '../../src-shared/connection-machine.ts';
import type { ConnectionEvent } from '../../src-shared/connection-machine.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { FailedError, toFailure } from '../../src-shared/failures/failure.ts';
import { policyOf } from '../../src-shared/failures/failure-table.ts';
import type { Words } from '../../src-shared/language/words.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Phrase } from '../../src-shared/language/words.ts';
import { inTime } from './in-time.ts';
import { timeUntil } from './wait-times.ts';
import { logFailure } from './log-failure.ts';
import { WakeSignal } from './wake-signal.ts';
import type { Clock, Config, Log, Network, Random, Secrets, ServerApi, Servers } from './ports.ts';
import { TaskChains } from './task-chains.ts';

const unknown: ConnectionState = { is: 'unknown' };
/** How long a look at a server may take in all. Milliseconds. */
const longestLook = 45_000;

interface ConnectionPorts {
  secrets: Secrets;
  servers: Servers;
  config: Config;
  clock: Clock;
  random: Random;
  log: Log;
  network: Network;
}

/** Why a server can't be worked with now, where it said nothing itself. */
const why = ({ kind }: Failure): Phrase =>
  kind === 'busy' ? phrase('failureDetails.network.busy') : phrase('failureDetails.network.ownError');

/** How each connection is doing, and the gate in front of its jobs. */
export class Connections {
  readonly #states = new Map<string, ConnectionState>();
  readonly #looks: TaskChains;
  /** Those whose look is under way: no other is due meanwhile. */
  readonly #looking = new Set<string>();
  readonly #changes = new WakeSignal();
  readonly #ports: ConnectionPorts;
  #list: readonly Connection[] = [];
  #byId = new Map<string, Connection>();
  /** When the network went away, milliseconds since 1970. */
  #offlineSince: number | null = null;
  readonly #onChange: (connectionId: string) => void;

  constructor(ports: ConnectionPorts, onChange: (connectionId: string) => void) {
    this.#ports = ports;
    this.#looks = new TaskChains((connectionId, thrown) =>
      logFailure(ports.log, 'probe ended unexpectedly', thrown, { connectionId }),
    );
    this.#onChange = onChange;
  }

  /** Those that the user sees. */
  all(): Connection[] {
    return this.#ports.config.connections().filter((connection) => !connection.removed);
  }

  find(id: string): Connection | null {
    const connection = this.#known(id);
    return connection && !connection.removed ? connection : null;
  }

  /** What the user, or Ferry, calls it, also after it was removed. */
  nameOf(id: string): Words {
    const connection = this.#known(id);
    return connection ? (connection.ownName ?? connection.name) : phrase('common.unknownServer');
  }

  /** Why nothing is asked of a server that was removed; its address is the detail. */
  removedFailure(id: string): Failure {
    const address = this.#known(id)?.baseUrl;
    return { kind: 'server-removed', ...(address !== undefined && { detail: address }) };
  }

  state(id: string): ConnectionState {
    return this.#states.get(id) ?? unknown;
  }

  api(connection: Connection): ServerApi {
    return this.#ports.servers.api(connection);
  }

  /** Why a job of this connection made by this account has to wait, or null when its requests may go out. */
  closed(id: string, account: string | null): { failure: Failure; since: number; nextAt?: number } | null {
    if (!this.find(id)) return { failure: this.removedFailure(id), since: 0 };
    const state = this.state(id);
    if (state.is === 'ok') {
      if (account === null || account === state.info.account) return null;
      return { failure: { kind: 'other-account', detail: account }, since: 0 };
    }
    if (state.is === 'unknown') return null;
    const { failure, since } = state;
    return { failure, since, ...(state.is === 'unreachable' && { nextAt: state.probeAt }) };
  }

  mayGo(id: string, account: string | null): boolean {
    return this.hasNetwork(id) && isOpen(this.state(id)) && this.closed(id, account) === null;
  }

  /** Whether requests to the connection's server could get anywhere. */
  hasNetwork(id: string): boolean {
    const connection = this.find(id);
    return connection !== null && this.#ports.network.leadsTo(connection.baseUrl);
  }

  /** Since when there is no network towards the connection's server, milliseconds since 1970; null where there is. */
  offlineSince(id: string): number | null {
    return this.find(id) === null || this.hasNetwork(id) ? null : (this.#offlineSince ?? 0);
  }

  /** The network came or went: while it is away nothing is asked, and what was known is looked at anew afterwards. */
  networkChanged(): void {
    if (!this.#ports.network.isOnline()) {
      this.#offlineSince ??= this.#ports.clock.now();
      return;
    }
    this.#offlineSince = null;
    this.renew();
    this.#changes.notify();
  }

  /** Resolves when requests of the job may go out. */
  async opened(id: string, account: string | null, signal: AbortSignal): Promise<void> {
    while (!this.mayGo(id, account)) {
      if (this.state(id).is === 'unknown') this.look(id);
      await this.#changes.wait(signal);
    }
  }

  /** Tells the gate of a failure; what is a job's own affair changes nothing. */
  report(id: string, failure: Failure): void {
    if (policyOf(failure.kind).scope === 'connection') this.#step(id, { type: 'failed', failure });
  }

  /** All that was known is void: edited, signed in, or the user wants to look again. */
  changed(id: string): void {
    this.#looks.stop(id);
    this.#looking.delete(id);
    this.#ports.servers.forget(id);
    this.#step(id, { type: 'changed' });
  }

  /** Somebody signed in: the server is looked at anew, and what the sign-in brought stays. */
  signedIn(id: string): void {
    this.#looks.stop(id);
    this.#looking.delete(id);
    this.#step(id, { type: 'changed' });
    this.look(id);
  }

  /**
   * Drops the idle sockets of all connections and looks anew at those that worked or were out of reach. A refused password
   * isn't tried again by that.
   */
  renew(): void {
    for (const { id } of this.all()) {
      const { is } = this.state(id);
      if (is !== 'ok' && is !== 'unreachable' && is !== 'untrusted' && !this.#isAtProxy(id)) continue;
      this.changed(id);
      this.look(id);
    }
  }

  /** Another network may have another proxy, or none. One that refused a password isn't asked with it again. */
  #isAtProxy(id: string): boolean {
    const state = this.state(id);
    return (
      state.is === 'needsSignIn' &&
      state.failure.kind === 'proxy-sign-in' &&
      state.failure.detail === undefined
    );
  }

  removed(id: string): void {
    this.changed(id);
    this.#states.delete(id);
  }

  /**
   * Asks the server who we are, unless that is already under way. A password that was refused is only sent again when
   * somebody asked for it (`isAsked`): servers lock accounts.
   */
  look(id: string, isAsked = false): void {
    const connection = this.find(id);
    // A look that was stopped doesn't count: it has no result, and a new one waits for its end.
    if (!connection || !this.hasNetwork(id) || this.#looks.isWanted(id)) return;
    if (connection.refused && !isAsked)
      return this.#step(id, { type: 'failed', failure: { kind: 'sign-in-refused' } });
    this.#looking.add(id);
    this.#looks.start(id, (signal) => this.#probe(connection, signal));
  }

  /** Looks now, whatever is known; resolves with what was found. */
  async test(id: string): Promise<ConnectionState> {
    this.changed(id);
    this.look(id, true);
    await this.#looks.settled([id]);
    return this.state(id);
  }

  /** The next time a connection out of reach is looked at, of those asked for. Milliseconds since 1970. */
  nextLook(ids: ReadonlySet<string>): number | null {
    const times = [...ids].flatMap((id) => {
      const state = this.state(id);
      const isDue = state.is === 'unreachable' && !this.#looking.has(id) && this.hasNetwork(id);
      return isDue ? [state.probeAt] : [];
    });
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Looks at those that are due or unknown. */
  lookWhereDue(ids: ReadonlySet<string>): void {
    const now = this.#ports.clock.now();
    for (const id of ids) {
      const state = this.state(id);
      if (
        state.is === 'unknown' ||
        (state.is === 'unreachable' && timeUntil(state.probeAt, now, longestWish) === 0)
      )
        this.look(id);
    }
  }

  async stop(): Promise<void> {
    this.#looks.stopAll();
    await this.#looks.settled();
  }

  async #probe(connection: Connection, signal: AbortSignal): Promise<void> {
    let event: ConnectionEvent;
    try {
      event = { type: 'probed', info: await this.#probeInTime(connection, signal) };
    } catch (thrown) {
      if (signal.aborted) return;
      this.#looking.delete(connection.id);
      if (!this.hasNetwork(connection.id)) return;
      const failure = toFailure(thrown);
      if (failure.kind === 'sign-in-refused') await this.#rememberRefusal(connection, true);
      this.#ports.log.event('probe failed', { connectionId: connection.id, kind: failure.kind });
      const isGate = policyOf(failure.kind).scope === 'connection';
      // Whatever else goes wrong while looking (busy, 5xx, a refusal), the server can't be worked with now.
      event = {
        type: 'failed',
        failure: isGate
          ? failure
          : { ...failure, kind: 'unreachable', detail: failure.detail ?? why(failure) },
      };
    }
    if (signal.aborted) return;
    if (event.type === 'probed') {
      if (connection.refused) await this.#rememberRefusal(connection, false);
      this.#rememberPlace(connection.id, event.info.apiRoot);
    }
    this.#looking.delete(connection.id);
    this.#step(connection.id, event);
  }

  /** Also one that was removed. Asked for each job in each round: the list is looked through only after it has changed. */
  #known(id: string): Connection | null {
    const list = this.#ports.config.connections();
    if (list !== this.#list) this.#byId = new Map(list.map((connection) => [connection.id, connection]));
    this.#list = list;
    return this.#byId.get(id) ?? null;
  }

  /** Of a password that is gone with this run nothing needs to be remembered. */
  async #rememberRefusal(connection: Connection, isRefused: boolean): Promise<void> {
    const { secrets, config } = this.#ports;
    const { refused, ...rest } = connection;
    const secret = await secrets.read({ connectionId: connection.id, origin: originOf(connection) });
    const isKept = secret.is === 'ok' && secret.kept !== 'run';
    if (isRefused === (refused ?? false) || (isRefused && !isKept)) return;
    config.saveConnection(isRefused ? { ...rest, refused: true } : rest);
  }

  /** So that the next run asks there first, and nowhere else. */
  #rememberPlace(id: string, found: string | undefined): void {
    const connection = this.#known(id);
    if (!connection || connection.apiRoot === found) return;
    const { apiRoot: _before, ...rest } = connection;
    this.#ports.config.saveConnection(found === undefined ? rest : { ...rest, apiRoot: found });
  }

  /** A server that answers each question late still has to be checked in an acceptable time. */
  #probeInTime(connection: Connection, signal: AbortSignal): Promise<ServerInfo> {
    const late = (): never => {
      throw new FailedError({ kind: 'unreachable', detail: phrase('failureDetails.network.noAnswer') });
    };
    return inTime(this.#ports.clock, { most: longestLook, late, signal }, (given) =>
      this.api(connection).probe({ signal: given }),
    );
  }

  #step(id: string, event: ConnectionEvent): void {
    const before = this.state(id);
    const { clock, random } = this.#ports;
    const next = stepConnection(before, event, { now: clock.now(), random: () => random.next() });
    if (next === before) return;
    this.#states.set(id, next);
    this.#changes.notify();
    this.#onChange(id);
  }
}
