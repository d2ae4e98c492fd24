import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { probePlace } from '../../src/sources/place-probe.js';
import type { Place } from '../../src/sources/usual-places.js';
import { findUsualLog, USUAL_PLACES } from '../../src/sources/usual-places.js';
import { ServerLog } from './log-directory.js';

const NGINX = '/var/log/nginx/access.log';
const APACHE = '/var/log/apache2/access.log';

const find = (places: Record<string, Place>): unknown => findUsualLog((path) => places[path] ?? 'missing');

describe('the usual places of logs', () => {
  it.each([
    ['nothing where there is none', {}, null],
    ['the first that is there', { [NGINX]: 'readable', [APACHE]: 'readable' }, { path: NGINX, place: 'readable' }],
    ['one with lines rather than an empty one', { [NGINX]: 'empty', [APACHE]: 'readable' }, { path: APACHE, place: 'readable' }],
    ['an empty one rather than none', { [NGINX]: 'unreadable', [APACHE]: 'empty' }, { path: APACHE, place: 'empty' }],
    ['one that may not be read rather than none', { [APACHE]: 'unreadable' }, { path: APACHE, place: 'unreadable' }],
  ] as const)('give %s', (_name, places, expected) => {
    expect(find(places)).toEqual(expected);
  });

  it('know nginx, Apache on Debian and on Red Hat, Caddy, and /tmp', () => {
    for (const server of ['nginx', 'apache2', 'httpd', 'caddy', 'tmp']) {
      expect(USUAL_PLACES.some((path) => path.includes(server))).toBe(true);
    }
  });

  it('are looked at on this machine', () => {
    const log = new ServerLog();
    expect(probePlace(log.path)).toBe('missing');
    log.create();
    expect(probePlace(log.path)).toBe('empty');
    log.append('one\n');
    expect(probePlace(log.path)).toBe('readable');
    mkdirSync(log.in('directory'));
    expect(probePlace(log.in('directory'))).toBe('missing');
    symlinkSync(log.in('loop'), log.in('loop'));
    expect(probePlace(log.in('loop'))).toBe('unreadable');
  });

  it.skipIf(process.getuid?.() === 0)('may be forbidden', () => {
    const log = new ServerLog();
    log.create('one\n');
    chmodSync(log.path, 0);
    expect(probePlace(log.path)).toBe('unreadable');
  });
});
