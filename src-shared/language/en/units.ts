/** Behind or around a number that is written already. Symbols of the SI are the same in most languages, days are not. */
export const units = {
  bytes: {
    B: '{{number}} B',
    kB: '{{number}} kB',
    MB: '{{number}} MB',
    GB: '{{number}} GB',
    TB: '{{number}} TB',
    PB: '{{number}} PB',
  },
  perSecond: '{{size}}/s',
  percent: '{{number}} %',
  unknown: '–',
  seconds: '{{number}} s',
  minutes: '{{number}} min',
  hours: '{{number}} h',
  days_one: '{{count, number}} d',
  days_other: '{{count, number}} d',
  /** Two units, the bigger one first: `2 h 5 min`. */
  both: '{{big}} {{small}}',
  underMinute: 'under a minute',
  wholeDays_one: '{{count, number}} day',
  wholeDays_other: '{{count, number}} days',
  /** A day and a time of it, or another pair that needs a comma: `21 Nov, 14:02`. */
  dayAndTime: '{{day}}, {{time}}',
} as const;
