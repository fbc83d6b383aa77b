import type { Catalogue } from '../catalogue.ts';
import type { newDownload as source } from '../en/newDownload.ts';

export const newDownload: Catalogue<typeof source> = {
  title: 'Neuer Download',
  titleChange: 'Anforderung ändern',
  server: 'Server',
  from: 'Von',
  serverFound: 'Die Adresse gehört zu {{server}}; dieser Server ist jetzt gewählt.',
  start: 'Starten',
  documents: {
    label: 'Dokumente oder Ordner',
    placeholder: 'IDs oder Adressen von Seiten des Servers einfügen, eine pro Zeile',
    hint: 'Mehrere Elemente kommen als ZIP-Datei, ein einzelnes Dokument unverändert.',
    packed_one: '{{count, number}} Element, vom Server in eine Datei gepackt',
    packed_other: '{{count, number}} Elemente, vom Server in eine Datei gepackt',
  },
  strangeHost:
    'Dieser Link gehört zu {{host}}; diesen Server haben Sie nicht hinzugefügt. {{server}} wird nach dem gefragt, worauf er verweist.',
  otherServer:
    'Ein Link gehört zu {{other}}, und {{server}} hat nicht, worauf er verweist. Starten Sie dafür einen eigenen Download von {{other}}.',
  similar: {
    saved: 'Das haben Sie schon: „{{name}}“ wurde gespeichert ({{when}}).',
    attention: 'Das haben Sie schon angefordert: Bei „{{name}}“ werden Sie gebraucht.',
    queued: 'Das haben Sie schon angefordert: „{{name}}“ ist in der Warteschlange.',
    show: 'Anzeigen',
  },
  examples: { label: 'Beispiele des Demo-Servers', title: 'Probieren Sie eines davon' },
  exports: {
    label: 'Art des Exports',
    known: 'Arten, die Sie schon angefordert haben',
    saved: 'gespeichert {{when}}',
    asked: 'angefordert {{when}}',
    again: 'Erneut anfordern',
    againOf: '{{type}} erneut anfordern',
    placeholder: 'Wie Bridge sie nennt',
    hintKnown: 'Wie Bridge sie nennt. Was Sie schon angefordert haben, wird wieder vorgeschlagen.',
    hint: 'Wie Bridge sie nennt: Die Namen kennt Ihre Bridge-Administration. Ferry merkt sie sich für das nächste Mal.',
    info: 'Weitere Angaben (JSON, optional)',
    infoHint: 'Parameter für Exporte, die welche annehmen.',
  },
  folder: {
    saveTo: 'Speichern in',
    title: 'Ordner auswählen',
    folders: 'Ordner',
    places: 'Orte',
    up: 'Nach oben',
    none: 'Hier sind keine Ordner',
    choose: 'Diesen Ordner auswählen',
  },
};
