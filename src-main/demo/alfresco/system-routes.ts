import { ApiError, notFound } from './errors.ts';
import { authenticationBase, coreBase, entryReply, jsonBody, param } from './routing.ts';
import type { Call, Context, Route } from './routing.ts';
import { repositoryId } from './tree.ts';

/** Tickets, probes and discovery: what a client needs before it can do anything. */
export const systemRoutes: Route[] = [
  { method: 'POST', path: `${authenticationBase}/tickets`, isOpen: true, handle: createTicket },
  {
    method: 'GET',
    path: `${authenticationBase}/tickets/:me`,
    handle: (call) => entryReply({ id: ownTicket(call) }, call.query),
  },
  {
    method: 'DELETE',
    path: `${authenticationBase}/tickets/:me`,
    handle: (call, context) => {
      context.accounts.logout(ownTicket(call));
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: `${coreBase}/probes/:id`,
    isOpen: true,
    handle: (call, context) => {
      const id = param(call, 'id');
      if (id !== '-ready-' && id !== '-live-') throw notFound(id);
      if (!context.knobs.ready)
        throw new ApiError(503, 'readyProbe: Failure - Tested', 'framework.exception.ApiDefault');
      return entryReply(
        { message: `${id === '-ready-' ? 'readyProbe' : 'liveProbe'}: Success - Tested` },
        call.query,
      );
    },
  },
  // No tenant in the path, but an account is needed (seen: the web script's authentication is `user`).
  { method: 'GET', path: '/alfresco/api/discovery', handle: discover },
];

/** 201 with the user's one ticket; 400 when name or password is missing, 403 when they are wrong (seen: AuthenticationsImpl). */
async function createTicket(call: Call, context: Context) {
  const body = await jsonBody(call);
  const { userId, password } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (typeof userId !== 'string' || typeof password !== 'string' || userId === '' || password === '') {
    throw new ApiError(400, 'Invalid login details.');
  }
  return entryReply({ id: context.accounts.login(userId, password), userId }, call.query, 201);
}

/** The ticket of the Authorization header; 400 for another path than `-me-` or for a password (seen: alfresco-auth.yaml). */
function ownTicket(call: Call): string {
  const { ticket } = call.identity();
  if (param(call, 'me') !== '-me-') throw new ApiError(400, 'Invalid parameter: only -me- is supported');
  if (ticket === null) throw new ApiError(400, 'Ticket is not provided by the Authorization header');
  return ticket;
}

/** Which repository this is. Parts of the version are strings (seen: alfresco-discovery.yaml); 501 when switched off. */
function discover(call: Call, context: Context) {
  call.identity();
  const { version, readOnly, discovery } = context.knobs;
  if (!discovery) throw new ApiError(501, 'Discovery is disabled.', 'framework.exception.ApiDefault');
  const [major = '0', minor = '0', patch = '0'] = version.split('.');
  const repository = {
    id: repositoryId(context.repository.seed),
    edition: 'Community',
    version: {
      major,
      minor,
      patch,
      hotfix: '0',
      schema: 19_200,
      label: 'rdemo-b1',
      display: `${version}.0 (rdemo-b1) schema 19200`,
    },
    status: {
      isReadOnly: readOnly,
      isAuditEnabled: true,
      isQuickShareEnabled: true,
      isThumbnailGenerationEnabled: false,
      isDirectAccessUrlEnabled: false,
    },
  };
  return entryReply({ repository }, call.query);
}
