import https from 'node:https';
import type { Duplex } from 'node:stream';

/**
 * Pieces in which a proxy's answer to CONNECT may come. Node (24.21) reads it without a bound, and listens twice as often
 * with each piece; a real proxy needs one or two.
 */
const mostPieces = 8;

type Connect = https.Agent['createConnection'];

/** Tunnels through a proxy, which gets so much time and says so much before TLS stands, and no more. */
export class TunnelAgent extends https.Agent {
  readonly #time: number;

  /** @param options with `proxyEnv`; `timeout` is how long the proxy may be silent, in milliseconds, and half of what it has in all */
  constructor(options: https.AgentOptions & { timeout: number }) {
    super(options);
    this.#time = 2 * options.timeout;
  }

  override createConnection(...[options, callback]: Parameters<Connect>): Duplex | null | undefined {
    const socket = super.createConnection(options, (error, stream) => {
      stop();
      callback?.(error, stream);
    });
    let pieces = 0;
    const count = (): void => {
      pieces += 1;
      if (pieces > mostPieces) socket?.destroy(overflow());
    };
    const timer = setTimeout(() => socket?.destroy(tooLate(this.#time)), this.#time);
    const stop = (): void => {
      clearTimeout(timer);
      socket?.off('readable', count);
    };
    socket?.setMaxListeners(0).on('readable', count);
    socket?.once('close', stop);
    return socket;
  }
}

/** As Node's own parser puts it. */
const overflow = (): Error =>
  Object.assign(new Error('The proxy’s answer has no end'), { code: 'HPE_HEADER_OVERFLOW' });

/** As Node's agent puts silence. */
const tooLate = (proxyTunnelTimeout: number): Error =>
  Object.assign(new Error('The proxy’s answer came too late'), {
    code: 'ERR_PROXY_TUNNEL',
    proxyTunnelTimeout,
  });
