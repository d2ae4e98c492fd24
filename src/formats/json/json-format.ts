import type { Format } from '../format.js';
import { guessedMapping } from './json-guess.js';
import { readMapping } from './json-mapping.js';
import type { JsonMapping } from './json-mapping.js';
import { compileMapping } from './json-program.js';
import type { JsonProgram } from './json-program.js';
import { JsonReader } from './json-reader.js';
import { createScanner, ROW_SLOTS, scannerSlots } from '../scanner.js';

/** The format of lines that are objects in JSON, by a mapping. */
export class JsonFormat implements Format {
  private whole: JsonProgram | null = null;
  private rows: JsonProgram | null = null;

  constructor(
    readonly name: string,
    private readonly text: string,
    readonly mapping: JsonMapping,
  ) {}

  get fields(): Format['fields'] {
    return this.program.fields;
  }

  describe(): string {
    return this.text;
  }

  newReader(wanted?: Parameters<Format['newReader']>[0]): JsonReader {
    if (wanted === undefined) return new JsonReader(this.program);
    if (wanted !== ROW_SLOTS) return new JsonReader(compileMapping(this.mapping, wanted));
    this.rows ??= compileMapping(this.mapping, ROW_SLOTS);
    return new JsonReader(this.rows);
  }

  newScanner(config: Parameters<Format['newScanner']>[0]): ReturnType<Format['newScanner']> {
    return createScanner(this.name, this.newReader(scannerSlots(config)), config);
  }

  private get program(): JsonProgram {
    this.whole ??= compileMapping(this.mapping);
    return this.whole;
  }
}

/** The format of a mapping such as `time=ts,status=status`: see readMapping. Throws a LayoutError. */
export const mappedJson = (name: string, mapping: string, needed?: JsonMapping['needed']): JsonFormat =>
  new JsonFormat(name, `json:${mapping}`, readMapping(mapping, needed));

/** JSON lines whose keys are guessed. */
export const guessedJson = (name: string): JsonFormat => new JsonFormat(name, 'json', guessedMapping());
