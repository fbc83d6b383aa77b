import { Worker } from 'node:worker_threads';
import { FailedError } from '../../../../src-shared/failures/failure.ts';
import { phrase } from '../../../../src-shared/language/phrase.ts';
import type { HistorySearch } from '../../../core/ports.ts';
import { ownProgram } from '../../own-programs.ts';
import type { SearchAnswer, SearchWork } from './search-orders.ts';

const failed = (words: string | null): FailedError =>
  new FailedError({
    kind: 'internal',
    detail:
      words === null
        ? phrase('failureDetails.kept.searchEnded')
        : phrase('failureDetails.kept.database', { words: words.slice(0, 300) }),
  });

/** Searches the history of a data folder in a thread of its own, which starts with the first question. */
export function createHistorySearch(folder: string): HistorySearch {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let worker: Worker | null = null;
  let orders = 0;

  const giveUp = (words: string | null): void => {
    worker = null;
    for (const { reject } of waiting.values()) reject(failed(words));
    waiting.clear();
  };

  const start = (): Worker => {
    const { file, args } = ownProgram('search-worker', import.meta.url);
    const started = new Worker(file, { argv: args, workerData: { folder } });
    // It keeps the process alive only while an answer is awaited.
    started.unref();
    started.on('message', (answer: SearchAnswer) => {
      const { promise: _promise, resolve, reject } = waiting.get(answer.order) ?? Promise.withResolvers();
      waiting.delete(answer.order);
      if (waiting.size === 0) started.unref();
      if ('failure' in answer) reject(new FailedError(answer.failure));
      else resolve(answer.answer);
    });
    started.on('error', (error: Error) => giveUp(error.message));
    started.on('exit', () => {
      if (worker === started) giveUp(null);
    });
    return started;
  };

  const ask = <Name extends keyof SearchWork>(
    does: Name,
    ...asked: SearchWork[Name]['asked']
  ): Promise<SearchWork[Name]['answer']> => {
    worker ??= start();
    worker.ref();
    const answer = Promise.withResolvers<unknown>();
    orders += 1;
    waiting.set(orders, answer);
    worker.postMessage({ order: orders, does, asked });
    return answer.promise as Promise<SearchWork[Name]['answer']>;
  };

  return {
    query: (...asked) => ask('query', ...asked),
    plots: (...asked) => ask('plots', ...asked),
    close: async () => {
      const ending = worker;
      giveUp(null);
      await ending?.terminate();
    },
  };
}
