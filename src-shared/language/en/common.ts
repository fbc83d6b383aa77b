/** What is said in many places. */
export const common = {
  close: 'Close',
  dismiss: 'Dismiss',
  notNow: 'Not now',
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
  outOfRange: '“{{text}}” doesn’t do: a whole number from {{min}} to {{max}} does.',
  labelWithUnit: '{{label}}, {{unit}}',
  /** How many of what. */
  files_one: '{{count, number}} file',
  files_other: '{{count, number}} files',
  items_one: '{{count, number}} item',
  items_other: '{{count, number}} items',
  part: '{{done}} of {{total}}',
} as const;
