import { isShared, FIELDS, SLOT } from '../field.js';
import type { FieldType } from '../field.js';
import type { Escape, Layout, LayoutPart, TimeShape, ValueKind } from './layout.js';
import { finishParts, joinParts } from './layout-parts.js';
import type { PlacedPart } from './layout-parts.js';

/** What the notation of a layout leaves open. */
export interface NamedOptions {
  time: TimeShape;
  /** how the values of fields are read, if not as their names say (see kindOf) */
  kinds?: Readonly<Record<string, ValueKind>>;
  /** what the numbers of its own fields count */
  types?: Readonly<Record<string, FieldType>>;
  escape?: Escape;
  header?: string;
}

const MARK = /\$(?:(\w+)|\{([^}]+)\}|([[\]/~]))/y;

const BY_TYPE: Partial<Record<FieldType, ValueKind>> = { status: { kind: 'status' }, bytes: { kind: 'bytes' }, seconds: { kind: 'number', per: 1 }, number: { kind: 'number', per: 1 } };

/** How a field is read of which nothing else is said: requests and numbers by their names, texts in quotes whole, else as words. */
const kindOf = (name: string, isQuoted: boolean, { time, kinds = {}, types = {} }: NamedOptions): ValueKind => {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined) return kind;
  if (name === 'time') return { kind: 'time', time };
  if (name === 'request') return { kind: 'request' };
  const type = isShared(name) ? FIELDS[SLOT[name]]!.type : Object.hasOwn(types, name) ? types[name] : undefined;
  return (type === undefined ? undefined : BY_TYPE[type]) ?? { kind: isQuoted || name === 'message' ? 'text' : 'word' };
};

/** Reads the notation from `from` on, up to what closes a group. */
class Notation {
  at = 0;

  constructor(
    private readonly text: string,
    private readonly options: NamedOptions,
  ) {}

  parts(): PlacedPart[] {
    const { text, options } = this;
    const { escape = 'none', types = {} } = options;
    const parts: PlacedPart[] = [];
    while (this.at < text.length) {
      const { at } = this;
      MARK.lastIndex = at;
      const [whole, plain, braced, sign] = MARK.exec(text) ?? [];
      if (sign === ']' || sign === '/') break;
      this.at += whole?.length ?? 1;
      const name = plain ?? braced;
      if (name !== undefined) {
        const type = Object.hasOwn(types, name) ? types[name] : undefined;
        parts.push({ part: { field: name, value: kindOf(name, text[at - 1] === '"', options), escape, ...(type === undefined ? {} : { type }) }, at });
      } else if (sign === '~') parts.push({ part: { blanks: true }, at });
      else parts.push({ part: sign === '[' ? this.group() : { literal: text[at]! }, at });
    }
    return parts;
  }

  private group(): LayoutPart {
    const optional = joinParts(this.parts());
    const isEither = this.text.startsWith('$/', this.at);
    this.at += 2;
    if (!isEither) return { optional };
    const otherwise = joinParts(this.parts());
    this.at += 2;
    return { optional, otherwise };
  }
}

/**
 * A layout of this house, in the notation of nginx's log_format with the names of fields: `$host - $user [$time]`. Besides,
 * `$~` is one or more blanks, `$[...$]` may be missing, and of `$[...$/...$]` one stands there.
 */
export const namedLayout = (name: string, text: string, options: NamedOptions): Layout => ({
  name,
  text,
  parts: finishParts(new Notation(text, options).parts(), text),
  header: options.header ?? null,
  rest: 'allowed',
});
