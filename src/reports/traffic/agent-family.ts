import { BROWSER_MAP, parse } from 'bowser';
import { isBot } from 'isbot';

/** What a request came from. */
export interface AgentFamily {
  /** a browser's name without a version, or the name that a bot or program gives itself */
  family: string;
  isBot: boolean;
}

/** Names a user agent's family, see familyOf. */
export type FamilyOf = (agent: string) => AgentFamily;

/** Characters beyond this are not looked at, so that no expression has more to chew on. */
const LOOKED_AT = 512;

/** Longer names are cut. */
const LONGEST_NAME = 40;

const BROWSERS: ReadonlySet<string> = new Set(Object.values(BROWSER_MAP));

/** Addresses say `bot` too, but are no names. */
const ADDRESS = /(?:https?:\/\/|www\.)[^\s;)]*|(?<![\w.-])[\w.-]+@[\w.-]+/gi;

/** What everybody says of himself, which makes nobody known. */
const COMMON: ReadonlySet<string> = new Set(['mozilla', 'compatible', 'applewebkit', 'khtml', 'like', 'gecko', 'version', 'mobile', 'safari', 'chrome']);

const BOT_WORD = /bot|crawl|spider|slurp|scan|monitor|inspect|check|fetch|preview|headless|grab|probe|lighthouse/i;

/** All words that are no versions and could be names. */
const namesIn = (agent: string): { name: string; hasVersion: boolean }[] =>
  agent
    .split(/[\s;,()[\]]+/)
    .map((token) => /^\W*([a-z][\w.!-]*)(\/v?\d)?/i.exec(token))
    .map((match) => ({ name: match?.[1] ?? '', hasVersion: match?.[2] !== undefined }))
    .filter(({ name }) => name !== '' && !COMMON.has(name.toLowerCase()));

/** How an agent begins that does not claim to be a browser, up to its version, a bracket or a comma. */
const leadingName = (agent: string): string | null => {
  const lead = /^[^/(),;[\]]*/.exec(agent)?.[0] ?? '';
  const version = lead.search(/[\s_]v?\d/i);
  const name = (version === -1 ? lead : lead.slice(0, version)).trim();
  return /[a-z]/i.test(name) && !/^(?:mozilla|opera)\b/i.test(name) ? name : null;
};

/** The last product that has a version of its own. */
const productIn = (agent: string): string => namesIn(agent).findLast(({ hasVersion }) => hasVersion)?.name ?? 'Mozilla';

const botName = (agent: string): string => {
  const text = agent.replace(ADDRESS, ' ');
  const names = namesIn(text);
  const compatible = /\(compatible; *([a-z][^;/()+]*)/i.exec(text)?.[1]?.trim();
  return leadingName(text) ?? names.find(({ name }) => BOT_WORD.test(name))?.name ?? compatible ?? productIn(text);
};

const browserName = (agent: string): string => {
  const name = parse(agent).browser.name;
  if (name !== undefined && BROWSERS.has(name)) return name;
  return leadingName(agent) ?? productIn(agent);
};

/**
 * The family of a user agent: bots, libraries and monitors by what they call themselves (`Googlebot`, `curl`), browsers by their
 * names (`Chrome`). No agent at all is of the family `-`. It believes what it is told: nothing proves that an agent is who it says.
 */
export const familyOf: FamilyOf = (agent) => {
  const text = agent.slice(0, LOOKED_AT).trim();
  if (text === '' || text === '-') return { family: '-', isBot: false };
  const isProgram = isBot(text);
  const family = isProgram ? botName(text) : browserName(text);
  return { family: family.slice(0, LONGEST_NAME).trim(), isBot: isProgram };
};
