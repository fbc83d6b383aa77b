import { ApiError } from './errors.ts';
import type { DemoNode } from './repository.ts';

const keys: Record<string, (node: DemoNode) => string | number> = {
  isFolder: (node) => (node.isFolder ? 1 : 0),
  name: (node) => node.name.toLowerCase(),
  mimeType: (node) => node.content?.mimeType ?? '',
  nodeType: (node) => node.nodeType,
  sizeInBytes: (node) => node.content?.size ?? 0,
  modifiedAt: (node) => node.modifiedAt,
  createdAt: (node) => node.createdAt,
  modifiedByUser: (node) => node.owner,
  createdByUser: (node) => node.owner,
};

/** Folders first, then by name (seen: alfresco-core.yaml). */
export const usualOrder = 'isFolder DESC,name ASC';

/** The comparison that an `orderBy` such as `isFolder DESC,name ASC` asks for; 400 for what can't be sorted by. */
export function orderBy(text: string): (one: DemoNode, other: DemoNode) => number {
  const terms = text.split(',').map((term) => {
    const [name = '', direction = 'ASC', ...rest] = term.trim().split(/\s+/);
    const key = keys[name];
    if (!key || rest.length > 0 || !/^(asc|desc)$/i.test(direction)) {
      throw new ApiError(400, `Invalid orderBy: ${term}`);
    }
    return { key, sign: direction.toUpperCase() === 'ASC' ? 1 : -1 };
  });
  return (one, other) => {
    for (const { key, sign } of terms) {
      if (key(one) < key(other)) return -sign;
      if (key(one) > key(other)) return sign;
    }
    return 0;
  };
}
