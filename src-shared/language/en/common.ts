/** What is said in many places. */
export const common = {
  close: 'Close',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  signIn: 'Sign in',
  choose: 'Choose',
  loading: 'Loading',
  clearSearch: 'Clear search',
  newDownload: 'New download',
  addServer: 'Add a server',
  less: 'Less',
  more: 'More',
  moreActions: 'More actions',
  free: '{{size}} free',
  /** What a number field takes. */
  range: '{{min}} to {{max}}',
  rangeWithUnit: '{{min}} to {{max}} {{unit}}',
  outOfRange: 'Enter a whole number from {{min}} to {{max}}.',
  labelWithUnit: '{{label}}, {{unit}}',
  /** How many of what. */
  files_one: '{{count, number}} file',
  files_other: '{{count, number}} files',
  items_one: '{{count, number}} item',
  items_other: '{{count, number}} items',
  /** What a download is called until the server tells a name, and a part of one that was too large. */
  itemsFrom_one: '{{count, number}} item from {{server}}',
  itemsFrom_other: '{{count, number}} items from {{server}}',
  /** Several things, by the first one’s name. */
  andMore_one: '{{name}} and {{count, number}} more',
  andMore_other: '{{name}} and {{count, number}} more',
  partOf: '{{name}} ({{part, number}} of {{parts, number}}).zip',
  unknownServer: 'an unknown server',
  notCopied: 'The system didn’t let Ferry copy it.',
  /** The user’s own folder among the places to save to. */
  home: 'Home',
  part: '{{done}} of {{total}}',
} as const;
