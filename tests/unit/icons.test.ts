import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { nativeImage } from '../electron/stand-in/images.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const resource = (name: string): string => `${root}/resources/${name}`;
const sizeOf = (name: string): number => nativeImage.createFromPath(resource(name)).getSize().width;

test('the icons are drawn from the mark as it is (node scripts/icons.ts draws them anew)', () => {
  const mark = readFileSync(`${root}/src-renderer/assets/mark.svg`, 'utf8');
  const drawn = readFileSync(resource('mark.sha256'), 'utf8').trim();
  expect(createHash('sha256').update(mark).digest('hex')).toBe(drawn);
});

test('each icon can be decoded and has the size that its system wants', () => {
  const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
  expect(readdirSync(resource('icons')).sort()).toEqual(sizes.map((size) => `${size}x${size}.png`).sort());
  for (const size of sizes) expect(sizeOf(`icons/${size}x${size}.png`)).toBe(size);
  expect(['tray.png', 'tray@2x.png', 'trayTemplate.png', 'trayTemplate@2x.png'].map(sizeOf)).toEqual([
    24, 48, 16, 32,
  ]);
  expect(['icon.png', 'icon.ico', 'tray.ico', 'badge.png'].map(sizeOf)).toEqual([512, 256, 48, 16]);
});

test('the icon for macOS has every size from 32 to 1024, each a whole PNG', () => {
  const bytes = readFileSync(resource('icon.icns'));
  expect(bytes.toString('latin1', 0, 4)).toBe('icns');
  expect(bytes.readUInt32BE(4)).toBe(bytes.length);
  const found: [string, number][] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at + 4);
    const png = bytes.subarray(at + 8, at + length);
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    expect(png.toString('latin1', png.length - 8, png.length - 4)).toBe('IEND');
    found.push([bytes.toString('latin1', at, at + 4), png.readUInt32BE(16)]);
    at += length;
  }
  expect(found).toEqual([
    ['ic11', 32],
    ['ic12', 64],
    ['ic07', 128],
    ['ic13', 256],
    ['ic08', 256],
    ['ic14', 512],
    ['ic09', 512],
    ['ic10', 1024],
  ]);
});
