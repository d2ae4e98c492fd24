import type { FieldType } from '../field.js';
import type { TimeShape, ValueKind } from './layout.js';
import { LayoutError } from './layout.js';

/** A directive of mod_log_config as it was taken apart: `%!200,304{User-agent}>i`. */
export interface Directive {
  letter: string;
  /** what stands in braces, or null */
  argument: string | null;
  /** `%<s` or `%>s`: of the original or of the final request of an internal redirect */
  which: '<' | '>' | null;
  /** offset of its argument in the layout that was pasted */
  at: number;
  /** the layout that was pasted, for errors */
  whole: string;
}

/** What stands in a line for a directive. */
export interface DirectiveField {
  /** the field's name; where another directive has it already, `otherwise` */
  field: string;
  otherwise?: string;
  value: ValueKind;
  type?: FieldType;
}

const text: ValueKind = { kind: 'text' };
const word: ValueKind = { kind: 'word' };
const bytes: ValueKind = { kind: 'bytes' };
const count: ValueKind = { kind: 'number', per: 1 };
const seconds = (per: number): ValueKind => ({ kind: 'number', per });

const duration = (per: number): DirectiveField => ({ field: 'duration', otherwise: 'D', value: seconds(per), type: 'seconds' });

/** The directives that take no argument, or for which it makes no difference. */
const PLAIN: Readonly<Record<string, DirectiveField>> = {
  A: { field: 'localAddress', value: word, type: 'address' },
  b: { field: 'bytes', otherwise: 'bytesOut', value: bytes, type: 'bytes' },
  B: { field: 'bytes', otherwise: 'bytesOut', value: bytes, type: 'bytes' },
  D: duration(1e6),
  f: { field: 'filename', value: text },
  h: { field: 'host', otherwise: 'hostname', value: word },
  H: { field: 'protocol', value: text },
  I: { field: 'bytesIn', value: bytes },
  k: { field: 'keepalive', value: count },
  l: { field: 'ident', value: text },
  L: { field: 'requestId', otherwise: 'logId', value: text },
  m: { field: 'method', value: text },
  O: { field: 'bytes', otherwise: 'bytesOut', value: bytes, type: 'bytes' },
  q: { field: 'query', value: { kind: 'text', mark: true } },
  r: { field: 'request', value: { kind: 'request' } },
  R: { field: 'handler', value: text },
  S: { field: 'bytesTotal', value: bytes, type: 'bytes' },
  u: { field: 'user', value: text },
  U: { field: 'path', value: text },
  v: { field: 'vhost', otherwise: 'serverName', value: word },
  V: { field: 'vhost', otherwise: 'serverName', value: word },
  X: { field: 'connection', value: text },
};

/** The request and response headers that have a name which all formats share. */
const HEADERS: Readonly<Record<string, string>> = {
  referer: 'referrer',
  'user-agent': 'agent',
  'x-request-id': 'requestId',
  host: 'vhost',
};

const named = (directive: Directive): string => {
  const { argument, letter, whole, at } = directive;
  if (argument === null || argument === '') throw new LayoutError(whole, at, `a name in braces before '${letter}'`, letter, `%{NAME}${letter}`);
  return argument;
};

/** An argument that must be one of a few. */
const choice = <Choice extends string>({ whole, at, argument }: Directive, choices: readonly Choice[]): Choice => {
  const found = choices.find((each) => each === argument);
  if (found === undefined) throw new LayoutError(whole, at, choices.map((each) => `'${each}'`).join(' or '), argument ?? '', choices[0] ?? null);
  return found;
};

/** The times of `%{sec}t`, with or without `begin:` or `end:`. */
const TIME_TOKENS: Readonly<Record<string, TimeShape>> = {
  sec: { shape: 'epoch', unit: 's', fraction: false },
  msec: { shape: 'epoch', unit: 'ms', fraction: false },
  usec: { shape: 'epoch', unit: 'us', fraction: false },
  msec_frac: { shape: 'fraction', digits: 3 },
  usec_frac: { shape: 'fraction', digits: 6 },
};

