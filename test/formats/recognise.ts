import { chunkOf } from '../../src/core/byte-chunk.js';
import { Detector } from '../../src/formats/detection.js';

const detector = new Detector();

/** Whether a line (its bytes as characters) fits any format. */
export const isRecognisable = (line: string): boolean => {
  const bytes = Buffer.from(line, 'latin1');
  return detector.newSample().add(chunkOf(bytes), 0, bytes.length);
};
