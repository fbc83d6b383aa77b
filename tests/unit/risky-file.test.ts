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
  ['backup.tar.sh', 'sh'],
  ['photos.tar.exe', 'exe'],
  ['Printers.settingcontent-ms', 'settingcontent-ms'],
  ['Found.searchConnector-ms', 'searchconnector-ms'],
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
  'sources.tar.gz',
  'README',
])('%s is opened without a question', (name) => {
  expect(riskOf(name)).toBeNull();
});
