import { expect, test } from 'vitest';
import { browse } from '../../src-main/hosts/cli/browse.ts';
import type { GetCommand, LookingCommand } from '../../src-main/hosts/cli/commands.ts';
import { find } from '../../src-main/hosts/cli/find.ts';
import { get } from '../../src-main/hosts/cli/get.ts';
import type { Trouble } from '../../src-main/hosts/cli/job-outcome.ts';
import { createSecretSource } from '../../src-main/hosts/cli/secret-source.ts';
import type { Session } from '../../src-main/hosts/cli/session.ts';
import { createTextOutput } from '../../src-main/hosts/cli/text-output.ts';
import { createWorld } from '../fakes/world.ts';
import { terminalStreams } from './cli-terminal-streams.ts';

const looking: LookingCommand = {
  ...{ kind: 'alfresco', url: 'records.example.com', tenant: null, user: 'ada', ways: {} },
  ...{ dataFolder: '/data', json: false },
};
const getting: GetCommand = {
  ...looking,
  name: 'get',
  ...{ nodes: ['doc-1'], out: '/out', patience: 900_000, askAgain: false, cancelOnExit: false },
};

test.each([
  ['browse', (session: Session) => browse(session, { ...looking, name: 'browse', path: '/' })],
  ['find', (session: Session) => find(session, { ...looking, name: 'find', words: ['contract'] })],
  ['get', (session: Session) => get(session, getting)],
])('%s ends within a minute where a server says nothing, and says so', async (_name, run) => {
  const world = await createWorld();
  const { app, clock, server } = world;
  const { output } = terminalStreams();
  const failed: Trouble[] = [];
  const interrupt = (): void => undefined;
  const session: Session = {
    app,
    output: {
      ...createTextOutput({ stdout: output, stderr: output }),
      failed: (trouble) => void failed.push(trouble),
    },
    secrets: createSecretSource(
      { password: 'given' },
      { input: terminalStreams({ isTTY: false }).input, output, interrupt },
    ),
    ...{ ports: { clock, servers: world.servers, store: world.store }, isJoined: false },
    ...{ removable: () => [], targetFolder: async (path) => path, signal: new AbortController().signal },
  };
  server.always('probe', () => new Promise<never>(() => undefined));
  const began = clock.now();
  let code: number | null = null;
  void run(session).then((end) => (code = end));
  await clock.until(() => code !== null);
  expect(clock.now() - began).toBeLessThanOrEqual(60_000);
  expect(code).toBe(5);
  expect(failed).toMatchObject([{ kind: 'unreachable' }]);
});
