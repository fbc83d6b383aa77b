import type { Transport } from '../../src-shared/rpc-wire.ts';

/** Two transports that carry text to each other, in order and a turn later, as a socket would. */
export function memoryTransports(): { near: Transport; far: Transport } {
  let open = true;
  const closeListeners: (() => void)[] = [];
  const close = (): void => {
    if (!open) return;
    open = false;
    queueMicrotask(() => closeListeners.forEach((listener) => listener()));
  };
  const inboxes: { near: (message: string) => void; far: (message: string) => void } = {
    near: () => {},
    far: () => {},
  };
  const end = (own: 'near' | 'far', other: 'near' | 'far'): Transport => ({
    send: (message) => {
      if (open) queueMicrotask(() => inboxes[other](message));
    },
    onMessage: (listener) => {
      inboxes[own] = listener;
    },
    onClose: (listener) => {
      if (open) closeListeners.push(listener);
      else queueMicrotask(listener);
    },
    close,
  });
  return { near: end('near', 'far'), far: end('far', 'near') };
}