const timeField = ({ argument }: Directive): DirectiveField => {
  const [, prefix, pattern = ''] = /^(begin:|end:)?(.*)$/s.exec(argument ?? '') ?? [];
  const field = prefix === 'end:' ? 'endTime' : 'time';
  if (pattern === '') return { field, value: { kind: 'time', time: { shape: 'clf' } } };
  const token = Object.hasOwn(TIME_TOKENS, pattern) ? TIME_TOKENS[pattern] : undefined;
  return { field, value: { kind: 'time', time: token ?? { shape: 'strftime', pattern } } };
};

const PER: Readonly<Record<'s' | 'ms' | 'us', number>> = { s: 1, ms: 1e3, us: 1e6 };

/** The directives whose argument, or modifier, makes a difference. */
const VARIED: Readonly<Record<string, (directive: Directive) => DirectiveField>> = {
  a: ({ argument, ...rest }) => {
    if (argument === null) return { field: 'host', otherwise: 'clientAddress', value: word };
    choice({ ...rest, argument }, ['c']);
    return { field: 'peerAddress', value: word, type: 'address' };
  },
  C: (directive) => ({ field: named(directive), value: text }),
  e: (directive) => ({ field: named(directive), value: text }),
  i: (directive) => {
    const name = named(directive);
    return { field: HEADERS[name.toLowerCase()] ?? name, otherwise: name, value: text };
  },
  n: (directive) => ({ field: named(directive), value: text }),
  o: (directive) => {
    const name = named(directive);
    return { field: name.toLowerCase() === 'x-request-id' ? 'requestId' : name, otherwise: name, value: text };
  },
  c: (directive) => ({ field: named(directive), value: text }),
  x: (directive) => ({ field: named(directive), value: text }),
  p: (directive) => {
    if (directive.argument === null) return { field: 'port', value: count };
    const which = choice(directive, ['canonical', 'local', 'remote']);
    return which === 'canonical' ? { field: 'port', value: count } : { field: `${which}Port`, value: count };
  },
  P: (directive) => {
    if (directive.argument === null) return { field: 'pid', value: count };
    const which = choice(directive, ['pid', 'tid', 'hextid']);
    return { field: which, value: which === 'hextid' ? text : count };
  },
  s: ({ which }) => ({ field: which === '<' ? 'originalStatus' : 'status', otherwise: 'originalStatus', value: { kind: 'status' } }),
  t: timeField,
  T: (directive) => duration(directive.argument === null ? 1 : PER[choice(directive, ['s', 'ms', 'us'])]),
  '^ti': (directive) => ({ field: named(directive), value: text }),
  '^to': (directive) => ({ field: named(directive), value: text }),
};

/** Every directive as it is written at its simplest, for naming the one that was most likely meant. */
export const DIRECTIVES: readonly string[] = [
  ...Object.keys(PLAIN).map((letter) => `%${letter}`),
  ...['%a', '%t', '%s', '%>s', '%p', '%P', '%T', '%%', '%{Referer}i', '%{User-Agent}i', '%{NAME}i', '%{NAME}o', '%{NAME}e', '%{NAME}n'],
  ...['%{NAME}C', '%{sec}t', '%{msec}t', '%{usec}t', '%{ms}T', '%{us}T', '%{NAME}^ti', '%{NAME}^to'],
];

/** What stands in a line for a directive; null for a letter that is none. Throws a LayoutError for an argument that cannot be. */
export const directiveField = (directive: Directive): DirectiveField | null => {
  const { letter } = directive;
  const varied = Object.hasOwn(VARIED, letter) ? VARIED[letter] : undefined;
  if (varied !== undefined) return varied(directive);
  return Object.hasOwn(PLAIN, letter) ? PLAIN[letter]! : null;
};
