import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { ApiError, notFound, permissionDenied } from './errors.ts';
import { requireNode } from './node-json.ts';
import { contentDisposition, multipartEnd, multipartType, partEnd, partHeader, readRange } from './ranges.ts';
import type { ByteRange } from './ranges.ts';
import type { DemoNode } from './repository.ts';
import { coreBase, param } from './routing.ts';
import type { Call, Context, Reply, Route } from './routing.ts';

/** Bytes read and sent at a time. */
const chunkLength = 1024 * 1024;

/** Types that are shown in the browser with `attachment=false` (seen: `content.nonAttach.mimetypes`). */
const shownTypes = new Set([
  'application/pdf',
  'image/jpeg',
  'image/tiff',
  'text/plain',
  'text/csv',
  'application/octet-stream',
]);

/** `GET /nodes/{id}/content`, and the same of a shared link, which needs no account. */
export const contentRoutes: Route[] = [
  {
    method: 'GET',
    path: `${coreBase}/nodes/:id/content`,
    handle: (call, context) => {
      const { user } = call.identity();
      const node = requireNode(param(call, 'id'), user, context);
      if (!context.repository.mayReadContent(user, node)) throw permissionDenied();
      return contentReply(node, call, context);
    },
  },
  {
    method: 'GET',
    path: `${coreBase}/shared-links/:id/content`,
    isOpen: true,
    handle: (call, context) => {
      const id = param(call, 'id');
      const node = context.repository.nodes.get(context.tree.sharedLinks.get(id) ?? '');
      if (!node) throw notFound(id);
      return contentReply(node, call, context);
    },
  },
];

/**
 * The bytes of a node: 200, 206, 304 or 416 as ContentStreamer.java gives them. If-Range and If-None-Match
 * are ignored (seen: nothing on this path looks at them); If-Modified-Since counts whole seconds and is
 * looked at before Range (seen). 400 for a folder; 404 while a zip is not done or when the store has lost
 * the content (inferred), the same status as for an unknown node.
 */
function contentReply(node: DemoNode, call: Call, context: Context): Reply {
  if (node.isFolder) throw new ApiError(400, 'NodeId of content is expected');
  const since = Date.parse(String(call.headers['if-modified-since'] ?? ''));
  if (since > 0 && Math.floor(node.modifiedAt / 1000) * 1000 <= since) return { status: 304 };
  const content = node.content;
  if (!content || content.isLost) {
    throw new ApiError(
      404,
      `Unable to locate content for node ref workspace://SpacesStore/${node.id} (property: {http://www.alfresco.org/model/content/1.0}content)`,
      'framework.exception.ApiDefault',
    );
  }
  const { size, mimeType } = content;
  const isAttachment = call.query.get('attachment') !== 'false' || !shownTypes.has(mimeType);
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    // Inferred: AbstractResourceWebScript's default, replaced below on the full reply only.
    'Cache-Control': 'no-cache',
    ...(isAttachment ? { 'Content-Disposition': contentDisposition(node.name) } : {}),
  };
  // A request header Content-Range overrides Range (seen).
  const asked = call.headers['content-range'] ?? call.headers.range;
  if (asked !== undefined && asked.length > 6) return rangeReply(asked.slice(6), node, headers, context);
  return {
    status: 200,
    headers: {
      ...headers,
      // A zip is application/octet-stream, never application/zip (seen: DownloadsTests).
      'Content-Type': `${mimeType};charset=UTF-8`,
      'Content-Length': String(size),
      // Even on a 200 (seen); an empty file says `bytes 0--1/0`.
      'Content-Range': `bytes 0-${size - 1}/${size}`,
      ETag: `"${node.modifiedAt}"`,
      'Last-Modified': new Date(node.modifiedAt).toUTCString(),
      'Cache-Control': 'max-age=0, must-revalidate',
    },
    stream: bytes(node, [{ start: 0, end: size - 1 }], context),
  };
}

/** 206 without ETag and Last-Modified (seen: the cache step runs on the full path only), or 416 with a bare star. */
function rangeReply(asked: string, node: DemoNode, headers: Record<string, string>, context: Context): Reply {
  const { size = 0, mimeType = '' } = node.content ?? {};
  const texts = asked.includes(',') ? asked.split(/[, ]+/).filter((text) => text !== '') : [asked];
  const ranges: ByteRange[] = [];
  for (const text of texts) {
    const range = readRange(text, size);
    // Seen: `"*"` with its quotes and without the size, an empty body.
    if (!range) return { status: 416, headers: { ...headers, 'Content-Range': '"*"' } };
    ranges.push(range);
  }
  const [first] = ranges;
  if (texts.length === 1 && first) {
    return {
      status: 206,
      headers: {
        ...headers,
        'Content-Type': mimeType,
        'Content-Range': `bytes ${first.start}-${first.end}/${size}`,
        // Taken from the request's own numbers (seen), so more can be promised than there is.
        'Content-Length': String(first.end - first.start + 1),
      },
      stream: bytes(node, ranges, context),
    };
  }
  const parts = ranges.map(
    (range) => partHeader(range, size, mimeType).length + range.end - range.start + 1 + partEnd.length,
  );
  const length = parts.reduce((sum, part) => sum + part, multipartEnd.length);
  return {
    status: 206,
    headers: { ...headers, 'Content-Type': multipartType, 'Content-Length': String(length) },
    stream: multipart(node, ranges, context),
  };
}

async function* multipart(node: DemoNode, ranges: ByteRange[], context: Context): AsyncGenerator<Buffer> {
  const { size = 0, mimeType = '' } = node.content ?? {};
  for (const range of ranges) {
    yield partHeader(range, size, mimeType);
    yield* bytes(node, [range], context);
    yield partEnd;
  }
  yield multipartEnd;
}

/**
 * The bytes of the ranges, as far as there are any. A zip stays readable to the end once it is open, even
 * when the cleaner takes it meanwhile (inferred: the store keeps orphaned binaries for days).
 */
async function* bytes(node: DemoNode, ranges: ByteRange[], context: Context): AsyncGenerator<Buffer> {
  const content = node.content;
  const size = content?.size ?? 0;
  const path = context.downloads.get(node.id)?.file;
  const file = path ? await open(path) : null;
  try {
    for (const { start, end } of ranges) {
      const last = Math.min(end, size - 1);
      for (let offset = start; offset <= last;) {
        const length = Math.min(chunkLength, last - offset + 1);
        const chunk = file
          ? await readFrom(file, offset, length)
          : context.repository.read(node, offset, length, content);
        if (chunk.length === 0) return;
        yield chunk;
        offset += chunk.length;
      }
    }
  } finally {
    await file?.close();
  }
}

async function readFrom(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
