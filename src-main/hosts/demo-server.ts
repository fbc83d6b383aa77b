import type { DemoServer } from '../core/ports.ts';
import { startDemoAlfresco } from '../demo/alfresco/server.ts';
import type { DemoAlfresco } from '../demo/alfresco/server.ts';

/** Slow enough to watch: a thousand small documents take some seconds to prepare. */
const pace = {
  speed: {
    pendingMilliseconds: 1_200,
    millisecondsPerFile: 6,
    bytesPerSecond: 40_000_000,
    copyMilliseconds: 300,
  },
  contentBytesPerSecond: 8_000_000,
};

const user = 'demo';

function describe(server: DemoAlfresco): Awaited<ReturnType<DemoServer['start']>> {
  const { tender, photos, scan, oddNames, boardMinutes } = server.tree.examples;
  return {
    address: server.url,
    user,
    password: user,
    examples: [
      { id: photos.id, name: photos.name, about: '400 pictures, 80 MB' },
      { id: scan.id, name: scan.name, about: 'One file of 48 MB: nothing to prepare' },
      { id: tender.id, name: tender.name, about: 'A folder of 1,000 documents' },
      {
        id: oddNames.id,
        name: oddNames.name,
        about: 'Empty folders, an empty file, names in many alphabets',
      },
      { id: boardMinutes.id, name: boardMinutes.name, about: 'This account may not read it' },
    ],
  };
}

/** The demo server of this run: started when it is first asked for, always the same one. */
export function createDemoServer(): DemoServer & { close(): Promise<void> } {
  let starting: Promise<DemoAlfresco> | null = null;
  return {
    start: async () => {
      starting ??= startDemoAlfresco(pace);
      try {
        return describe(await starting);
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
