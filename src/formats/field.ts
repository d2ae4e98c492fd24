/** How a field's value is read, shown and compared. Numbers are given in the unit that the field's row in FIELDS names. */
export type FieldType = 'text' | 'address' | 'time' | 'status' | 'number' | 'bytes' | 'seconds';

export interface Field {
  name: string;
  type: FieldType;
  /** of its number; null for texts and for numbers that count nothing */
  unit: string | null;
  /** in a few words, for the table of fields */
  meaning: string;
}

const field = <Name extends string>(name: Name, type: FieldType, meaning: string, unit: string | null = null) => ({ name, type, unit, meaning });

/**
 * The fields that all formats share, whatever each of them calls them. A field's place in this table is its slot in each
 * record of each format (see SLOT). Whatever is not here goes by the name that its format has for it, in a slot behind these.
 */
export const FIELDS = [
  field('time', 'time', 'when the request was received, or the event occurred', 's since 1970'),
  field('host', 'address', 'the client'),
  field('user', 'text', 'the user who logged in'),
  field('ident', 'text', 'the user by RFC 1413'),
  field('vhost', 'text', 'the host that was asked for'),
  field('port', 'number', 'the port that was asked'),
  field('method', 'text', 'the method of the request'),
  field('path', 'text', 'the target without its query; of what is no HTTP request all of it'),
  field('query', 'text', 'what follows the `?`'),
  field('section', 'text', "the path's first segment; `/` for the root"),
  field('protocol', 'text', 'such as `HTTP/1.1`'),
  field('status', 'status', 'the status of the response'),
  field('bytes', 'bytes', 'the size of the response', 'B'),
  field('duration', 'seconds', 'how long the request took', 's'),
  field('referrer', 'text', 'the page that led here'),
  field('agent', 'text', "the client's software"),
  field('requestId', 'text', "the request's id"),
  field('upstream', 'text', 'the server that was asked on behalf of the client; of several all'),
  field('upstreamStatus', 'status', 'the status of its response; of several the last'),
  field('upstreamDuration', 'seconds', 'how long it took; of several the sum', 's'),
  field('bytesIn', 'bytes', 'the size of the request', 'B'),
  field('scheme', 'text', '`http` or `https`'),
  field('level', 'text', 'how grave an event is'),
  field('message', 'text', 'what an event says'),
] as const;

export type FieldName = (typeof FIELDS)[number]['name'];

/** Where each shared field stands in a record of any format. */
export const SLOT = Object.fromEntries(FIELDS.map(({ name }, slot) => [name, slot])) as Readonly<Record<FieldName, number>>;

/** The first slot of the fields that only one format has. */
export const FIRST_OWN_SLOT = FIELDS.length;

/** Whether a name is one that all formats share. */
export const isShared = (name: string): name is FieldName => Object.hasOwn(SLOT, name);

/** A field of one format. */
export interface FieldSlot {
  name: string;
  slot: number;
  type: FieldType;
}

/** The shared field of that name as a field of a format. */
export const sharedField = (name: FieldName): FieldSlot => ({ name, slot: SLOT[name], type: FIELDS[SLOT[name]]!.type });

/**
 * The fields of a format under construction: shared ones get their fixed slots, each other name the next free one.
 */
export class FieldBook {
  private readonly byName = new Map<string, FieldSlot>();
  private next = FIRST_OWN_SLOT;

  /** The field of that name, which is added when it is new. The type of a shared field is that of FIELDS. */
  add(name: string, type: FieldType): FieldSlot {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const added = isShared(name) ? sharedField(name) : { name, slot: this.next++, type };
    this.byName.set(name, added);
    return added;
  }

  /** A name that no field has yet: the one given, else with a number behind it. */
  freeName(name: string): string {
    let free = name;
    for (let n = 2; this.byName.has(free); n += 1) free = `${name}_${n}`;
    return free;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** in the order in which they were added */
  get fields(): readonly FieldSlot[] {
    return [...this.byName.values()];
  }

  /** How many slots a record needs to have room for all of them. */
  get slots(): number {
    return this.next;
  }
}
