import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { BackupZip } from '../../../src-shared/backup/backup.ts';
import type { Contents } from '../../core/ports.ts';

/** Bytes that a list unpacks to at most: what a few bytes may become is a question of who wrote them. */
const mostUnpacked = 400_000_000;

const line = /(\d{1,16}) [0-9a-f]{8} [^\n]*\n/y;

/** What a backup says that a zip lists, once it has been proven; null where its list isn't one, or isn't that one. */
export async function provenContents({ packed, ...said }: BackupZip): Promise<Contents | null> {
  const bytes = Buffer.from(packed, 'base64');
  let lines: Buffer;
  try {
    lines = await promisify(gunzip)(bytes, { maxOutputLength: mostUnpacked });
  } catch {
    return null;
  }
  if (createHash('sha256').update(lines).digest('hex') !== said.digest) return null;
  const text = lines.toString();
  let [files, sum] = [0, 0];
  for (line.lastIndex = 0; line.lastIndex < text.length; files += 1) {
    const found = line.exec(text);
    if (!found) return null;
    sum += Number(found[1]);
  }
  return files === said.files && sum === said.bytes ? { ...said, packed: bytes } : null;
}
