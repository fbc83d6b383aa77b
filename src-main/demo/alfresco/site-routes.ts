import { notFound, permissionDenied } from './errors.ts';
import { showSite } from './node-json.ts';
import { personOf } from './place-routes.ts';
import type { Viewer, DemoSite } from './repository.ts';
import { coreBase, entryReply, pageReply, param } from './routing.ts';
import type { Call, Context, Route } from './routing.ts';

/** Sites, whose they are, and the folders that hold what is in them. */
export const siteRoutes: Route[] = [
  {
    method: 'GET',
    path: `${coreBase}/sites`,
    handle: (call, context) => {
      const { user } = call.identity();
      return pageReply(
        byTitle(visibleSites(user, context)),
        (site) => showSite(site, user),
        call.query,
        context.knobs,
      );
    },
  },
  {
    method: 'GET',
    path: `${coreBase}/sites/:id`,
    handle: (call, context) => entryReply(showSite(siteOf(call, context), call.identity().user), call.query),
  },
  {
    method: 'GET',
    path: `${coreBase}/sites/:id/containers`,
    handle: (call, context) => {
      const site = siteOf(call, context);
      const { user } = call.identity();
      const visible = isLibraryVisible(site, user, context) ? [site] : [];
      return pageReply(visible, showLibrary, call.query, context.knobs);
    },
  },
  {
    method: 'GET',
    path: `${coreBase}/sites/:id/containers/:container`,
    // The container is known by name as well as by id (seen: SitesImpl.getSiteContainer).
    handle: (call, context) => {
      const site = siteOf(call, context);
      const container = param(call, 'container');
      if (container !== 'documentLibrary' && container !== site.libraryId) throw notFound(container);
      // The site is known to everybody, what is in it to its members (inferred: the container's properties can't be read).
      if (!isLibraryVisible(site, call.identity().user, context)) throw permissionDenied();
      return entryReply(showLibrary(site), call.query);
    },
  },
  {
    method: 'GET',
    path: `${coreBase}/people/:id/sites`,
    handle: (call, context) => {
      const person = personOf(call, context);
      const sites = byTitle(context.tree.sites.filter((site) => site.members[person.id]));
      const show = (site: DemoSite) => {
        const shown = showSite(site, person);
        return { role: site.members[person.id], guid: site.guid, id: site.id, site: shown };
      };
      return pageReply(sites, show, call.query, context.knobs);
    },
  },
];

const showLibrary = (site: DemoSite) => ({ id: site.libraryId, folderId: 'documentLibrary' });

/** By title (seen: SitesImpl.getSites). */
const byTitle = (sites: DemoSite[]): DemoSite[] =>
  sites.toSorted((one, other) => one.title.localeCompare(other.title, 'en'));

function isLibraryVisible(site: DemoSite, viewer: Viewer, context: Context): boolean {
  const library = context.repository.nodes.get(site.libraryId);
  return library !== undefined && context.repository.mayRead(viewer, library);
}

/** Public and moderated sites are known to everybody, private ones to their members. */
const visibleSites = (viewer: Viewer, context: Context): DemoSite[] =>
  context.tree.sites.filter(
    (site) => site.visibility !== 'PRIVATE' || viewer.isAdmin || site.members[viewer.id],
  );

/** The site of the path; a private one doesn't exist for others (inferred: 404, not 403). */
function siteOf(call: Call, context: Context): DemoSite {
  const id = param(call, 'id');
  const site = visibleSites(call.identity().user, context).find((one) => one.id === id);
  if (!site) throw notFound(id);
  return site;
}
