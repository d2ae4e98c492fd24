import type { Format } from '../format.js';
import { createScanner } from '../scanner.js';
import { readColumns } from './w3c-column.js';
import type { W3cColumns } from './w3c-column.js';
import { W3cReader } from './w3c-reader.js';

/** W3C's extended format: the columns are those of the last `#Fields`, and until there is one the usual ones of a server. */
export class W3cFormat implements Format {
  readonly isInOrder = true;
  private readonly usual: readonly W3cColumns[];

  /** `texts`: the usual columns with blanks between them, several if a server had others before. */
  constructor(
    readonly name: string,
    private readonly texts: readonly string[],
  ) {
    this.usual = texts.map((text) => readColumns(text.split(' ')));
  }

  get fields(): Format['fields'] {
    return this.usual[0]!.fields;
  }

  /** the columns of a server where no `#Fields` says others */
  get columns(): W3cColumns {
    return this.usual[0]!;
  }

  describe(): string {
    return `#Fields: ${this.texts[0]!}`;
  }

  newReader(): W3cReader {
    return new W3cReader(this.usual, this.usual[0]!.isEdge);
  }

  newScanner(config: Parameters<Format['newScanner']>[0]): ReturnType<Format['newScanner']> {
    return createScanner(this.name, this.newReader(), config);
  }
}

const IIS_7 = 'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken';

/** W3C's extended format, of IIS where nothing else is said: of 8 and later, or of 7. */
export const W3C = new W3cFormat('w3c', [IIS_7.replace(' sc-status', ' cs(Referer) sc-status'), IIS_7]);

/** Amazon CloudFront's standard log. */
export const CLOUDFRONT = new W3cFormat('cloudfront', [
  'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end',
]);
