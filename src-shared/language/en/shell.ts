/** The window around the lists: sidebar, toolbar, status bar, and what is said when Ferry is gone. */
export const shell = {
  main: 'Main',
  menu: 'Menu',
  closeMenu: 'Close the menu',
  servers: 'Servers',
  history: 'History',
  skip: 'Skip to the list',
  notices: 'Notices',
  all: 'All',
  allDownloads: 'All downloads',
  preparing: 'Preparing',
  downloading: 'Downloading',
  done: 'Done',
  attention: 'Needs attention',
  downloadsFrom: 'Downloads from {{server}}',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  searchDownloads: 'Search downloads',
  searchHistory: 'Search history',
  showDetails: 'Show details',
  hideDetails: 'Hide details',
  /** The status bar. */
  /** How fast all downloads are, and may be. */
  bandwidth: {
    label: 'Bandwidth: {{rate}}, {{limit}}',
    none: 'No limit',
    most: 'at most {{limit}}',
    of: '{{rate}} of {{limit}}',
    byTimetable: 'The timetable sets another limit at this hour. This one applies at all other times.',
  },
  noAnswer: 'Ferry doesn’t answer',
  /** This page isn't let in, or something else answers. */
  notConnected: 'Not connected to Ferry',
  nothingRuns: 'Nothing is running',
  offline: 'Offline: Ferry goes on by itself when the network is back',
  online: 'The network is back, and Ferry goes on.',
  /** The health of all servers, in the status bar. */
  health: {
    label: 'Servers: {{text}}',
    title: 'Server status',
    good_one: 'Server works',
    good_other: 'All servers work',
    quiet_one: '{{count, number}} server not checked yet',
    quiet_other: '{{count, number}} servers not checked yet',
    warning_one: '{{count, number}} server needs attention',
    warning_other: '{{count, number}} servers need attention',
    bad_one: '{{count, number}} server can’t be reached',
    bad_other: '{{count, number}} servers can’t be reached',
  },
  countOf: '{{list}} {{count, number}}',
  countStill: '{{words}} ({{still}})',
  countWaiting_one: '{{count, number}} waiting',
  countWaiting_other: '{{count, number}} waiting',
  countPaused_one: '{{count, number}} paused',
  countPaused_other: '{{count, number}} paused',
  /** Each begins with a few words in bold. */
  link: {
    restarted: {
      what: 'Ferry was restarted.',
      advice: 'Open the new address that it prints: this tab’s address is no longer valid.',
    },
    refused: {
      what: 'This page isn’t allowed to connect to Ferry.',
      advice: 'Open the address that Ferry prints when it starts.',
    },
    odd: {
      what: 'What answers at this address isn’t Ferry.',
      advice: 'Another program may be using it now. Trying to reach Ferry again.',
    },
    gone: {
      what: 'Ferry doesn’t answer.',
      advice:
        'Downloads go on while it runs, and this page tries to reach it again. If it was ended, start it and open the address that it prints then.',
    },
  },
  /** Where a view, the details or a dialog should be. */
  viewMissing: {
    title: 'This part of the page couldn’t be loaded.',
    text: 'It comes from Ferry, which didn’t answer. Downloads go on while Ferry runs. Reload the page as soon as it answers again.',
    reload: 'Reload the page',
  },
  waits_one: '{{count, number}} download waits.',
  waits_other: '{{count, number}} downloads wait.',
  expires_one: 'Only kept there for {{span}} more: {{names}}.',
  expires_other: 'Only kept there for a while, the first for {{span}} more: {{names}}.',
  others_one: '{{count, number}} other',
  others_other: '{{count, number}} others',
} as const;
