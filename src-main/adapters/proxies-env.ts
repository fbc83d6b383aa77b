import { getProxyForUrl } from 'proxy-from-env';
import type { SystemProxies } from '../core/ports.ts';
import { isLoopback } from './servers/typed-address.ts';

/**
 * Proxies as the environment names them (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, in small letters too), for
 * hosts without a system's settings. What is on this machine is reached directly.
 */
export function createEnvProxies(): SystemProxies {
  return {
    find: async (origin) => {
      if (isLoopback(new URL(origin).hostname)) return [null];
      const named = getProxyForUrl(origin);
      if (named === '') return [null];
      const url = URL.parse(named);
      return url && (url.protocol === 'http:' || url.protocol === 'https:') ? [named] : [];
    },
  };
}
