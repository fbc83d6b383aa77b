import type { DemoNode, Repository, DemoSite } from './repository.ts';

/** Adds a folder with documents of `least` to `most` bytes. */
export type Filler = (
  parent: DemoNode,
  name: string,
  count: number,
  extensions: string[],
  least: number,
  most: number,
) => DemoNode;

/** Adds a site below the folder of all sites. */
export type SiteAdder = (
  id: string,
  owner: string,
  given: Pick<DemoSite, 'title' | 'description' | 'visibility' | 'members'>,
) => { site: DemoSite; library: DemoNode };

/** Departments that make a list of sites as long as real ones are. */
const departments: [string, string][] = [
  ['anchorage', 'Anchorage'],
  ['berths', 'Berth planning'],
  ['buoys', 'Buoys and lights'],
  ['cranes', 'Cranes'],
  ['divers', 'Diving'],
  ['dredging', 'Dredging'],
  ['ferries', 'Ferry terminal'],
  ['fire', 'Fire and rescue'],
  ['fishery', 'Fish market'],
  ['it', 'IT'],
  ['marina', 'Marina'],
  ['press', 'Press office'],
  ['purchasing', 'Purchasing'],
  ['railway', 'Harbour railway'],
  ['safety', 'Health and safety'],
  ['tariffs', 'Tariffs and fees'],
  ['training', 'Training'],
];

/** What `growMoreSites` brought. */
export interface MoreSites {
  sites: DemoSite[];
  /** Folder of contracts in the site `legal`. */
  contracts: DemoNode;
  /** A document in it that was shared by a link. */
  powerOfAttorney: DemoNode;
}

/**
 * The sites around the harbour's own: `legal` and `finance`, of which `demo` is a member; `customs`, which everybody sees
 * and only members may enter; `records` with one very long folder where `archived` says so; and the departments'.
 */
export function growMoreSites(
  repository: Repository,
  { add, fill, archived }: { add: SiteAdder; fill: Filler; archived: number },
): MoreSites {
  const members = { demo: 'SiteConsumer', eve: 'SiteManager' } as const;
  const legal = add('legal', 'eve', {
    title: 'Legal and contracts',
    description: 'Contracts, claims and what the lawyers say',
    visibility: 'PUBLIC',
    members,
  });
  const contracts = repository.addFolder(legal.library, 'Contracts');
  fill(contracts, 'Construction', 24, ['pdf', 'docx'], 8_000, 90_000);
  fill(contracts, 'Leases', 18, ['pdf'], 6_000, 40_000);
  const cases = repository.addFolder(legal.library, 'Cases');
  fill(cases, 'Case 4711', 16, ['pdf', 'txt'], 2_000, 60_000);
  const powerOfAttorney = repository.addFile(legal.library, 'Power of attorney.pdf', 41_000);
  const finance = add('finance', 'eve', {
    title: 'Finance',
    description: 'Budgets and reports',
    visibility: 'PUBLIC',
    members,
  });
  const report = repository.addFolder(finance.library, 'Annual report 2025');
  fill(report, 'Source files', 30, ['xlsx', 'csv'], 4_000, 80_000);
  repository.addFile(report, 'Annual report 2025, final.pdf', 1_840_000);
  repository.addFile(report, 'Cover.tif', 2_600_000);
  const customs = add('customs', 'eve', {
    title: 'Customs liaison',
    description: 'By invitation',
    visibility: 'MODERATED',
    members: { eve: 'SiteManager' },
  });
  fill(customs.library, 'Declarations', 12, ['pdf'], 3_000, 20_000);
  const rest = departments.map(([id, title]) => {
    const one = add(id, 'eve', {
      title,
      description: title,
      visibility: 'PUBLIC',
      members: { eve: 'SiteManager' },
    });
    fill(one.library, 'Minutes', 4, ['docx', 'txt'], 1_000, 9_000);
    return one.site;
  });
  const sites = [legal.site, finance.site, customs.site, ...rest];
  if (archived > 0) sites.push(growArchive(repository, add, archived));
  return { sites, contracts, powerOfAttorney };
}

/** A site with one folder of very many documents. They are made when somebody first looks: a start shouldn't wait for them. */
function growArchive(repository: Repository, add: SiteAdder, archived: number): DemoSite {
  const { site, library } = add('records', 'demo', {
    title: 'Records',
    description: 'Everything that was ever scanned',
    visibility: 'PUBLIC',
    members: { demo: 'SiteManager' },
  });
  const archive = repository.addFolder(library, 'Archive');
  archive.grow = () => {
    for (let number = 1; number <= archived; number += 1)
      repository.addFile(archive, `Scan ${String(number).padStart(6, '0')}.tif`, 1_000 + (number % 977) * 40);
  };
  return site;
}
