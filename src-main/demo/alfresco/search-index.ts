import type { DemoNode, Repository } from './repository.ts';
import type { Indexed } from './search-query.ts';
import { wordsOf } from './search-query.ts';

/** So much of a document's text is looked into. */
const mostText = 64 * 1024;

/** Types that a type is a kind of, itself first. */
const kinds: Record<string, readonly string[]> = {
  'cm:content': ['cm:content', 'cm:cmobject', 'sys:base'],
  'cm:folder': ['cm:folder', 'cm:cmobject', 'sys:base'],
  'st:site': ['st:site', 'cm:folder', 'cm:cmobject', 'sys:base'],
  'st:sites': ['st:sites', 'cm:folder', 'cm:cmobject', 'sys:base'],
};

/** What the search looks into. Unlike the real one it is never behind: what was changed is found at once. */
export class SearchIndex {
  readonly #repository: Repository;
  /** Words of documents by id and version, read when a search first needs them. */
  readonly #contents = new Map<string, { version: number; words: string }>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Every node with what queries ask of it; prepared zips are not indexed (seen: `download:download`). */
  *all(): Generator<{ node: DemoNode; indexed: Indexed }> {
    const shownIn = new Map<string, string[]>();
    const { nodes } = this.#repository;
    for (const { id, secondaryChildIds } of nodes.values())
      for (const child of secondaryChildIds) shownIn.set(child, [...(shownIn.get(child) ?? []), id]);
    const above = new Map<string, readonly string[]>();
    const ancestorsOf = (node: DemoNode): readonly string[] => {
      const known = above.get(node.id);
      if (known) return known;
      const parents = [...(node.parentId ? [node.parentId] : []), ...(shownIn.get(node.id) ?? [])];
      const ids = parents.flatMap((id) => {
        const parent = nodes.get(id);
        return parent ? [id, ...ancestorsOf(parent)] : [];
      });
      // A folder's own list serves all that is in it.
      if (node.isFolder) above.set(node.id, ids);
      return ids;
    };
    for (const node of nodes.values()) {
      const types = kinds[node.nodeType];
      if (!types) continue;
      yield {
        node,
        indexed: {
          name: node.name.toLowerCase(),
          content: () => this.#wordsOf(node),
          types,
          get ancestors() {
            return ancestorsOf(node);
          },
          parents: [...(node.parentId ? [node.parentId] : []), ...(shownIn.get(node.id) ?? [])],
          creator: node.owner,
          createdAt: node.createdAt,
          modifiedAt: node.modifiedAt,
        },
      };
    }
  }

  #wordsOf(node: DemoNode): string {
    const { content } = node;
    if (content?.kind !== 'text') return '';
    const known = this.#contents.get(node.id);
    if (known?.version === content.version) return known.words;
    const words = wordsOf(this.#repository.read(node, 0, mostText).toString('latin1'));
    this.#contents.set(node.id, { version: content.version, words });
    return words;
  }
}
