import type { ZipPage } from '../../../src-shared/job/job-view.ts';
import type { DigestAlgorithm } from './server.ts';

/** Bytes that are hashed together: after an interruption only the last such piece is read back. */
export const pieceBytes = 64 * 1024 * 1024;

/** What is known of the bytes in a part, so that it can be proven after a restart that they are still those. */
export interface PartHashes {
  /**
   * CRC-32 (hex) of each whole piece of `pieceBytes`, from the file's start; SHA-256 in rows that an earlier version of
   * Ferry began.
   */
  pieces: string[];
  /** The same of the bytes behind the last whole piece; null when there are none. */
  tail: string | null;
}

/** What a checkpoint brought to the disk. */
export interface Checkpoint extends PartHashes {
  /** Bytes that are on the disk for good. */
  bytes: number;
}

/** What has become of the name of a file that is open. */
export type Whereabouts = 'there' | 'moved' | 'removed';

/** An unfinished file, open for writing. */
export interface Part {
  /** Bytes in the file after opening, each proven to be what was written. */
  readonly size: number;
  /** Device and inode as one text: finds the file again under another name. */
  readonly inode: string;
  /** The volume that it is on, as `VolumeSpace` has it. */
  readonly volume: string;
  /**
   * Takes the next bytes; the chunk's memory is the caller's again when it resolves. That is when there is room for
   * more, which may be before the bytes are in the file: a write that failed rejects a later `write` or the next
   * `sync`. After that nothing more is taken.
   */
  write(chunk: Uint8Array): Promise<void>;
  /**
   * All that was taken before the call is on the disk when this resolves (fdatasync), and hashed; writing may go on
   * meanwhile. Where a write has failed and that was told, it is all that came before that write. A sync that failed
   * itself is final: the part has to be opened again with an earlier checkpoint.
   */
  sync(): Promise<Checkpoint>;
  /**
   * Whether the file still lies where it was opened. What is written goes on into one that doesn't: `moved` has a name
   * elsewhere and may come back, `removed` has none, and its bytes are lost.
   */
  whereabouts(): Promise<Whereabouts>;
  /** SHA-256 (hex) of the whole file, when every byte of it was written since it was opened and synced; else null. */
  sha256(): Promise<string | null>;
  /** Ends all that is under way. Doesn't sync. */
  close(): Promise<void>;
}

/** The volume that a folder is on. */
export interface VolumeSpace {
  /** Bytes free for us. */
  free: number;
  /** The same text for folders on the same volume. */
  volume: string;
  /** Bytes that a single file can have at most, where the volume's format is known to bound them. */
  largestFile: number | null;
}

/** Where a part lies. */
export interface PartPlace {
  folder: string;
  part: string;
  /**
   * The volume on which the part was made, where that is known: one that is missing while its folder is on another volume
   * wasn't deleted, but its drive is away (`folder-unavailable`).
   */
  volume?: string | null;
}

/** What a file on the disk is, as read from its first to its last byte. */
export interface FileHash {
  /** Hex. */
  sha256: string;
  /** Bytes. */
  size: number;
  /** Device and inode as one text. */
  inode: string;
  /** The first byte of the first piece that isn't what was written, or null when all known ones are. */
  damagedAt: number | null;
  /** The other digests that were asked for, as hex. */
  digests: Partial<Record<DigestAlgorithm, string>>;
}

/** A finished file: its final name and what proves it. */
export interface Finished {
  /** Folders inside the part's own that the file goes to, outermost first; made where they are missing. Plain safe names. */
  folders: string[];
  name: string;
  size: number;
  sha256: string;
  inode: string;
  /** Where it came from (scheme, host, port), for the mark of the web; null leaves no mark. */
  origin: string | null;
}

/** What a zip's directory lists. */
export interface Contents {
  files: number;
  folders: number;
  /** Of all files, unpacked. */
  bytes: number;
  /** SHA-256 (hex) over the list's lines, see `src-shared/history/content-lines.ts`. */
  digest: string;
  /** Those lines, gzipped: one for each file, in the zip's order. */
  packed: Uint8Array;
}

