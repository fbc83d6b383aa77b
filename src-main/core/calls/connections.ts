import type { Connection, KeptIn } from '../../../src-shared/connection.ts';
import { demoId, originOf } from '../../../src-shared/connection.ts';
import type { CallInput, ConnectionView, Handlers } from '../../../src-shared/contract.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { isFinal, stateOf } from '../../../src-shared/job/job-states.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { CallParts } from './call-parts.ts';
import { demandSavePathTemplate } from '../../../src-shared/save-path-template.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { ConnectionPublisher } from '../connection-publisher.ts';
import { inTime } from '../in-time.ts';
import { logFailure } from '../log-failure.ts';
import type { Ports, SecretRole } from '../ports.ts';
import { createSignInCalls } from './company-sign-in.ts';
import { isSameAccount, outdatedSecrets, secretKey, waysAfter } from './connection-ways.ts';
import { createServerPageCall } from './server-page.ts';
import { inSlices } from '../slices.ts';

type ConnectionCallName = Extract<keyof Handlers, `connections.${string}`>;

/** How long removing a server waits for its downloads to be cancelled there. Milliseconds. */
const removalGrace = 10_000;

/** What a server is called as long as nobody names it. */
const hostOf = (baseUrl: string): string => new URL(baseUrl).hostname;

