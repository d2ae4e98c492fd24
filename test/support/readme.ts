import { readFileSync } from 'node:fs';

/** A command of the README: one `sh` block, or one command line of it. */
export interface ReadmeCommand {
  /** as it stands in the README, several lines when they end in a backslash or an open quote */
  text: string;
  /** the line of the README where it begins */
  line: number;
}

const isOpen = (command: string): boolean => command.endsWith('\\') || (command.split("'").length - 1) % 2 === 1;

/**
 * The commands in the README's fenced blocks marked `sh`, one by one. Comments and prompts are left out. Blocks marked
 * otherwise (`text`, `ini`, `dockerfile` ...) are no commands.
 */
export const readCommands = (path: string): ReadmeCommand[] => {
  const commands: ReadmeCommand[] = [];
  let inside = false;
  let open: ReadmeCommand | null = null;
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((text, index) => {
      if (text.trim().startsWith('```')) {
        inside = text.trim() === '```sh';
        open = null;
        return;
      }
      if (!inside || (open === null && (text.trim() === '' || text.trim().startsWith('#')))) return;
      if (open === null) {
        open = { text: text.trim(), line: index + 1 };
        commands.push(open);
      } else {
        open.text += `\n${text}`;
      }
      if (!isOpen(open.text)) open = null;
    });
  return commands;
};

/** The files of the README: its fenced blocks of a language that begin with their name, as `// report.mjs`, by that name. */
export const readFiles = (path: string, language: string): ReadonlyMap<string, string> => {
  const blocks = readFileSync(path, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(// (\\S+)\\n.*?)^\`\`\``, 'gms'));
  return new Map([...blocks].map(([, text = '', name = '']) => [name, text]));
};

/** The README's text by heading; what stands under a deeper heading is not part of the one above it. */
export const readSections = (path: string): Map<string, string> => {
  const sections = new Map<string, string>();
  let title = '';
  let inside = false;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.startsWith('```')) inside = !inside;
    const heading = inside ? null : /^#+ (.*)$/.exec(line);
    if (heading !== null) title = heading[1] ?? '';
    else sections.set(title, `${sections.get(title) ?? ''}${line}\n`);
  }
  return sections;
};
