import type { Catalogue } from '../catalogue.ts';
import type { shell as source } from '../en/shell.ts';

export const shell: Catalogue<typeof source> = {
  main: 'Hauptnavigation',
  menu: 'Menü',
  closeMenu: 'Menü schließen',
  servers: 'Server',
  history: 'Verlauf',
  notices: 'Hinweise',
  all: 'Alle',
  allDownloads: 'Alle Downloads',
  preparing: 'In Vorbereitung',
  downloading: 'In Übertragung',
  done: 'Fertig',
  attention: 'Braucht Sie',
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
      advice: 'Öffnen Sie die Adresse, die Ferry ausgibt: Der Zugang dieses Tabs ist nicht mehr gültig.',
    },
    refused: {
      what: 'Diese Seite hat keinen Zugang zu Ferry.',
      advice: 'Öffnen Sie die Adresse, die Ferry beim Start ausgibt.',
    },
    odd: {
      what: 'Was hier antwortet, ist nicht Ferry, wie es sein sollte.',
      advice: 'Vielleicht hat ein anderes Programm diese Adresse übernommen. Ferry wird weiter gesucht.',
    },
    gone: {
      what: 'Ferry antwortet nicht.',
      advice:
        'Solange Ferry läuft, gehen die Downloads von selbst weiter. Die Verbindung wird wieder gesucht.',
    },
  },
  waits_one: '{{count, number}} Download wartet.',
  waits_other: '{{count, number}} Downloads warten.',
  waitsAndExpires_one: '{{count, number}} Download wartet und ist nur noch {{span}} verfügbar.',
  waitsAndExpires_other: '{{count, number}} Downloads warten, einer davon ist nur noch {{span}} verfügbar.',
};