/** The calls about connections, and their events. */
export function createConnectionCalls(
  ports: Ports,
  parts: CallParts,
): {
  calls: Pick<Handlers, ConnectionCallName>;
  announce(): void;
  /** Where secrets are is looked up anew. */
  secretsMoved(): void;
  /** All of them, as screens show them. */
  views(): ConnectionView[];
  start(): void;
  stop(): void;
} {
  const { connections, jobs } = parts;
  const { config, secrets, servers } = ports;
  let demoUrl: string | null = null;
  const views = new ConnectionPublisher(ports, {
    connections,
    jobs: () => jobs,
    isDemo: ({ id, baseUrl }) => id === demoId && baseUrl === demoUrl,
    publish: (data) => parts.publish('connections.changed', data),
  });
  const announce = (): void => views.announce();
  const viewOf = (connection: Connection): ConnectionView =>
    views.view(connections.find(connection.id) ?? connection);

  const existing = (id: string): Connection => {
    const connection = connections.find(id);
    if (!connection) throw refusal(phrase('validationErrors.serverGone'));
    return connection;
  };

  const setSecret = async (id: string, secret: string, role: SecretRole = 'password'): Promise<KeptIn> => {
    const connection = existing(id);
    const kept = await secrets.write(secretKey(connection, role), secret);
    if (role === 'password') {
      views.keep(id, kept);
      const { refused: _refused, ...fresh } = connection;
      config.saveConnection(fresh);
    }
    connections.changed(id);
    return kept;
  };

  const save = async (input: CallInput<'connections.save'>): Promise<Connection> => {
    const before = input.id === undefined ? null : existing(input.id);
    const { baseUrl, tenant } = servers.understandAddress(input.kind, input.address);
    const wanted = {
      kind: input.kind,
      baseUrl,
      tenant: input.tenant?.trim() || tenant,
      user: input.user.trim(),
    };
    const ways = waysAfter(before, input);
    const twin = config
      .connections()
      .find((other) => other.id !== before?.id && isSameAccount(other, { ...wanted, ...ways }));
    if (twin && !twin.removed)
      throw refusal(phrase('validationErrors.knownServer', { name: twin.ownName ?? twin.name }));
    const id = before?.id ?? twin?.id ?? ports.random.id();
    const createdAt = before?.createdAt ?? ports.clock.now();
    const own = before?.own ?? twin?.own;
    const name = before ? input.name.trim() : toldApart(input.name.trim(), wanted);
    // A name of Ferry's own stays one until the user types another.
    const isUnnamed = before?.ownName !== undefined && name === ports.say(before.ownName);
    const connection: Connection = {
      ...wanted,
      id,
      name,
      createdAt,
      ...(isUnnamed && { ownName: before.ownName }),
      ...(own && { own }),
      ...ways,
    };
    if (before) await forgetOutdated(before, connection);
    config.saveConnection(connection);
    connections.changed(id);
    announce();
    return connection;
  };

  /** Two accounts of a server would both have the name of its host. */
  const toldApart = (name: string, { baseUrl, user }: Pick<Connection, 'baseUrl' | 'user'>): string => {
    const isTaken = name === hostOf(baseUrl) && connections.all().some((other) => other.name === name);
    return isTaken && user !== '' ? `${name} (${user})` : name;
  };

  /** Secrets that a changed connection has no use for. */
  const forgetOutdated = async (before: Connection, after: Connection): Promise<void> => {
    if (originOf(before) !== originOf(after) || before.user !== after.user) return forgetSecret(before.id);
    for (const key of outdatedSecrets(before, after)) await secrets.erase(before.id, key);
  };

  const forgetSecret = async (id: string): Promise<void> => {
    await secrets.erase(id);
    views.keep(id, 'absent');
  };

  const remove = async (id: string, whatOfJobs: 'cancel' | 'keep'): Promise<void> => {
    const connection = existing(id);
    const own = jobs.all().filter((job) => job.connectionId === id && !isFinal(job));
    if (whatOfJobs === 'cancel') {
      await inSlices(
        ports.clock,
        own.map((job) => job.id),
        (some) => void jobs.dispatchAll(some, { type: 'cancel' }),
      );
      await inTime(ports.clock, { most: removalGrace, late: () => undefined }, (signal) =>
        parts.cleanUps.attempted(signal).catch(() => undefined),
      );
    }
    // Its name is kept for the history.
    config.saveConnection({ ...connection, removed: true });
    await forgetSecret(id);
    views.keep(id, null);
    connections.removed(id);
    interrupt(id);
    announce();
  };

  /**
   * What is under way with a server that was removed ends, and waits for the server. A request whose answer is awaited isn't
   * sent a second time: what comes of it waits.
   */
  const interrupt = (id: string): void => {
    const failure = connections.removedFailure(id);
    for (const job of jobs.all()) {
      const { gates, work } = stateOf(job);
      if (job.connectionId !== id || work === null || work === 'ask' || !gates.includes('connection'))
        continue;
      jobs.dispatch(job.id, { type: 'failed', run: job.run, failure });
    }
  };

  const addDemo = async (): Promise<{
    connection: Connection;
    examples: { id: string; name: string; about: Words }[];
  }> => {
    if (!ports.demo) throw refusal(phrase('validationErrors.noDemo'));
    const { kind, address, user, password, examples } = await ports.demo.start();
    const { baseUrl, tenant } = servers.understandAddress(kind, address);
    const before = config.connections().find((connection) => connection.id === demoId);
    const createdAt = before?.createdAt ?? ports.clock.now();
    const isKept = before !== undefined && !before.removed;
    const ownName = isKept ? before.ownName : phrase('demo.server');
    const name = isKept ? before.name : ports.say(phrase('demo.server'));
    const own = before?.own;
    const connection: Connection = {
      id: demoId,
      kind,
      name,
      baseUrl,
      tenant,
      user,
      createdAt,
      ...(ownName && { ownName }),
      ...(own && { own }),
    };
    demoUrl = baseUrl;
    // It listens elsewhere in each run: what was kept for the last place is of no use.
    if (before && originOf(before) !== originOf(connection)) await forgetSecret(demoId);
    config.saveConnection(connection);
    await setSecret(demoId, password);
    connections.look(demoId);
    announce();
    return { connection, examples };
  };

  return {
    announce,
    secretsMoved: () => views.moved(),
    views: () => views.views(),
    stop: () => views.stop(),
    start: () => {
      if (ports.demo && connections.find(demoId))
        void addDemo().catch((thrown: unknown) =>
          logFailure(ports.log, 'the demo server did not start', thrown),
        );
    },
    calls: {
      'connections.list': () => {
        for (const connection of connections.all())
          if (connections.state(connection.id).is === 'unknown') connections.look(connection.id);
        return { connections: views.views() };
      },
      'connections.understand': ({ kind, address }) => {
        const understood = servers.understandAddress(kind, address);
        return { ...understood, suggestedName: hostOf(understood.baseUrl) };
      },
      'connections.save': async (input) => ({ connection: viewOf(await save(input)) }),
      'connections.configure': ({ id, own }) => {
        if (own.filing) demandSavePathTemplate(own.filing);
        const connection = { ...existing(id), own };
        config.saveConnection(connection);
        void parts.keeping.look();
        parts.bandwidth.changed();
        parts.dispatcher.wake();
        announce();
        return { connection: viewOf(connection) };
      },
      'connections.nameExport': ({ id, downloadType, name }) => {
        const { exportNames = {}, ...connection } = existing(id);
        const others = Object.entries(exportNames).filter(([type]) => type !== downloadType);
        const named = Object.fromEntries(name === '' ? others : [...others, [downloadType, name]]);
        const changed = { ...connection, exportNames: named };
        config.saveConnection(changed);
        announce();
        return { connection: viewOf(changed) };
      },
      ...createServerPageCall(ports, parts),
      ...createSignInCalls(ports, { connections, existing, kept: (id, place) => views.keep(id, place) }),
      'connections.readAuthorities': ({ file }) => ({
        authorities: servers.readAuthorities(file),
      }),
      'connections.setSecret': async ({ id, secret, role }) => {
        const kept = await setSecret(id, secret, role);
        connections.look(id);
        return { kept };
      },
      'connections.test': async ({ id }) => {
        existing(id);
        const state = await connections.test(id);
        if (state.is === 'ok') return { info: state.info };
        throw new FailedError(state.is === 'unknown' ? { kind: 'unreachable' } : state.failure);
      },
      'connections.remove': async ({ id, jobs: whatOfJobs }) => {
        await remove(id, whatOfJobs);
        return {};
      },
      'connections.addDemo': async () => {
        const { connection, examples } = await addDemo();
        return { connection: viewOf(connection), examples };
      },
    },
  };
}
