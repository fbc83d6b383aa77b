import type { Catalogue } from '../catalogue.ts';
import type { units as source } from '../en/units.ts';

export const units: Catalogue<typeof source> = {
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
  days_one: '{{count, number}} Tag',
  days_other: '{{count, number}} Tage',
  both: '{{big}} {{small}}',
  underMinute: 'weniger als eine Minute',
  wholeDays_one: '{{count, number}} Tag',
  wholeDays_other: '{{count, number}} Tage',
  dayAndTime: '{{day}}, {{time}}',
};
