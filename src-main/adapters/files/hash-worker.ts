/** A thread that hashes what it is sent; `hash-threads.ts` starts it and is the only one to use it. */
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashOrder } from './piece-hasher.ts';
import { PieceHasher } from './piece-hasher.ts';

const hashers = new Map<number, PieceHasher>();

async function obey(order: HashOrder): Promise<unknown> {
  if (order.do === 'begin') {
    hashers.set(order.stream, await PieceHasher.begin(order.plan));
    return null;
  }
  const hasher = hashers.get(order.stream);
  if (!hasher) throw new Error('The hash was ended already');
  switch (order.do) {
    case 'add':
      return hasher.update(order.bytes);
    case 'state':
      return hasher.state();
    case 'digests':
      return hasher.digests();
    case 'end':
      return void hashers.delete(order.stream);
  }
}

const answer = (what: HashAnswer): void => parentPort?.postMessage(what);

parentPort?.on('message', (order: HashOrder) => {
  obey(order).then(
    (result) => answer({ order: order.order, result }),
    (error: unknown) => answer({ order: order.order, error: String(error) }),
  );
});
answer({ order: 0, result: 'ready' });
