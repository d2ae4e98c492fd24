/** Where web servers write their access logs unless they are told otherwise, the likeliest first. */
export const USUAL_PLACES: readonly string[] = [
  '/var/log/nginx/access.log',
  '/var/log/apache2/access.log', // Debian, Ubuntu
  '/var/log/apache2/other_vhosts_access.log',
  '/var/log/httpd/access_log', // Red Hat, Fedora
  '/var/log/httpd/ssl_access_log',
  '/var/log/caddy/access.log',
  '/tmp/access.log',
];

/** What stands at a place. */
export type Place = 'readable' | 'empty' | 'unreadable' | 'missing';

const PREFERENCE = ['readable', 'empty', 'unreadable'] as const satisfies readonly Place[];

/**
 * The log to take when none was named: the first that can be read and holds something, else one that is still empty, else
 * one that is there but cannot be read (so that the user is told why). Null when there is none.
 */
export const findUsualLog = (probe: (path: string) => Place): { path: string; place: Place } | null => {
  const places = USUAL_PLACES.map((path) => ({ path, place: probe(path) }));
  for (const wanted of PREFERENCE) {
    const found = places.find(({ place }) => place === wanted);
    if (found !== undefined) return found;
  }
  return null;
};
