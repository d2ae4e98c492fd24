import { apacheLayout } from './apache-layout.js';
import { TextFormat } from './text-format.js';
import type { Format } from './format.js';

const common = '%h %l %u %t "%r" %>s %b';
const extended = '"%{Referer}i" "%{User-Agent}i"';

/** The formats that are recognised by themselves, the richer ones first. A format more is one entry more. */
export const FORMATS: readonly Format[] = [
  new TextFormat(apacheLayout('vhost-combined', `%v:%p ${common} ${extended}`)),
  new TextFormat(apacheLayout('combined', `${common} ${extended}`)),
  new TextFormat(apacheLayout('vhost-common', `%v:%p ${common}`)),
  new TextFormat(apacheLayout('common', common)),
  new TextFormat(
    apacheLayout('csv', '"%h","%l","%u",%{sec}t,"%r",%>s,%b', {
      escape: 'doubled',
      header: '"remotehost","rfc931","authuser","date","request","status","bytes"',
    }),
  ),
];
