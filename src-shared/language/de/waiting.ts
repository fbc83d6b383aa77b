import type { Catalogue } from '../catalogue.ts';
import type { waiting as source } from '../en/waiting.ts';

export const waiting: Catalogue<typeof source> = {
  network: {
    short: 'Offline',
    long: 'Dieser Computer hat keine Netzwerkverbindung. Sobald sie wieder da ist, macht Ferry von selbst weiter.',
  },
  forServer: 'Wartet auf den Server',
  untrusted: 'Zertifikat ungültig',
  unsupported: 'Server ungeeignet',
  forSignIn: 'Wartet auf Anmeldung',
  forSpace: 'Wartet auf Platz',
  forFolder: 'Wartet auf den Ordner',
  next: { short: 'Als Nächstes', long: 'Als Nächstes an der Reihe, sobald einer der laufenden fertig ist' },
  ahead: {
    short: 'Wartet',
    long_one: '{{count, number}} ist vorher an der Reihe',
    long_other: '{{count, number}} sind vorher an der Reihe',
  },
  slots: 'Wie viele zugleich laufen, steht in den Einstellungen unter „Begrenzungen“.',
  place:
    'Bis zu seinem Ende belegt er einen der Plätze für Vorbereitungen auf diesem Server, auf den andere vielleicht warten.',
  retry: { short: 'Neuer Versuch: {{span}}', long: 'Der letzte Versuch ist fehlgeschlagen.' },
  progress: {
    short: 'Kein Fortschritt',
    long: 'Der Server zeigt schon {{span}} lang keinen Fortschritt. Vielleicht ist er beschäftigt oder hat den Auftrag verloren.',
  },
  news: {
    short: 'Nichts Neues',
    long: 'Der Server meldet schon {{span}} lang dasselbe. Vielleicht ist er beschäftigt oder hat den Auftrag verloren.',
  },
};
