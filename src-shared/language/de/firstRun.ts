import type { Catalogue } from '../catalogue.ts';
import type { firstRun as source } from '../en/firstRun.ts';

export const firstRun: Catalogue<typeof source> = {
  title: 'Willkommen bei Ferry',
  whatTitle: 'Was Ferry tut',
  folderTitle: 'Wohin Dateien kommen',
  folder: 'In diesen Ordner, wenn Sie nichts anderes angeben. Sie können ihn jederzeit ändern.',
  otherFolder: 'Anderer Ordner',
  server:
    'Ferry fragt ihn nur nach dem, was Sie anfordern. Oder sehen Sie sich erst mit dem mitgelieferten Demo-Server um.',
  skip: 'Überspringen',
};
