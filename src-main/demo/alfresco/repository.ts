import { bytesOf, uuidFrom } from './seed.ts';
import type { ContentKind } from './seed.ts';

/** Who is looking: `admin` sees everything. */
export interface Viewer {
  id: string;
  isAdmin: boolean;
}

/** One node of the repository. Times are milliseconds since 1970, sizes are bytes. */
export interface DemoNode {
  readonly id: string;
  name: string;
  readonly nodeType: string;
  readonly isFolder: boolean;
  parentId: string | null;
  childIds: string[];
  /** Nodes that live elsewhere and are shown here too (secondary children). */
  secondaryChildIds: string[];
  owner: string;
  createdAt: number;
  modifiedAt: number;
  /** Users who may see the node and what is below it; undefined means: as the parent says. */
  readers?: string[];
  /** Users who may read the content; undefined means: as the parent says. */
  contentReaders?: string[];
  /** Users who may see what is in the folder; undefined means: as the parent says. */
  listers?: string[];
  /** Adds the children when somebody first looks. */
  grow?: () => void;
  /** Absent on folders and on a zip that is still being prepared. */
  content?: NodeContent;
}

/** A site: a named place for a team, whose documents live in its document library. */
export interface DemoSite {
  id: string;
  guid: string;
  title: string;
  description: string;
  visibility: 'PUBLIC' | 'MODERATED' | 'PRIVATE';
  members: Record<string, 'SiteConsumer' | 'SiteManager'>;
  libraryId: string;
}

/** What is known of a file's content. */
export interface NodeContent {
  size: number;
  mimeType: string;
  kind: ContentKind;
  /** Raised when the content is replaced. */
  version: number;
  /** Whether the content store has lost it. */
  isLost: boolean;
}

/** Where a user's document is now. */
export type Whereabouts = 'present' | 'trashcan' | 'deleted';

