import type { Catalogue } from '../catalogue.ts';
import type { firstRun as source } from '../en/firstRun.ts';

export const firstRun: Catalogue<typeof source> = {
  title: 'Willkommen bei Ferry',
  whatTitle: 'Was Ferry tut',
  folderTitle: 'Wohin Dateien kommen',
  folder: 'In diesen Ordner, wenn Sie nichts anderes angeben. Sie können ihn jederzeit ändern.',
  otherFolder: 'Anderer Ordner',
  server:
    'Er wird nur nach dem gefragt, was Ferry holen soll. Oder sehen Sie sich erst mit einem mitgelieferten Server um.',
  skip: 'Überspringen',
};
