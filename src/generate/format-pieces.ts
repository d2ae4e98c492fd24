import { ConnectionFormat } from '../formats/connections/connection-format.js';
import type { Format } from '../formats/format.js';
import { JsonFormat } from '../formats/json/json-format.js';
import { readMapping } from '../formats/json/json-mapping.js';
import { TextFormat } from '../formats/text-format.js';
import { W3cFormat } from '../formats/w3c/w3c-format.js';
import { textPiece } from './field-pieces.js';
import { jsonPieces } from './json-pieces.js';
import { layoutPieces } from './layout-pieces.js';
import { fixed } from './piece.js';
import type { Piece } from './piece.js';
import { timePiece } from './time-pieces.js';
import { w3cPieces } from './w3c-pieces.js';

/** What is written where any keys would be read: those that nginx's manual would choose. */
const USUAL_JSON = readMapping(
  'time=time_iso8601,host=remote_addr,user=remote_user,vhost=http_host,request=request,status=status,bytes=body_bytes_sent,bytesIn=request_length,duration=request_time,referrer=http_referer,agent=http_user_agent',
);

const GUESSED = 'json';

const WORD = { escape: 'none', ends: ' ', none: '-' } as const;

/** The parts of a line in a format, its newline the last of them. */
export const formatPieces = (format: Format): Piece[] => {
  if (format instanceof TextFormat) return [...layoutPieces(format.layout), fixed('\n')];
  if (format instanceof JsonFormat) return [...jsonPieces((format.name === GUESSED ? USUAL_JSON : format.mapping).fields), fixed('\n')];
  if (format instanceof W3cFormat) return [...w3cPieces(format.columns), fixed('\n')];
  if (format instanceof ConnectionFormat) {
    return [timePiece({ shape: 'epoch', unit: 's', fraction: false }), fixed(' '), textPiece('host', WORD), fixed(' '), textPiece('vhost', WORD), fixed('\n')];
  }
  throw new Error(`nothing writes ${format.name}`);
};
