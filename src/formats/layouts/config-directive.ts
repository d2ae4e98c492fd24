/** A directive of a server's configuration. */
export interface ConfigDirective {
  /** in lower case */
  name: string;
  /** without their quotes */
  args: readonly string[];
  /** all of it as it was written; lines that Apache continues are joined */
  text: string;
  /** the line where it begins, from 1 */
  line: number;
}

/** Whether a configuration is Apache's; else it is taken for nginx's. */
export const isApacheConfig = (text: string): boolean =>
  /^[ \t]*(?:<\/?[a-z]|(?:LogFormat|CustomLog|GlobalLog|TransferLog|Include|IncludeOptional|ServerRoot|LoadModule|Listen|ErrorLog)[ \t]+[^;\n]*$)/im.test(text);

const unescaped = (quoted: string): string => quoted.replace(/\\(["'\\])/g, '$1');

const APACHE_WORD = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\S+/g;

/** The directives of an Apache configuration, those in sections and behind conditions included; sections themselves are none. */
export const apacheDirectives = (text: string): ConfigDirective[] => {
  const directives: ConfigDirective[] = [];
  const lines = text.split(/\r?\n/);
  for (let n = 0; n < lines.length; n += 1) {
    const line = n + 1;
    let whole = lines[n]!;
    while (whole.endsWith('\\') && n + 1 < lines.length) {
      n += 1;
      whole = whole.slice(0, -1) + lines[n]!;
    }
    whole = whole.trim();
    const name = /^[a-z]\w*/i.exec(whole)?.[0];
    if (name === undefined) continue;
    const args = [...whole.slice(name.length).matchAll(APACHE_WORD)].map(([word, double, single]) => unescaped(double ?? single ?? word));
    directives.push({ name: name.toLowerCase(), args, text: whole, line });
  }
  return directives;
};

/** A blank, a comment, a sign that ends a directive, a quoted word, or any other word. */
const NGINX_TOKEN = /(\s+|#[^\n]*)|([;{}])|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|((?:\\.|\$\{[^}\s]*\}|[^\s;{}\\]|\\)+)/gsy;

/** The offset behind the brace that closes the one in front of `at`; the end when none does. */
const behindBlock = (text: string, at: number): number => {
  let depth = 1;
  let place = at;
  for (; place < text.length && depth > 0; place += 1) {
    if (text[place] === '{') depth += 1;
    else if (text[place] === '}') depth -= 1;
  }
  return place;
};

/** The directives of an nginx configuration that end in a semicolon, those within blocks included. Blocks of Lua are left out. */
export const nginxDirectives = (text: string): ConfigDirective[] => {
  const directives: ConfigDirective[] = [];
  let words: string[] = [];
  let start = 0;
  let line = 1;
  let counted = 0;
  NGINX_TOKEN.lastIndex = 0;
  for (let token = NGINX_TOKEN.exec(text); token !== null; token = NGINX_TOKEN.exec(text)) {
    const [whole, gap, sign, quoted] = token;
    if (gap !== undefined) continue;
    if (sign === undefined) {
      if (words.length === 0) start = token.index;
      words.push(quoted === undefined ? whole : unescaped(quoted.slice(1, -1)));
      continue;
    }
    const [name, ...args] = words;
    words = [];
    if (sign === '{' && name?.endsWith('_lua_block') === true) NGINX_TOKEN.lastIndex = behindBlock(text, token.index + 1);
    if (sign !== ';' || name === undefined) continue;
    line += text.slice(counted, start).split('\n').length - 1;
    counted = start;
    directives.push({ name: name.toLowerCase(), args, text: text.slice(start, token.index + 1), line });
  }
  return directives;
};