const mimeTypes: Record<string, string> = {
  txt: 'text/plain',
  md: 'text/plain',
  csv: 'text/csv',
  log: 'text/plain',
  html: 'text/html',
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  tif: 'image/tiff',
  dwg: 'image/vnd.dwg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The tree of folders and documents: who may read what, and every document's bytes. */
export class Repository {
  readonly seed: string;
  /** Raised with every change of the tree. */
  revision = 0;
  readonly nodes = new Map<string, DemoNode>();
  /** Named places: `-root-`, `-shared-`, and `-my-` as `home:USER`. */
  readonly places = new Map<string, string>();
  readonly #whereabouts = new Map<string, Whereabouts>();
  readonly #trash = new Map<string, DemoNode>();

  constructor(seed: string) {
    this.seed = seed;
  }

  /** Adds a folder below `parent` (null: the root) and returns it. Its id follows from seed and path. */
  addFolder(parent: DemoNode | null, name: string, given: Partial<DemoNode> = {}): DemoNode {
    return this.#add(parent, name, { nodeType: 'cm:folder', isFolder: true, ...given });
  }

  /** Adds a document of `size` bytes below `parent`. Text by extension, noise else. */
  addFile(parent: DemoNode, name: string, size: number, given: Partial<DemoNode> = {}): DemoNode {
    const mimeType = mimeTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
    const kind: ContentKind = mimeType.startsWith('text/') ? 'text' : 'binary';
    const content: NodeContent = { size, mimeType, kind, version: 1, isLost: false };
    const node = this.#add(parent, name, { nodeType: 'cm:content', isFolder: false, content, ...given });
    this.#whereabouts.set(node.id, 'present');
    return node;
  }

  #add(
    parent: DemoNode | null,
    name: string,
    given: Partial<DemoNode> & Pick<DemoNode, 'nodeType' | 'isFolder'>,
  ): DemoNode {
    const path = parent ? `${this.pathOf(parent)}/${name}` : `/${name}`;
    const node: DemoNode = {
      id: uuidFrom(this.seed, path),
      name,
      parentId: parent?.id ?? null,
      childIds: [],
      secondaryChildIds: [],
      owner: parent?.owner ?? 'admin',
      createdAt: parent?.createdAt ?? 0,
      modifiedAt: given.createdAt ?? parent?.modifiedAt ?? 0,
      ...given,
    };
    this.revision += 1;
    if (this.nodes.has(node.id)) throw new Error(`There is already a node at ${path}`);
    this.nodes.set(node.id, node);
    parent?.childIds.push(node.id);
    return node;
  }

  /** The path from the root, `/Company Home/…`, by primary parents. */
  pathOf(node: DemoNode): string {
    return this.ancestry(node)
      .map((one) => `/${one.name}`)
      .join('');
  }

  /** The node's primary ancestors from the root down, itself last. */
  ancestry(node: DemoNode): DemoNode[] {
    const above: DemoNode[] = [];
    for (
      let one: DemoNode | undefined = node;
      one;
      one = one.parentId ? this.nodes.get(one.parentId) : undefined
    ) {
      above.unshift(one);
    }
    return above;
  }

  /** Whether `viewer` may see the node. */
  mayRead(viewer: Viewer, node: DemoNode): boolean {
    return this.#isAmong('readers', viewer, node);
  }

  /** Whether `viewer` may read the node's bytes: seeing a node doesn't always include that. */
  mayReadContent(viewer: Viewer, node: DemoNode): boolean {
    return this.mayRead(viewer, node) && this.#isAmong('contentReaders', viewer, node);
  }

  /** Whether `viewer` may see what is in the folder: seeing the folder doesn't always include that. */
  mayList(viewer: Viewer, folder: DemoNode): boolean {
    return this.mayRead(viewer, folder) && this.#isAmong('listers', viewer, folder);
  }

  /** Whether `viewer` may delete the node for good. */
  mayDelete(viewer: Viewer, node: DemoNode): boolean {
    return viewer.isAdmin || node.owner === viewer.id;
  }

  /** The nearest list above decides, as permissions are inherited until a node sets its own. */
  #isAmong(list: 'readers' | 'contentReaders' | 'listers', viewer: Viewer, node: DemoNode): boolean {
    if (viewer.isAdmin) return true;
    for (
      let one: DemoNode | undefined = node;
      one;
      one = one.parentId ? this.nodes.get(one.parentId) : undefined
    ) {
      const users = one[list];
      if (users) return users.includes(viewer.id);
    }
    return true;
  }

  /**
   * Children that `viewer` may see, primary ones first. The rest is left out without a word (seen:
   * `NodeService.getChildAssocs` is filtered after the call, public-services-security-context.xml).
   */
  children(viewer: Viewer, folder: DemoNode): DemoNode[] {
    const { grow } = folder;
    delete folder.grow;
    grow?.();
    return [...folder.childIds, ...folder.secondaryChildIds]
      .map((id) => this.nodes.get(id))
      .filter((node): node is DemoNode => node !== undefined && this.mayRead(viewer, node));
  }

  /** The child of that name, case ignored as the repository does (inferred: names are indexed in lower case). */
  childByName(viewer: Viewer, folder: DemoNode, name: string): DemoNode | undefined {
    return this.children(viewer, folder).find((node) => node.name.toLowerCase() === name.toLowerCase());
  }

  /**
   * The bytes of a document, any part of it, cut at its end.
   *
   * @param content the content as it was when reading began: who reads on after a replacement still gets
   *   the old bytes, as an open stream does
   */
  read(node: DemoNode, start: number, length: number, content = node.content): Buffer {
    if (!content) throw new Error(`${node.id} has no content`);
    const within = Math.max(0, Math.min(length, content.size - start));
    return bytesOf(`${this.seed}\n${node.id}\n${content.version}`, content.kind, start, within);
  }

  /** Puts other bytes in a document's place, as somebody at the office might while you fetch it. */
  replaceContent(id: string, now: number, size?: number): void {
    const node = this.nodes.get(id);
    if (!node?.content) throw new Error(`${id} is no document`);
    node.content = { ...node.content, version: node.content.version + 1, size: size ?? node.content.size };
    node.modifiedAt = now;
    this.revision += 1;
  }

  /** Takes a node and all below it away, to the trashcan or for good. */
  remove(node: DemoNode, isPermanent: boolean): void {
    for (const id of node.childIds) {
      const child = this.nodes.get(id);
      if (child) this.remove(child, isPermanent);
    }
    this.revision += 1;
    this.nodes.delete(node.id);
    const parent = node.parentId ? this.nodes.get(node.parentId) : undefined;
    if (parent) parent.childIds = parent.childIds.filter((id) => id !== node.id);
    if (!isPermanent) this.#trash.set(node.id, node);
    if (this.#whereabouts.has(node.id)) this.#whereabouts.set(node.id, isPermanent ? 'deleted' : 'trashcan');
  }

  /** Every document that users ever had here and where it is now; prepared zips are not among them. */
  userDocuments(): Map<string, Whereabouts> {
    return new Map(this.#whereabouts);
  }

  /** Nodes in the trashcan. */
  trashcan(): DemoNode[] {
    return [...this.#trash.values()];
  }
}
