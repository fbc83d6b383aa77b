import { Repository } from './repository.ts';
import type { DemoNode, DemoSite } from './repository.ts';
import { growMoreSites } from './more-sites.ts';
import type { Filler } from './more-sites.ts';
import { numbersFrom, uuidFrom } from './seed.ts';

/** The demo's content: the tree, its sites, what users like and what they have shared. */
export interface DemoTree {
  repository: Repository;
  sites: DemoSite[];
  /** Ids of favourite nodes by user. */
  favorites: Record<string, string[]>;
  /** Document ids by shared id. */
  sharedLinks: Map<string, string>;
  /** A few nodes worth trying, for the printed help and for tests. */
  examples: Record<DemoExample, DemoNode>;
}

/** The names of the nodes in `DemoTree.examples`. */
export type DemoExample =
  | 'tender'
  | 'correspondence'
  | 'photos'
  | 'drawings'
  | 'scan'
  | 'oddNames'
  | 'emptyFolder'
  | 'emptyFile'
  | 'letter'
  | 'handover'
  | 'boardMinutes'
  | 'personnel'
  | 'sealed'
  | 'sealedPaper'
  | 'embargoed'
  | 'contracts'
  | 'mine';

const day = 24 * 60 * 60 * 1000;
const begin = Date.UTC(2026, 0, 5, 8, 30, 0);

/**
 * Builds the same few thousand documents (about 250 MB) from the same seed, ids, names, times and bytes
 * alike. `demo` manages the harbour site and owns its documents; `eve` has a home and a private site.
 *
 * @param archived documents in one very long folder; it is absent for 0
 */
export function growTree(seed: string, archived = 0): DemoTree {
  const repository = new Repository(seed);
  const home = repository.addFolder(null, 'Company Home', { createdAt: begin });
  repository.addFolder(home, 'Data Dictionary');
  repository.addFolder(home, 'Guest Home');
  const shared = repository.addFolder(home, 'Shared');
  const siteRoot = repository.addFolder(home, 'Sites', { nodeType: 'st:sites' });
  const homes = repository.addFolder(home, 'User Homes');
  const fill = filler(repository);

  const harbour = addSite(repository, siteRoot, 'harbour', 'demo', {
    title: 'Harbour Extension',
    description: 'Everything about the new north pier',
    visibility: 'PUBLIC',
    members: { demo: 'SiteManager', eve: 'SiteConsumer' },
  });
  const pilots = addSite(repository, siteRoot, 'pilots', 'eve', {
    title: 'Pilots',
    description: 'For pilots only',
    visibility: 'PRIVATE',
    members: { eve: 'SiteManager' },
  });
  fill(pilots.library, 'Rota', 30, ['xlsx'], 2_000, 20_000);

  const { library } = harbour;
  const tender = repository.addFolder(library, 'Tender 2026');
  for (let lot = 1; lot <= 20; lot += 1) {
    fill(tender, `Lot ${String(lot).padStart(2, '0')}`, 50, ['docx', 'pdf', 'csv', 'txt'], 1_500, 45_000);
  }
  const correspondence = repository.addFolder(library, 'Correspondence');
  for (let month = 1; month <= 12; month += 1) {
    fill(correspondence, `2025-${String(month).padStart(2, '0')}`, 100, ['txt', 'pdf'], 800, 12_000);
  }
  const photos = fill(library, 'Photos', 400, ['jpg'], 100_000, 400_000);
  const drawings = fill(library, 'Drawings', 40, ['dwg', 'tif'], 1_000_000, 5_000_000);
  const scan = repository.addFile(drawings, 'Sea bed survey.tif', 48 * 1024 * 1024 + 123);
  const odd = addOddities(repository, library);

  const handover = repository.addFolder(library, 'Handover');
  repository.addFile(handover, 'Checklist.md', 2_345);
  handover.secondaryChildIds.push(scan.id);

  const boardMinutes = repository.addFolder(library, 'Board minutes', { readers: ['eve'], owner: 'eve' });
  repository.addFile(boardMinutes, 'January.pdf', 40_000);
  const personnel = repository.addFolder(library, 'Personnel');
  repository.addFile(personnel, 'Telephone list.csv', 4_000);
  repository.addFile(personnel, 'Holiday plan.xlsx', 9_000);
  repository.addFile(personnel, 'Salaries.xlsx', 12_000, { readers: ['eve'], owner: 'eve' });
  const sealed = repository.addFolder(library, 'Sealed tenders');
  repository.addFile(sealed, 'Register.csv', 3_000);
  const sealedPaper = repository.addFile(sealed, 'Offer 7.pdf', 30_000, {
    contentReaders: ['eve'],
    owner: 'eve',
  });

  const embargoed = repository.addFolder(library, 'Under embargo', { listers: ['eve'], owner: 'eve' });
  repository.addFile(embargoed, 'Announcement.docx', 7_000, { readers: ['eve'] });

  const more = growMoreSites(repository, {
    add: (id, owner, given) => addSite(repository, siteRoot, id, owner, given),
    fill,
    archived,
  });

  fill(shared, 'Forms', 40, ['docx', 'pdf'], 5_000, 60_000);
  const mine = repository.addFolder(homes, 'demo', { owner: 'demo', readers: ['demo'] });
  fill(mine, 'Notes', 60, ['md', 'txt'], 200, 6_000);
  const letter = repository.addFile(mine, 'Letter to the harbour master.txt', 5_120);
  const eves = repository.addFolder(homes, 'eve', { owner: 'eve', readers: ['eve'] });
  fill(eves, 'Private', 25, ['txt'], 500, 5_000);

  repository.places.set('-root-', home.id);
  repository.places.set('-shared-', shared.id);
  repository.places.set('home:demo', mine.id);
  repository.places.set('home:eve', eves.id);
  return {
    repository,
    sites: [harbour.site, pilots.site, ...more.sites],
    favorites: { demo: [tender.id, letter.id, more.sites[0]!.guid], eve: [eves.id] },
    sharedLinks: new Map([
      ['Yk3nQ0pZTaWc9x1LrEo7Vg', scan.id],
      ['b7Qm2xKcRfSd0aJvT9uHpw', more.powerOfAttorney.id],
    ]),
    examples: {
      tender,
      correspondence,
      photos,
      drawings,
      scan,
      letter,
      handover,
      oddNames: odd.folder,
      emptyFolder: odd.emptyFolder,
      emptyFile: odd.emptyFile,
      boardMinutes,
      personnel,
      sealed,
      sealedPaper,
      embargoed,
      contracts: more.contracts,
      mine,
    },
  };
}

