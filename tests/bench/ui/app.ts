/**
 * What the screen is measured on: the real app over a real database, behind the real web host. Only the changes of the
 * moving rows are made up, for no set of servers makes 200 downloads move ten times a second.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDesktop } from '../../../src-main/adapters/desktop-node.ts';
import { openConfig } from '../../../src-main/adapters/config-conf.ts';
import { createMemorySecrets } from '../../../src-main/adapters/secrets-memory.ts';
import { openJobStore } from '../../../src-main/adapters/store/job-store.ts';
import { createApp } from '../../../src-main/core/app.ts';
import type { App } from '../../../src-main/core/app-types.ts';
import { openNodePorts } from '../../../src-main/hosts/node-ports.ts';
import { startWebHost } from '../../../src-main/hosts/web/server.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { composeJob, silentServer } from '../../fakes/compose-job.ts';
import { withMovingRows } from './moving-rows.ts';

/** How many rows there are of each kind. */
export interface Load {
  history: number;
  queue: number;
  /** Rows of the queue that change with every tick. */
  moving: number;
}

export interface MeasuredApp {
  /** The way in, for one tab. */
  address: string;
  app: App;
  /** Begins or ends the changes of the moving rows, ten times a second. */
  move(isMoving: boolean): void;
  close(): Promise<void>;
}

const start = 1_790_000_000_000;

/** Milliseconds between two changes of the moving rows. */
export const tickTime = 100;

/** The name of a row of the queue, and of the history. */
export const queueName = (index: number): string => `Contract ${index}.zip`;
export const historyName = (index: number): string => `Minutes ${index}.zip`;

function past(index: number): Job {
  const fileName = historyName(index);
  return composeJob({
    id: `past-${index}`,
    name: fileName,
    createdAt: start + index,
    changedAt: start + index,
    state: {
      is: 'saved',
      folder: '/tmp',
      fileName,
      size: 1000 + index * 7919,
      sha256: 'f'.repeat(64),
      warnings: [],
    },
  });
}

/** Fills a data folder as a long life with Ferry does. The open jobs are paused: none goes to a server by itself. */
export function fill(folder: string, load: Load): void {
  mkdirSync(folder, { recursive: true });
  const config = openConfig({ folder });
  config.saveConnection(silentServer);
  const store = openJobStore({ folder, now: () => start });
  const open = Array.from({ length: load.queue }, (_, index) =>
    composeJob({
      id: `open-${index}`,
      name: queueName(index),
      order: index,
      state: { is: 'paused', resume: { step: 'queued' } },
    }),
  );
  store.save([...Array.from({ length: load.history }, (_, index) => past(index)), ...open], [], []);
  store.close();
}

/**
 * Starts it in a new folder.
 *
 * @param assets the folder of the built screen
 */
export async function startMeasuredApp(folder: string, assets: string, load: Load): Promise<MeasuredApp> {
  const dataFolder = join(folder, 'data');
  fill(dataFolder, load);
  return openMeasuredApp(dataFolder, assets, load);
}

/** The same over a data folder that is filled already. */
export async function openMeasuredApp(dataFolder: string, assets: string, load: Load): Promise<MeasuredApp> {
  const opened = await openNodePorts({
    dataFolder,
    secrets: createMemorySecrets(),
    desktop: createDesktop(),
    demo: false,
  });
  const app = createApp(opened.ports);
  app.start();
  const moving = await withMovingRows(app, load.moving);
  const host = await startWebHost({
    app: moving.app,
    assets,
    monotonic: () => performance.now(),
    report: (where, error) => process.stderr.write(`${where}: ${String(error)}\n`),
  });
  let timer: NodeJS.Timeout | undefined;
  const move = (isMoving: boolean): void => {
    clearInterval(timer);
    timer = undefined;
    if (!isMoving || load.moving === 0) return;
    timer = setInterval(() => moving.tick(), tickTime);
  };
  return {
    address: host.address,
    app,
    move,
    close: async () => {
      move(false);
      await host.close();
      await app.stop();
      await opened.close();
    },
  };
}
