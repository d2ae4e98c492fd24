import { TABLES_SCRIPT } from './tables-script.js';
import { TIMELINE_SCRIPT } from './timeline-script.js';

/** All of a page's script. */
export const PAGE_SCRIPT = `(() => {\n'use strict';${TABLES_SCRIPT}${TIMELINE_SCRIPT}})();\n`;

/** The digest by which a page allows this script and no other; a test says what it must be. */
export const PAGE_SCRIPT_DIGEST = 'sha256-JMCjZV6BZGW6wH3T6oA+DprrcZV2K9zjit+4Uap9NNE=';
