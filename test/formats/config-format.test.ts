import { expect, test } from 'vitest';
import { UserError } from '../../src/core/user-error.js';
import { apacheDirectives, nginxDirectives } from '../../src/formats/layouts/config-directive.js';
import { chooseConfigFormat } from '../../src/formats/layouts/config-format.js';

const NGINX = 'log_format a "$msec"; log_format b "$msec $status";';
const APACHE = 'LogFormat "%t" a\nLogFormat "%t %h" b\n';

/** The name of the format and the line of its definition, or what is wrong. */
const chosen = (text: string, name: string | null): string => {
  const parsed = text.includes(';') ? nginxDirectives(text) : apacheDirectives(text);
  try {
    const format = chooseConfigFormat('conf', parsed.map((directive) => ({ ...directive, path: 'conf' })), name);
    return `${format.name} ${format.definition?.text ?? '(known)'}`;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
};

test.each<[string, string, string | null, string]>([
  ["of that name", NGINX, 'b', 'b log_format b "$msec $status";'],
  ['that logs are written in', `${NGINX} access_log /x b; access_log /y b if=$c;`, null, 'b log_format b "$msec $status";'],
  ['that is the only one', 'log_format a "$msec";', null, 'a log_format a "$msec";'],
  ['that nginx has when none is named', 'access_log /x; access_log off;', null, 'combined (known)'],
  ['that nginx has when only a buffer is named', 'access_log /x buffer=32k;', null, 'combined (known)'],
  ["of that name in Apache's", APACHE, 'a', 'a LogFormat "%t" a'],
  ["that Apache's logs are written in", `${APACHE}CustomLog x b\n`, null, 'b LogFormat "%t %h" b'],
  ["that stands in Apache's CustomLog", `${APACHE}CustomLog x "%t %m" env=!y`, null, 'custom CustomLog x "%t %m" env=!y'],
  ['that is defined last', `${APACHE}LogFormat "%t %s" a`, 'a', 'a LogFormat "%t %s" a'],
  ['unless it is not defined', `${NGINX} access_log /x zz;`, null, "conf: no format is called 'zz'"],
  ['unless several are used', `${NGINX} access_log /x a; access_log /y b;`, null, "conf: its logs have several formats: 'a', 'b'"],
  ['unless several are defined and none is used', APACHE, null, "conf: its logs have several formats: 'a', 'b'"],
  ['unless none is defined', 'listen 80;', null, 'conf: defines no log format'],
])('a configuration gives the format %s', (_, text, name, expected) => {
  expect(chosen(text, name)).toBe(expected);
});
