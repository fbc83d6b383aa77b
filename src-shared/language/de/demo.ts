import type { Catalogue } from '../catalogue.ts';
import type { demo as source } from '../en/demo.ts';

export const demo: Catalogue<typeof source> = {
  server: 'Demo-Server',
  photos: '400 Bilder, 80 MB',
  scan: 'Eine Datei von 50 MB: nichts vorzubereiten',
  tender: 'Ein Ordner mit 1.000 Dokumenten',
  oddNames: 'Leere Ordner, eine leere Datei, Namen in vielen Schriften',
  boardMinutes: 'Dieses Konto darf das nicht lesen',
};
