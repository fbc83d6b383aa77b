import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { lockDataFolder } from '../../src-main/adapters/data-folder.ts';
import { openJobStore } from '../../src-main/adapters/store/job-store.ts';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { ask } from './desktop-harness.ts';
import type { StandInApp } from './launch.ts';

/** A demo server that is gone when the running test has finished. */
export async function startServer(): Promise<DemoAlfresco> {
  const server = await startDemoAlfresco();
  onTestFinished(() => server.close());
  return server;
}

/** Fills a data folder before the app starts. */
export function prepare(home: string, ...list: Job[]): void {
  const folder = join(home, 'data');
  const lock = lockDataFolder(folder);
  const store = openJobStore({ folder, now: Date.now });
  store.save(list, [], []);
  store.close();
  lock.release();
}

/** Adds the server, or signs in to it again after a restart without a keychain. Resolves with the connection's id. */
export async function signIn(app: StandInApp, server: DemoAlfresco): Promise<string> {
  const { connections } = await ask(app, 'connections.list', {});
  const known = connections[0]?.id;
  const saved = known
    ? null
    : await ask(app, 'connections.save', {
        kind: 'alfresco',
        name: 'Records',
        address: server.url,
        user: 'demo',
      });
  const id = known ?? saved!.connection.id;
  await ask(app, 'connections.setSecret', { id, secret: 'demo' });
  return id;
}

/** Asks for one of the server's examples, into `files` of the home. Resolves with the job's id. */
export async function request(
  app: StandInApp,
  connectionId: string,
  nodeId: string,
  home: string,
): Promise<string> {
  const folder = join(home, 'files');
  return (await ask(app, 'jobs.create', { connectionId, items: [nodeId], folder })).jobId;
}

export async function jobs(app: StandInApp): Promise<JobView[]> {
  return (await ask(app, 'queue.snapshot', {})).jobs;
}

/** Waits until the job is in that state. */
export async function reaches(app: StandInApp, jobId: string, state: JobView['state']['is']): Promise<void> {
  await expect.poll(async () => (await jobs(app)).find(({ id }) => id === jobId)?.state.is).toBe(state);
}
