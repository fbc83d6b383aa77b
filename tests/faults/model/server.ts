import type { RawAlfresco } from '../raw-alfresco.ts';
import type { RawRequest } from '../raw-server.ts';
import { chunks, head, lastChunk, page, piece, serve, sizeOf, startOf } from '../wire.ts';
import type { Content, Step } from '../wire.ts';
import type { ByteAnswer } from './case.ts';

/** The id of the one document. */
export const documentId = '11111111-2222-4333-8444-555555555555';

/** Versions of the file differ in their bytes; the pattern of a seed is kept, so there are few. */
const versions = 4;

/** Plays a case's answers, one a request for bytes, and the right one when they are used up. */
export class ModelServer {
  readonly #alfresco: RawAlfresco;
  #answers: ByteAnswer[] = [];
  #version = 0;
  #onBytes: () => void = () => undefined;

  constructor(alfresco: RawAlfresco) {
    this.#alfresco = alfresco;
    alfresco.scripts.always('content', (request) => this.#answer(request));
  }

  /** Begins a case: a file of that size, and what is done with requests for it. */
  begin(size: number, answers: ByteAnswer[], onBytes: () => void): void {
    this.#answers = [...answers];
    this.#version = 0;
    this.#onBytes = onBytes;
    this.#alfresco.contents.length = 0;
    this.#alfresco.server.requests.length = 0;
    this.#put(size);
  }

  /** Everything that the file ever was in this case. */
  get contents(): readonly Content[] {
    return this.#alfresco.contents;
  }

  #put(size: number): void {
    this.#version = (this.#version % versions) + 1;
    this.#alfresco.put(documentId, {
      name: 'Minutes.bin',
      content: { pattern: this.#version, size },
      modifiedAt: new Date(1_790_000_000_000 + this.#alfresco.contents.length * 1000).toISOString(),
    });
  }

  #answer(request: RawRequest): Step[] {
    const answer = this.#answers.shift() ?? { is: 'right' };
    this.#onBytes();
    const { content } = this.#alfresco.nodes.get(documentId)!;
    const range = request.header('range');
    const size = sizeOf(content);
    const start = startOf(range);
    const at = (share: number): number => Math.min(size, start + Math.floor(share * (size - start)));
    const part = (lines: string[], from = start): Step[] => [
      head(range === undefined ? '200 OK' : '206 Partial Content', [
        'Content-Type: application/octet-stream',
        ...lines,
      ]),
      piece(content, from, size),
      { close: 'fin' },
    ];
    const rangeLine = (from: number, total: number): string =>
      `Content-Range: bytes ${from}-${Math.max(from, total - 1)}/${total}`;
    switch (answer.is) {
      case 'right':
        return serve(content, range);
      case 'cut':
        return serve(content, range, { cut: { before: at(answer.at), by: answer.by } });
      case 'status':
        return [head(answer.line, ['Content-Length: 0'])];
      case 'page':
        return page(answer.status, range === undefined ? [] : [rangeLine(start, size)]);
      case 'unframed':
        return [
          head(range === undefined ? '200 OK' : '206 Partial Content', [
            'Connection: close',
            ...(range === undefined ? [] : [rangeLine(start, size)]),
          ]),
          piece(content, start, at(answer.at)),
          { close: answer.by },
        ];
      case 'chunked':
        return [
          head(range === undefined ? '200 OK' : '206 Partial Content', [
            'Transfer-Encoding: chunked',
            ...(range === undefined ? [] : [rangeLine(start, size)]),
          ]),
          ...chunks(content, start, at(answer.at), 100_000),
          ...(at(answer.at) === size ? [lastChunk] : [{ close: 'fin' } as const]),
        ];
      case 'whole':
        return serve(content, undefined);
      case 'elsewhere': {
        const from = Math.min(Math.max(0, start - answer.by), Math.max(0, size - 1));
        return part([`Content-Length: ${size - from}`, rangeLine(from, size)], from);
      }
      case 'otherTotal':
        return part([`Content-Length: ${size - start}`, rangeLine(start, size + answer.by)]);
      case 'wrongLength':
        return part([
          `Content-Length: ${Math.max(0, size - start + answer.by)}`,
          ...(range === undefined ? [] : [rangeLine(start, size)]),
        ]);
      case 'shortPart': {
        const last = Math.max(start, at(answer.at) - 1);
        return [
          head('206 Partial Content', [
            `Content-Length: ${last - start + 1}`,
            `Content-Range: bytes ${start}-${last}/${size}`,
          ]),
          piece(content, start, last + 1),
        ];
      }
      case 'compressed':
        return part([`Content-Length: ${size - start}`, 'Content-Encoding: gzip']);
      case 'replaced':
        this.#put(answer.grows ? size + 1000 : size);
        return serve(this.#alfresco.nodes.get(documentId)!.content, range);
    }
  }
}
