import { expect, test } from 'vitest';
import { riskOf } from '../../src-shared/risky-file.ts';

test.each([
  ['setup.exe', 'exe'],
  ['run.SH', 'sh'],
  ['a.pdf.lnk', 'lnk'],
  ['tool.desktop', 'desktop'],
  ['x.exe. .', 'exe'],
  ['macro.js', 'js'],
  ['report.docm', 'docm'],
  ['disk.iso', 'iso'],
  ['page.html', 'html'],
])('%s is a kind of file to ask about before it is opened', (name, extension) => {
  expect(riskOf(name)).toBe(extension);
});

test.each([
  'Minutes.zip',
  'users.csv',
  'photo.jpeg',
  'report.pdf',
  'letter.docx',
  'setup.exe.download',
  'README',
])('%s is opened without a question', (name) => {
  expect(riskOf(name)).toBeNull();
});
