import type { Catalogue } from '../catalogue.ts';
import type { backup as source } from '../en/backup.ts';

export const backup: Catalogue<typeof source> = {
  save: {
    button: 'Sicherung speichern …',
    title: 'Sicherung speichern',
    about:
      'Eine Datei mit Ihren Servern und Einstellungen. Sie enthält keine Passwörter, Tokens oder andere Geheimnisse.',
    history: 'Mit fertigen Downloads',
    historyAbout:
      'Namen, Orte und Zeiten der Downloads und was in ihren ZIPs steht, nicht die Dateien selbst.',
    historyHint: 'Lassen Sie sie weg, wenn die Datei für andere bestimmt ist.',
    confirm: 'Speichern',
  },
  import: {
    button: 'Importieren …',
    title: 'Sicherung importieren',
    choose: 'Datei auswählen …',
    reading: '{{file}} wird gelesen …',
    madeBy: 'Erstellt von {{by}} am {{date}}.',
    servers: 'Server',
    serversAbout: 'Jeder fragt einmal nach seinem Passwort.',
    settings: 'Einstellungen',
    settingsAbout:
      'Sie ersetzen Ihre eigenen. Ein Ordner, den es auf diesem Computer nicht gibt, wird ausgelassen.',
    settingsNone: 'Diese Datei enthält keine.',
    history: 'Fertige Downloads',
    downloads_one: '{{count, number}} Download',
    downloads_other: '{{count, number}} Downloads',
    downloadsKnown_one: '{{count, number}} Download, {{known, number}} davon schon vorhanden',
    downloadsKnown_other: '{{count, number}} Downloads, {{known, number}} davon schon vorhanden',
    none: 'Diese Datei enthält keine.',
    known: 'schon vorhanden',
    proxy: 'über den Proxy {{proxy}}',
    authorities: 'vertraut {{names}}',
    trustOnly:
      'Übernehmen Sie Server nur von Personen, denen Sie vertrauen: Die Datei bestimmt, wohin Ihre Passwörter gesendet werden.',
    unproven_one:
      'Die Liste dessen, was {{count, number}} ZIP enthält, ist in dieser Datei beschädigt. Sie wird weggelassen, der Download kommt.',
    unproven_other:
      'Die Listen dessen, was {{count, number}} ZIPs enthalten, sind in dieser Datei beschädigt. Sie werden weggelassen, die Downloads kommen.',
    confirm: 'Importieren',
    done: 'Importiert: {{what}}.',
    nothingNew: 'Die Datei enthielt nichts Neues.',
    doneServers_one: '{{count, number}} Server',
    doneServers_other: '{{count, number}} Server',
    and: '{{first}}, {{then}}',
    doneSettings: 'Einstellungen',
    unreadable: 'Die Datei lässt sich nicht lesen. Wählen Sie sie noch einmal aus.',
  },
  diagnostics: {
    button: 'Diagnosedaten speichern …',
    title: 'Diagnosedaten speichern',
    about:
      'Genau dieser Text wird gespeichert, für die Fehlersuche. Er enthält keine Passwörter; Sätze im Protokoll können Server oder Dateien nennen.',
    text: 'Was gespeichert wird',
    making: 'Wird zusammengestellt …',
    confirm: 'Speichern',
  },
  saved: {
    title: 'Gespeichert',
    at: 'Die Datei liegt hier:',
    reveal: 'Im Ordner zeigen',
    copy: 'Pfad kopieren',
    copied: 'Der Pfad ist kopiert.',
  },
};
