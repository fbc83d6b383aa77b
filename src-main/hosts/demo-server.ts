import type { DemoServer } from '../core/ports.ts';
import { startDemoAlfresco } from '../demo/alfresco/server.ts';
import type { DemoAlfresco } from '../demo/alfresco/server.ts';
import { demoKind, examplesOf, watchable } from '../demo/alfresco/showing.ts';

const user = 'demo';

/** The demo server of this run: started when it is first asked for, always the same one. */
export function createDemoServer(): DemoServer & { close(): Promise<void> } {
  let starting: Promise<DemoAlfresco> | null = null;
  return {
    start: async () => {
      starting ??= startDemoAlfresco(watchable);
      try {
        const server = await starting;
        return { kind: demoKind, address: server.url, user, password: user, examples: examplesOf(server) };
      } catch (error) {
        // So that the next try is one.
        starting = null;
        throw error;
      }
    },
    close: async () => {
      const server = await starting?.catch(() => null);
      await server?.close();
    },
  };
}
