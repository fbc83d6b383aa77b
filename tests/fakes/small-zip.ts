import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A real zip with so many small files. */
export async function smallZip(files: number, bytesEach = 20): Promise<Buffer> {
  const zip = new ZipFile();
  for (let index = 0; index < files; index += 1)
    zip.addBuffer(Buffer.alloc(bytesEach, index + 1), `folder/file-${index + 1}.txt`, { compress: false });
  zip.end();
  return buffer(zip.outputStream);
}
