/** First fit, largest first; null when one item alone is over the limit. Sizes and limit in bytes. */
export function pack(items: { id: string; bytes: number }[], limit: number): string[][] | null {
  if (items.some((item) => item.bytes > limit)) return null;
  const bins: { ids: string[]; bytes: number }[] = [];
  for (const item of [...items].sort((one, other) => other.bytes - one.bytes)) {
    const bin = bins.find((candidate) => candidate.bytes + item.bytes <= limit);
    if (bin) {
      bin.ids.push(item.id);
      bin.bytes += item.bytes;
    } else bins.push({ ids: [item.id], bytes: item.bytes });
  }
  return bins.map((bin) => bin.ids);
}
