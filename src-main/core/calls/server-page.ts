import type { Handlers } from '../../../src-shared/contract.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { wasPacked } from '../../../src-shared/job/server-then.ts';
import { pageOf } from '../../../src-shared/kinds/kind-pages.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Ports } from '../ports.ts';
import type { CallParts } from './call-parts.ts';

/** The call that leads to a server's pages in a browser. */
export function createServerPageCall(
  { desktop, store }: Pick<Ports, 'desktop' | 'store'>,
  { connections, jobs }: Pick<CallParts, 'connections' | 'jobs'>,
): Pick<Handlers, 'connections.openPage'> {
  return {
    'connections.openPage': async ({ id, jobId }) => {
      const connection = connections.find(id);
      if (!connection) throw refusal(phrase('validationErrors.serverGone'));
      const job = jobId === null ? null : jobs.get(jobId);
      if (jobId !== null && job?.connectionId !== id) throw refusal(phrase('validationErrors.jobGone'));
      const asked = job && { request: job.request, isPacked: wasPacked(store.log(job.id)) };
      const address = pageOf(connection.kind, connection.baseUrl, asked ?? null);
      // The user has named the server: its page may be as open as its address.
      await desktop.openAddress?.(address, { isTyped: true });
      return { address, isOpen: desktop.openAddress !== undefined };
    },
  };
}
