import { NO_STATUS } from '../core/record-ring.js';
import type { RequestParts } from './request.js';

/** What was found in a line: offsets into its chunk, and its status. One object serves a scanner for all its lines. */
export interface LineFields extends RequestParts {
  hostFrom: number;
  hostTo: number;
  status: number;
}

export const createLineFields = (): LineFields => ({
  hostFrom: 0,
  hostTo: 0,
  status: NO_STATUS,
  methodFrom: 0,
  methodTo: 0,
  pathFrom: 0,
  pathTo: 0,
  http: false,
});
