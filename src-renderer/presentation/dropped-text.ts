/** What is needed of a drop. */
interface Dropping {
  dataTransfer: { getData(format: string): string } | null;
}

/** The links, or the text, that were dropped; empty where it was something else. In lists of links `#` begins a remark (RFC 2483). */
export function droppedText({ dataTransfer }: Dropping): string {
  const links = (dataTransfer?.getData('text/uri-list') ?? '')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
  return links.length > 0 ? links.join('\n') : (dataTransfer?.getData('text/plain').trim() ?? '');
}