const subjects = [
  'Quay wall',
  'North pier',
  'Crane 4',
  'Dredging',
  'Moorings',
  'Lighthouse',
  'Slipway',
  'Breakwater',
];
const papers = ['report', 'estimate', 'minutes', 'offer', 'inspection', 'letter', 'plan', 'certificate'];

/** Returns a function that adds a folder with `count` documents of `least` to `most` bytes, small ones more often. */
function filler(repository: Repository): Filler {
  return (parent, name, count, extensions, least, most) => {
    const folder = repository.addFolder(parent, name);
    const next = numbersFrom(repository.seed, `fill ${repository.pathOf(folder)}`);
    const pick = (list: string[]) => list[Math.floor(next() * list.length)] ?? '';
    for (let number = 1; number <= count; number += 1) {
      const size = Math.floor(least + (most - least) * next() ** 2);
      const extension = pick(extensions);
      const createdAt = begin + Math.floor(next() * 180 * day);
      const title = `${pick(subjects)} ${pick(papers)} ${String(number).padStart(3, '0')}.${extension}`;
      repository.addFile(folder, title, size, { createdAt });
    }
    return folder;
  };
}

function addSite(
  repository: Repository,
  parent: DemoNode,
  id: string,
  owner: string,
  given: Pick<DemoSite, 'title' | 'description' | 'visibility' | 'members'>,
): { site: DemoSite; library: DemoNode } {
  const readers = { readers: Object.keys(given.members) };
  const forSite = given.visibility === 'PRIVATE' ? readers : {};
  const folder = repository.addFolder(parent, id, { nodeType: 'st:site', owner, ...forSite });
  const forLibrary = given.visibility === 'MODERATED' ? readers : {};
  const library = repository.addFolder(folder, 'documentLibrary', forLibrary);
  return { site: { id, guid: folder.id, ...given, libraryId: library.id }, library };
}

/** Names that have broken somebody's download: every one of them is allowed by the repository. */
function addOddities(
  repository: Repository,
  library: DemoNode,
): { folder: DemoNode; emptyFolder: DemoNode; emptyFile: DemoNode } {
  const folder = repository.addFolder(library, 'Odd names – Ünïcödé 東京');
  const names = [
    'Übersicht Straße.txt',
    'U\u0308bersicht zerlegt.txt',
    '東京港 図面 第1号.pdf',
    'Приложение № 4.docx',
    'قائمة السفن.txt',
    'Pelican 🦤 and anchor ⚓.md',
    'CON.txt',
    'aux',
    'semi;colon, comma & ampersand.txt',
    "100% done #1 (it's final) [2].txt",
    '.hidden.txt',
    `${'Very long title '.repeat(12).trim()}.txt`,
    'no extension',
    'letter.tar.gz',
  ];
  names.forEach((name, index) => repository.addFile(folder, name, 300 + index * 211));
  const emptyFile = repository.addFile(folder, 'empty.txt', 0);
  const emptyFolder = repository.addFolder(folder, 'Empty folder');
  const nested = repository.addFolder(folder, 'Nested');
  repository.addFolder(nested, 'Also empty');
  let deep = nested;
  for (let depth = 1; depth <= 12; depth += 1) deep = repository.addFolder(deep, `Level ${depth}`);
  repository.addFile(deep, 'At the bottom.txt', 777);
  repository.addFile(nested, 'Übersicht Straße.txt', 555);
  return { folder, emptyFolder, emptyFile };
}

/** The id of the hidden folder that holds prepared zips (seen: not every node id is a UUID). */
export const downloadsContainerId = 'downloads_container';

/** An id for something of the repository that is no node, such as the repository itself. */
export const repositoryId = (seed: string): string => uuidFrom(seed, 'repository');
