import { apacheLayout } from './apache-layout.js';
import { LayoutError } from './layout.js';
import type { Layout } from './layout.js';
import { nginxLayout } from './nginx-layout.js';

const APACHE = /^\s*(?:LogFormat|CustomLog|TransferLog|GlobalLog)\s|%[!<>\d,]*(?:\{[^}]*\})?[a-zA-Z^]/i;
const NGINX = /^\s*log_format\s|\$\{?\w/;

/**
 * The layout that somebody pasted from a server's configuration: Apache's LogFormat or nginx's log_format, with or without the
 * directive around it. Throws a LayoutError when it is neither, or cannot be compiled.
 */
export const pastedLayout = (name: string, text: string): Layout => {
  const apache = APACHE.exec(text);
  const nginx = NGINX.exec(text);
  if (apache === null && nginx === null) {
    throw new LayoutError(text, text.search(/\S|$/), "a directive such as '%h' or a variable such as '$remote_addr'", text.trim().slice(0, 20));
  }
  // A percent sign in a format of nginx's is one, and so is a dollar in one of Apache's: what comes first decides.
  return apache !== null && (nginx === null || apache.index < nginx.index) ? apacheLayout(name, text) : nginxLayout(name, text);
};
