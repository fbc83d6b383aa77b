import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** The middle of some numbers, at least one. */
export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which that part of some numbers lies. */
export function percentile(numbers: number[], part: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

/** Rows under each other, the first column to the left and all others to the right. The first row is the header. */
export function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return rows.map((row) => `  ${line(row).trimEnd()}`).join('\n');
}

const fileSystems = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0x01021994, 'tmpfs: memory, where fsync costs nothing'],
]);

/** What the figures depend on, in a few lines. Magic numbers of file systems: statfs(2). */
export function machineFacts(folder: string): string[] {
  const fileSystem = fileSystems.get(statfsSync(folder).type) ?? 'an unnamed file system';
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory, files on ${fileSystem}`,
    `${type()} ${release()}, Node ${process.version}, OpenSSL ${process.versions.openssl}, Ferry ${version}`,
  ];
}

/** Numbers under names: what several runs have measured. */
export class Figures {
  readonly #all = new Map<string, number[]>();

  note(name: string, figure: number): void {
    this.#all.set(name, [...(this.#all.get(name) ?? []), figure]);
  }

  /** Throws where nothing was noted under that name. */
  median(name: string): number {
    const all = this.#all.get(name);
    if (!all) throw new Error(`Nothing was measured of ${name}.`);
    return median(all);
  }

  /** A row for each name, in the order in which they were first noted: the median, the least and the most. */
  rows(): string[][] {
    return [...this.#all].map(([name, all]) => [
      name,
      ...[median(all), Math.min(...all), Math.max(...all)].map((one) => one.toFixed(one < 10 ? 1 : 0)),
    ]);
  }
}
