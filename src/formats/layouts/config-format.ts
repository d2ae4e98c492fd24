import { nearest } from '../../core/nearest.js';
import { UserError } from '../../core/user-error.js';
import type { ConfigDirective } from './config-directive.js';

/** A directive with the file where it stands. */
export interface PlacedDirective extends ConfigDirective {
  path: string;
}

/** The format that a configuration was asked for. */
export interface ConfigFormat {
  name: string;
  /** the directive that defines it; null for nginx's `combined`, which no configuration defines */
  definition: PlacedDirective | null;
}

/** How a log's format is called that stands in its own directive. */
const UNNAMED = 'custom';

interface Found {
  defined: Map<string, ConfigFormat>;
  /** those that logs are written in, each once */
  used: Map<string, ConfigFormat | null>;
}

const NGINX_DEFAULT = 'combined';

const addDirective = ({ defined, used }: Found, directive: PlacedDirective): void => {
  const [first = '', second] = directive.args;
  switch (directive.name) {
    case 'log_format':
      defined.set(first, { name: first, definition: directive });
      return;
    case 'access_log':
      if (first !== 'off') used.set(second === undefined || /=|^gzip$/.test(second) ? NGINX_DEFAULT : second, null);
      return;
    case 'logformat':
      if (second !== undefined) defined.set(second, { name: second, definition: directive });
      return;
    case 'customlog':
    case 'globallog':
      if (second?.includes('%') === true) used.set(second, { name: UNNAMED, definition: directive });
      else if (second !== undefined) used.set(second, null);
  }
};

const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/**
 * The format of that name in a configuration; without a name the one that its logs are written in, or else the only one that
 * it defines.
 *
 * @param config the configuration's name, for messages
 * @throws UserError when there is none, or several are possible
 */
export const chooseConfigFormat = (config: string, directives: readonly PlacedDirective[], name: string | null): ConfigFormat => {
  const found: Found = { defined: new Map(), used: new Map() };
  for (const directive of directives) addDirective(found, directive);
  const { defined, used } = found;
  const isNginx = directives.some((directive) => directive.name === 'log_format' || directive.name === 'access_log');
  const names = [...defined.keys()];
  const called = (wanted: string): ConfigFormat => {
    const format = used.get(wanted) ?? defined.get(wanted);
    if (format !== undefined) return format;
    if (isNginx && wanted === NGINX_DEFAULT) return { name: wanted, definition: null };
    const near = nearest(wanted, names);
    throw new UserError(
      `${config}: no format is called '${wanted}'${near === null ? '' : ` (did you mean ${near}?)`}`,
      names.length === 0 ? null : `it defines ${listed(names)}`,
    );
  };
  if (name !== null) return called(name);
  const candidates = used.size > 0 ? [...used.keys()] : names;
  if (candidates.length === 1) return called(candidates[0]!);
  if (candidates.length === 0) throw new UserError(`${config}: defines no log format`, "it needs a log_format of nginx's, or a LogFormat of Apache's");
  throw new UserError(`${config}: its logs have several formats: ${listed(candidates)}`, `say which: --format-from ${config}:${candidates[0]!}`);
};
