import type { Layout } from './layout.js';

const common = '%h %l %u %t "%r" %>s %b';
const extended = '"%{Referer}i" "%{User-Agent}i"';

/** The formats that are recognised by themselves, the richer ones first. A format more is one entry more. */
export const LAYOUTS: readonly Layout[] = [
  { name: 'vhost-combined', text: `%v:%p ${common} ${extended}`, quoteEscape: 'backslash', header: null },
  { name: 'combined', text: `${common} ${extended}`, quoteEscape: 'backslash', header: null },
  { name: 'vhost-common', text: `%v:%p ${common}`, quoteEscape: 'backslash', header: null },
  { name: 'common', text: common, quoteEscape: 'backslash', header: null },
  {
    name: 'csv',
    text: '"%h","%l","%u",%{sec}t,"%r",%>s,%b',
    quoteEscape: 'double',
    header: '"remotehost","rfc931","authuser","date","request","status","bytes"',
  },
];
