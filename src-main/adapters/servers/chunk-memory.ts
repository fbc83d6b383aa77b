/**
 * Gives the memory of a chunk back at once, when nobody reads it anymore; it is empty afterwards. Node makes new memory
 * for whatever it reads, and left to the collector, that looks through the whole heap for every few dozen MiB: a third
 * of the time that a fast download takes. Nothing happens where other bytes lie in the same memory.
 */
export function giveBack(chunk: Uint8Array): void {
  const { buffer } = chunk;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.byteLength) buffer.transfer(0);
}