/** Files on this machine. Rejects with `no-space`, `folder-unavailable`, `file-locked` or `internal`. */
export interface FileStore {
  /** A typed folder as a whole path, `~` being the user's home. Throws `invalid-input` for what isn't one. */
  wholePath(typed: string): string;
  /** Makes the folder if it is missing and proves that files can be made in it. For a folder that was chosen just now. */
  makeFolder(folder: string): Promise<void>;
  /**
   * Proves that files can be made in the folder. One that is missing is not made: a drive that was pulled out would
   * get a double of it on another disk.
   */
  checkFolder(folder: string): Promise<void>;
  /** Null where the system doesn't tell. */
  space(folder: string): Promise<VolumeSpace | null>;
  /**
   * Opens or makes a part and cuts it to `kept.bytes`. The last piece is read back and compared, and where it isn't
   * what was written the one before, and so on: what can't be proven is cut off. Hashes of pieces behind `kept.bytes` are ignored. Refuses links and devices.
   */
  openPart(place: PartPlace, kept: Checkpoint): Promise<Part>;
  /**
   * Reads the whole part as it is on the disk, compares its pieces with the known ones, and hashes it. Null when it
   * is missing.
   */
  hashPart(
    place: PartPlace,
    options: {
      signal: AbortSignal;
      known: PartHashes;
      also: DigestAlgorithm[];
      onProgress?: (bytes: number) => void;
    },
  ): Promise<FileHash | null>;
  /** Size and identity of a part without reading it. Null when it is missing. */
  lookAtPart(place: PartPlace): Promise<{ size: number; inode: string } | null>;
  /** What the directory of a part, or of a saved file, lists; null when it isn't a readable zip. */
  zipContents(place: PartPlace): Promise<Contents | null>;
  /**
   * Sets the mark of the web, then gives the part its final name, or the next free numbered one (`name (1).zip`), never
   * overwriting. Finds a file that an earlier, interrupted call already published (same inode, else same size and
   * hash). Resolves with the file's whole folder and its name when everything is on the disk; `marked` tells whether the mark could be set,
   * null where the system has none.
   */
  publish(
    place: PartPlace,
    file: Finished,
    options: { signal: AbortSignal },
  ): Promise<{ folder: string; fileName: string; marked: boolean | null }>;
  /**
   * The file, if any, whose name a finished one is to get; null also where that is the part's own. `modifiedAt` in milliseconds
   * since 1970; `inode` as of a part.
   */
  sameName(
    place: PartPlace,
    wanted: Pick<Finished, 'folders' | 'name'>,
  ): Promise<{ folder: string; fileName: string; size: number; modifiedAt: number; inode: string } | null>;
  /** Removes a part; nothing happens when it is missing. */
  discard(place: PartPlace): Promise<void>;
  /** The files (no folders) in a zip's directory whose paths hold all the words, in their order there. Rejects with `file-missing` or, where it isn't a readable zip, `invalid-input`. */
  zipEntries(path: string, query: { text: string; offset: number; limit: number }): Promise<ZipPage>;
  /**
   * Size and time of a file; null where it isn't there. Rejects with `folder-unavailable` where its folder isn't.
   * `modifiedAt` in milliseconds since 1970.
   */
  lookAtFile(folder: string, fileName: string): Promise<{ size: number; modifiedAt: number } | null>;
  /** Names of the files in a folder that have that size, a hundred at most. */
  namesOfSize(folder: string, size: number): Promise<string[]>;
  /** Writes a small file under the name, or the next free numbered one, never over another. Resolves with its name. */
  saveText(folder: string, name: string, text: string): Promise<string>;
  /** The path of a saved file, proven to be a regular file inside its folder. Rejects with `file-missing` when it is gone. */
  locate(folder: string, fileName: string): Promise<string>;
}
