import type { Connection } from '../../../src-shared/connection.ts';
import { originOf } from '../../../src-shared/connection.ts';
import type { CallInput, ConnectionView, Handlers } from '../../../src-shared/contract.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { CallParts } from './call-parts.ts';
import { demandSavePathTemplate } from '../../../src-shared/save-path-template.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import type { Ports, SecretRole } from '../ports.ts';
import { isSameAccount, outdatedSecrets, secretKey, waysAfter } from './connection-ways.ts';

type ConnectionCallName = Extract<keyof Handlers, `connections.${string}`>;
type SecretPlace = ConnectionView['secret'];

/** The demo server's connection has this id in every run, wherever it listens. */
const demoId = 'demo';
/** How long removing a server waits for its downloads to be cancelled there. Milliseconds. */
const removalGrace = 10_000;

/** The calls about connections, and the news of them. */
export function createConnectionCalls(
  ports: Ports,
  parts: CallParts,
): { calls: Pick<Handlers, ConnectionCallName>; announce(): void; start(): void } {
  const { connections, jobs } = parts;
  const { config, secrets, servers } = ports;
  const places = new Map<string, SecretPlace>();
  let demoUrl: string | null = null;

  const existing = (id: string): Connection => {
    const connection = connections.find(id);
    if (!connection) throw refusal(phrase('refusals.serverGone'));
    return connection;
  };

  // Read once per run: a keychain may ask the user each time. A server that works shows that it has answered since.
  const placeOf = async (connection: Connection): Promise<SecretPlace> => {
    const known = places.get(connection.id);
    const isOutdated =
      (known === 'locked' || known === 'unavailable') && connections.state(connection.id).is === 'ok';
    if (known && !isOutdated) return known;
    const state = await secrets.read({ connectionId: connection.id, origin: originOf(connection) });
    // What was written or erased while the keychain answered is newer.
    const newer = places.get(connection.id);
    if (newer && newer !== known) return newer;
    const place = state.is === 'ok' ? state.kept : state.is;
    places.set(connection.id, place);
    return place;
  };

  const viewNow = ({ authorities, ...connection }: Connection, secret: SecretPlace): ConnectionView => ({
    ...connection,
    ...(authorities && { authorities: authorities.map(({ pem: _pem, ...facts }) => facts) }),
    name: ports.say(connection.ownName ?? connection.name),
    state: connections.state(connection.id),
    secret,
    openJobs: jobs.all().filter((job) => job.connectionId === connection.id && !isFinal(job)).length,
    demo: connection.id === demoId && connection.baseUrl === demoUrl,
  });

  // The secret's place comes first: everything else may have changed by the time that a keychain has answered.
  const view = async (connection: Connection): Promise<ConnectionView> => {
    const secret = await placeOf(connection);
    return viewNow(connections.find(connection.id) ?? connection, secret);
  };

  /** All of them as they are at one moment. */
  const viewAll = async (): Promise<ConnectionView[]> => {
    for (;;) {
      await Promise.all(connections.all().map(placeOf));
      const now = connections.all();
      if (now.every(({ id }) => places.has(id)))
        return now.map((each) => viewNow(each, places.get(each.id)!));
    }
  };

  let isAnnouncing = false;
  let hasNews = false;
  // One at a time, so that older news never comes after newer ones.
  const announce = (): void => {
    hasNews = true;
    if (!isAnnouncing) void announceAllNews();
  };
  const announceAllNews = async (): Promise<void> => {
    isAnnouncing = true;
    while (hasNews) {
      hasNews = false;
      try {
        parts.publish('connections.changed', { connections: await viewAll() });
      } catch {
        ports.log.event('connections could not be read');
      }
    }
    isAnnouncing = false;
  };

  const setSecret = async (
    id: string,
    secret: string,
    role: SecretRole = 'password',
  ): Promise<'keychain' | 'run'> => {
    const connection = existing(id);
    const kept = await secrets.write(secretKey(connection, role), secret);
    if (role === 'password') places.set(id, kept);
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
      throw refusal(phrase('refusals.knownServer', { name: twin.ownName ?? twin.name }));
    const id = before?.id ?? twin?.id ?? ports.random.id();
    const createdAt = before?.createdAt ?? ports.clock.now();
    const own = before?.own ?? twin?.own;
    const name = input.name.trim();
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

  /** Secrets that a changed connection has no use for. */
  const forgetOutdated = async (before: Connection, after: Connection): Promise<void> => {
    if (originOf(before) !== originOf(after) || before.user !== after.user) return forgetSecret(before.id);
    for (const key of outdatedSecrets(before, after)) await secrets.erase(before.id, key);
  };

  const forgetSecret = async (id: string): Promise<void> => {
    await secrets.erase(id);
    places.set(id, 'absent');
  };

  const remove = async (id: string, whatOfJobs: 'cancel' | 'keep'): Promise<void> => {
    const connection = existing(id);
    const own = jobs.all().filter((job) => job.connectionId === id && !isFinal(job));
    if (whatOfJobs === 'cancel') {
      for (const job of own) jobs.dispatch(job.id, { type: 'cancel' });
      const grace = new AbortController();
      const time = ports.clock.sleep(removalGrace, grace.signal).catch(() => undefined);
      await Promise.race([parts.cleanUps.attempted(grace.signal).catch(() => undefined), time]);
      grace.abort();
    }
    // Its name is kept for the history.
    config.saveConnection({ ...connection, removed: true });
    await forgetSecret(id);
    places.delete(id);
    connections.removed(id);
    announce();
  };

  const addDemo = async (): Promise<{
    connection: Connection;
    examples: { id: string; name: string; about: Words }[];
  }> => {
    if (!ports.demo) throw refusal(phrase('refusals.noDemo'));
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
    start: () => {
      if (ports.demo && connections.find(demoId))
        void addDemo().catch(() => ports.log.event('the demo server did not start'));
    },
    calls: {
      'connections.list': async () => {
        for (const connection of connections.all())
          if (connections.state(connection.id).is === 'unknown') connections.look(connection.id);
        return { connections: await viewAll() };
      },
      'connections.understand': ({ kind, address }) => {
        const understood = servers.understandAddress(kind, address);
        return { ...understood, suggestedName: new URL(understood.baseUrl).hostname };
      },
      'connections.save': async (input) => ({ connection: await view(await save(input)) }),
      'connections.configure': async ({ id, own }) => {
        if (own.filing) demandSavePathTemplate(own.filing);
        const connection = { ...existing(id), own };
        config.saveConnection(connection);
        parts.bandwidth.changed();
        parts.dispatcher.wake();
        announce();
        return { connection: await view(connection) };
      },
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
        return { connection: await view(connection), examples };
      },
    },
  };
}
