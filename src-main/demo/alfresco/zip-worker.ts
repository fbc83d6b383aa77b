import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { DemoNode, Repository, Viewer } from './repository.ts';

/** One thing of the zip: a folder (its path ends in `/`) or a document. */
export interface ZipEntry {
  path: string;
  node: DemoNode;
}

/** What a selection holds, as the estimating walk before the zipping finds it. */
export interface Selection {
  entries: ZipEntry[];
  totalFiles: number;
  /** Uncompressed bytes. */
  totalBytes: number;
}

/** Uncompressed bytes and whole documents in the zip so far. */
export interface ZipProgress {
  filesAdded: number;
  bytesAdded: number;
}

/** What the worker tells and asks while it zips. */
export interface ZipHooks {
  /** Called at the points where the server writes its status and looks whether it was cancelled. */
  checkpoint(progress: ZipProgress): Promise<void>;
  /** Called for the work itself, so that it takes the time it is meant to take. */
  worked(bytes: number, files: number): Promise<void>;
}

/** The server's copy buffer in bytes, and how many buffers lie between two checkpoints (seen: ZipDownloadExporter.copyStream). */
const bufferLength = 20_480;
const buffersBetweenCheckpoints = 500;

/**
 * Walks the requested nodes as the server's size estimator does (seen: it opens every content stream, so
 * it finds out here what the creator can't read).
 *
 * - Folders go in with everything below them, empty ones too (seen: MNT-21671, DownloadsImpl `recursive = true`).
 * - Each requested node is a root of its own at the top: overlap is counted and zipped twice (seen: TestDownloads),
 *   and two of the same name give two entries with one path (inferred: `getPath` doesn't tell them apart).
 * - Children that the creator can't see are left out silently (seen: filtered `getChildAssocs`).
 * - A child that can be seen but not read, or a folder that can't be listed, ends the whole job, silently (inferred: `getReader` denies).
 * - Nodes that were deleted before the start have vanished from the selection (inferred: their association goes with them).
 *
 * Throws when a document's content or a folder's children may not be read.
 */
export function select(repository: Repository, creator: Viewer, nodeIds: string[]): Selection {
  const selection: Selection = { entries: [], totalFiles: 0, totalBytes: 0 };
  const walk = (node: DemoNode, above: string): void => {
    if (node.isFolder) {
      const path = `${above}${node.name}/`;
      selection.entries.push({ path, node });
      if (!repository.mayList(creator, node)) throw new Error(`Access to what is in ${node.id} was denied`);
      for (const child of repository.children(creator, node)) walk(child, path);
    } else if (node.content) {
      if (!repository.mayReadContent(creator, node))
        throw new Error(`Access to the content of ${node.id} was denied`);
      selection.entries.push({ path: `${above}${node.name}`, node });
      selection.totalFiles += 1;
      selection.totalBytes += node.content.size;
    }
  };
  for (const id of nodeIds) {
    const node = repository.nodes.get(id);
    if (node) walk(node, '');
  }
  return selection;
}

/**
 * Zips the selection into `file` and returns what went in. Counters are of uncompressed bytes (seen:
 * TestDownloads). A document whose content the store has lost is left out though it was counted before,
 * so the zip can end up incomplete (inferred: `contentImpl` returns when there is no stream). A document
 * that was deleted after the walk throws (inferred: InvalidNodeRefException).
 *
 * @param label becomes the zip's comment, so no two zips are alike even of the same documents
 * @param level deflate level; like the server's, entries are streamed and so end in a data descriptor
 */
export async function zipInto(
  file: string,
  repository: Repository,
  selection: Selection,
  hooks: ZipHooks,
  label: string,
  level: number,
): Promise<ZipProgress> {
  const progress: ZipProgress = { filesAdded: 0, bytesAdded: 0 };
  const zip = new ZipFile();
  const output = createWriteStream(file);
  const failure = new Promise<never>((_resolve, reject) => zip.on('error', reject));
  for (const { path, node } of selection.entries) {
    const mtime = new Date(node.modifiedAt);
    if (node.isFolder) zip.addEmptyDirectory(path, { mtime });
    else if (!node.content?.isLost) {
      zip.addReadStreamLazy(path, { mtime, compressionLevel: level }, (give) => {
        const source = Readable.from(read(repository, node, progress, hooks), { objectMode: false });
        source.on('error', (error) => zip.emit('error', error));
        give(null, source);
      });
    }
  }
  zip.end({ comment: label, forceZip64Format: false });
  zip.outputStream.pipe(output);
  try {
    await Promise.race([finished(output), failure]);
  } catch (error) {
    // The caller removes the file, so it must not be open any more.
    if (!output.closed) await new Promise<void>((resolve) => output.once('close', resolve).destroy());
    throw error;
  }
  return progress;
}

/** One document's bytes, with a checkpoint after the first buffer and after every 500th from there (seen: `i++ % 500 == 0`). */
async function* read(
  repository: Repository,
  node: DemoNode,
  progress: ZipProgress,
  hooks: ZipHooks,
): AsyncGenerator<Buffer> {
  const content = node.content;
  const size = content?.size ?? 0;
  const ten = bufferLength * 10;
  const interval = bufferLength * buffersBetweenCheckpoints;
  for (let offset = 0; offset < size;) {
    if (!repository.nodes.has(node.id)) throw new Error(`Node does not exist: ${node.id}`);
    // The first buffer goes alone and later ones in tens, so every checkpoint falls on the end of a chunk.
    const chunk = repository.read(node, offset, offset === 0 ? bufferLength : ten, content);
    if (chunk.length === 0) break;
    offset += chunk.length;
    progress.bytesAdded += chunk.length;
    await hooks.worked(chunk.length, 0);
    const isFirst = offset <= bufferLength;
    if (isFirst || (offset - bufferLength) % interval === 0) await hooks.checkpoint({ ...progress });
    yield chunk;
  }
  progress.filesAdded += 1;
  await hooks.worked(0, 1);
}
