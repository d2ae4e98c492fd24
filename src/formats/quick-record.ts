import type { ByteChunk } from '../core/byte-chunk.js';
import { SLOT } from './field.js';
import type { Wanted } from './line-reader.js';
import type { LineRecord } from './line-record.js';
import type { RowFields } from './row-fields.js';
import { putSection } from './section-span.js';

const { time: TIME, status: STATUS, bytes: BYTES } = SLOT;
const HOST = SLOT.host * 2;
const USER = SLOT.user * 2;
const METHOD = SLOT.method * 2;
const PATH = SLOT.path * 2;
const QUERY = SLOT.query * 2;
const PROTOCOL = SLOT.protocol * 2;

/** of `HTTP/1.1` */
const PROTOCOL_LENGTH = 8;

/** Writes what the fast path reads, or knows to be absent, into a record for a filter: of eleven fields those that it looks at. */
export class QuickRecord {
  private readonly hasTexts: boolean;
  private readonly hasTime: boolean;
  private readonly hasUser: boolean;
  private readonly hasSection: boolean;
  private readonly hasQuery: boolean;
  private readonly hasProtocol: boolean;

  constructor(
    private readonly record: LineRecord,
    wanted: Wanted,
  ) {
    this.hasTexts = wanted.has(SLOT.host) || wanted.has(SLOT.method) || wanted.has(SLOT.path) || wanted.has(SLOT.section);
    this.hasTime = wanted.has(TIME);
    this.hasUser = wanted.has(SLOT.user) || wanted.has(SLOT.ident);
    this.hasSection = wanted.has(SLOT.section);
    this.hasQuery = wanted.has(SLOT.query);
    this.hasProtocol = wanted.has(SLOT.protocol);
  }

  /** Takes a row, whose offsets are into `line`. */
  take(line: ByteChunk, fields: RowFields): void {
    const { record } = this;
    const { spans, numbers } = record;
    record.line = line;
    numbers[STATUS] = fields.status;
    numbers[BYTES] = fields.bytes;
    if (this.hasTime) {
      numbers[TIME] = fields.second;
      record.fraction = 0;
    }
    if (this.hasUser) {
      spans[USER] = fields.userFrom;
      spans[USER + 1] = fields.userTo;
      record.clear(SLOT.ident);
    }
    if (this.hasQuery) {
      const isThere = fields.targetTo > fields.pathTo;
      spans[QUERY] = isThere ? fields.pathTo + 1 : -1;
      spans[QUERY + 1] = isThere ? fields.targetTo : -1;
    }
    if (this.hasProtocol) {
      spans[PROTOCOL] = fields.targetTo + 1;
      spans[PROTOCOL + 1] = fields.targetTo + 1 + PROTOCOL_LENGTH;
    }
    if (!this.hasTexts) return;
    spans[HOST] = fields.hostFrom;
    spans[HOST + 1] = fields.hostTo;
    spans[METHOD] = fields.methodFrom;
    spans[METHOD + 1] = fields.methodTo;
    spans[PATH] = fields.pathFrom;
    spans[PATH + 1] = fields.pathTo;
    record.http = true;
    if (this.hasSection) putSection(record);
  }
}
