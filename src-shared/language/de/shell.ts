import type { Catalogue } from '../catalogue.ts';
import type { shell as source } from '../en/shell.ts';

export const shell: Catalogue<typeof source> = {
  main: 'Hauptnavigation',
  menu: 'Menü',
  closeMenu: 'Menü schließen',
  servers: 'Server',
  history: 'Verlauf',
  skip: 'Zur Liste springen',
  notices: 'Hinweise',
  all: 'Alle',
  allDownloads: 'Alle Downloads',
  preparing: 'In Vorbereitung',
  downloading: 'In Übertragung',
  done: 'Fertig',
  attention: 'Handlungsbedarf',
  downloadsFrom: 'Downloads von {{server}}',
  pauseAll: 'Alle anhalten',
  resumeAll: 'Alle fortsetzen',
  searchDownloads: 'Downloads durchsuchen',
  searchHistory: 'Verlauf durchsuchen',
  showDetails: 'Details einblenden',
  hideDetails: 'Details ausblenden',
  noAnswer: 'Ferry antwortet nicht',
  nothingRuns: 'Zurzeit läuft nichts',
  offline: 'Offline: Ferry macht von selbst weiter, sobald das Netzwerk wieder da ist',
  online: 'Das Netzwerk ist wieder da, und Ferry macht weiter.',
  health: {
    label: 'Server: {{text}}',
    title: 'Serverstatus',
    good_one: 'Server funktioniert',
    good_other: 'Alle Server funktionieren',
    quiet_one: '{{count, number}} Server noch nicht geprüft',
    quiet_other: '{{count, number}} Server noch nicht geprüft',
    warning_one: '{{count, number}} Server: Anmeldung nötig',
    warning_other: '{{count, number}} Server: Anmeldung nötig',
    bad_one: '{{count, number}} Server nicht erreichbar',
    bad_other: '{{count, number}} Server nicht erreichbar',
  },
  countDownloading_one: '{{count, number}} wird übertragen',
  countDownloading_other: '{{count, number}} werden übertragen',
  countPreparing_one: '{{count, number}} wird vorbereitet',
  countPreparing_other: '{{count, number}} werden vorbereitet',
  countWaiting_one: '{{count, number}} wartet',
  countWaiting_other: '{{count, number}} warten',
  countPaused_one: '{{count, number}} angehalten',
  countPaused_other: '{{count, number}} angehalten',
  link: {
    restarted: {
      what: 'Ferry wurde neu gestartet.',
      advice:
        'Öffnen Sie die neue Adresse, die Ferry ausgibt: Die Adresse dieses Tabs ist nicht mehr gültig.',
    },
    refused: {
      what: 'Diese Seite darf sich nicht mit Ferry verbinden.',
      advice: 'Öffnen Sie die Adresse, die Ferry beim Start ausgibt.',
    },
    odd: {
      what: 'Unter dieser Adresse antwortet nicht Ferry.',
      advice:
        'Vielleicht verwendet sie jetzt ein anderes Programm. Die Verbindung zu Ferry wird weiter versucht.',
    },
    gone: {
      what: 'Ferry antwortet nicht.',
      advice:
        'Solange Ferry läuft, gehen die Downloads von selbst weiter. Die Verbindung wird wieder aufgebaut.',
    },
  },
  waits_one: '{{count, number}} Download wartet.',
  waits_other: '{{count, number}} Downloads warten.',
  waitsAndExpires_one: '{{count, number}} Download wartet und ist nur noch {{span}} verfügbar.',
  waitsAndExpires_other: '{{count, number}} Downloads warten, einer davon ist nur noch {{span}} verfügbar.',
};
