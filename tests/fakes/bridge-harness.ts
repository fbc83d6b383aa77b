import { onTestFinished } from 'vitest';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import type { Clock, SecretState, ServerApi, Servers } from '../../src-main/core/ports.ts';
import type { DemoBridgeOptions } from '../../src-main/demo/bridge/options.ts';
import { startDemoBridge } from '../../src-main/demo/bridge/server.ts';
import type { DemoBridge } from '../../src-main/demo/bridge/server.ts';
import type { Connection } from '../../src-shared/connection.ts';
import type { PreparedId, Source } from '../../src-shared/job/job.ts';
import type { JobRequest } from '../../src-shared/kinds/kind-table.ts';
import type { RemoteStatus, ResumeFrom } from '../../src-main/core/ports.ts';
import { keepingSink } from '../contract/server-api-harness.ts';

const { signal } = new AbortController();
export const bridgeOptions = { signal };

/** A clock on which waiting takes no time: it jumps to where the sleeper wants to be. */
export function jumpingClock(start = 1_790_000_000_000): Clock {
  let now = start;
  return {
    now: () => now,
    monotonic: () => now,
    sleep: async (milliseconds, sleeping) => {
      sleeping.throwIfAborted();
      now += Math.max(0, milliseconds);
    },
  };
}

/** A connection to a Bridge. */
export function composeBridge(baseUrl: string, user = '', id = 'bridge-1'): Connection {
  return { id, kind: 'bridge', name: 'Learning', baseUrl, tenant: '-default-', user, createdAt: 0 };
}

/** What an export of that kind is asked for with. */
export const wantingExport = (downloadType = 'user_export', info?: Record<string, unknown>): JobRequest => ({
  kind: 'bridge',
  downloadType,
  ...(info && { info }),
});

export const preparedSource = (prepared: PreparedId): Source => ({ from: 'prepared', prepared });

/** The demo Bridge and the adapter that asks it, on one clock. */
export interface BridgeHarness {
  demo: DemoBridge;
  servers: Servers;
  api: ServerApi;
  clock: Clock;
  /** The adapter of somebody else, or of the same account by other means. */
  apiOf: (secret: string, user?: string) => ServerApi;
  /** Asks for an export; resolves with its id. */
  ask: (downloadType?: string) => Promise<PreparedId>;
  poll: (id: PreparedId) => Promise<RemoteStatus>;
  fetch: (
    id: PreparedId,
    resume?: ResumeFrom | null,
  ) => Promise<{ end: Awaited<ReturnType<ServerApi['fetchInto']>>; sink: ReturnType<typeof keepingSink> }>;
}

/** Starts them for the running test. */
export async function startBridge(
  options: DemoBridgeOptions = {},
  clock: Clock = jumpingClock(),
): Promise<BridgeHarness> {
  const demo = await startDemoBridge({ now: () => clock.now(), rows: 200, ...options });
  onTestFinished(() => demo.close());
  const make = (secret: string): Servers =>
    createServers({
      secrets: {
        read: async (): Promise<SecretState> => ({ is: 'ok', value: secret, kept: 'run' }),
        write: async () => 'run',
        erase: async () => {},
      },
      now: () => clock.now(),
      clock,
    });
  const servers = make(demo.token);
  const api = servers.api(composeBridge(demo.url));
  return {
    demo,
    servers,
    api,
    clock,
    apiOf: (secret, user = '') => make(secret).api(composeBridge(demo.url, user)),
    ask: async (downloadType) => {
      const created = await api.create(wantingExport(downloadType), bridgeOptions);
      if (!('prepared' in created)) throw new Error('It should have been prepared');
      return created.prepared;
    },
    poll: (id) => api.poll(id, bridgeOptions),
    fetch: async (id, resume = null) => {
      const sink = keepingSink();
      return { sink, end: await api.fetchInto(sink, preparedSource(id), resume, bridgeOptions) };
    },
  };
}
