/** Bytes that become text in one go. */
const portion = 0x8000;

/** Bytes as Base64. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += portion)
    text += String.fromCharCode(...bytes.subarray(from, from + portion));
  return btoa(text);
}
