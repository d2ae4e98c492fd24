import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';

/** One `import`, `export ... from`, `import()` or `import('...')` type of a module. */
export interface Import {
  /** a module of ours as its path below the root, such as `core/window.ts`; else the specifier as written */
  target: string;
  /** true when nothing of it is left in JavaScript */
  typeOnly: boolean;
  /** true for `import()` */
  lazy: boolean;
}

/** What a source file says about its surroundings. */
export interface Module {
  /** below the root, with slashes */
  path: string;
  lines: number;
  imports: readonly Import[];
  /** free-standing names and one step of their properties, such as `process`, `process.exit`, `Date.now`, `new Date()` */
  uses: ReadonlySet<string>;
}

const isTypeOnly = (node: ts.ImportDeclaration | ts.ExportDeclaration): boolean => {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
};

/** Whether an identifier stands for a value of its surroundings, and is not the name of a member. */
const isFree = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent)) return false;
  return !((ts.isPropertyAssignment(parent) || ts.isTypeElement(parent) || ts.isClassElement(parent)) && parent.name === node);
};

/** The import that a node is, as written, or null. */
const importOf = (node: ts.Node): Import | null => {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    const specifier = node.moduleSpecifier as ts.StringLiteral;
    return { target: specifier.text, typeOnly: isTypeOnly(node), lazy: false };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { target: node.argument.literal.text, typeOnly: true, lazy: false };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    const target = specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : '(computed)';
    return { target, typeOnly: false, lazy: true };
  }
  return null;
};

/** The use that a node is, or null. */
const useOf = (node: ts.Node): string | null => {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && (node.arguments?.length ?? 0) === 0) {
    return `new ${node.expression.text}()`;
  }
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    return `${node.expression.text}.${node.name.text}`;
  }
  return ts.isIdentifier(node) && isFree(node) ? node.text : null;
};

/** Reads one module from its text; `path` is where it stands below the root. */
export const readModule = (path: string, text: string): Module => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const uses = new Set<string>();
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== null) {
      const ours = found.target.startsWith('.');
      const target = ours ? normalize(join(dirname(path), found.target)).replace(/\.js$/, '.ts') : found.target;
      imports.push({ ...found, target });
    }
    const use = useOf(node);
    if (use !== null) uses.add(use);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, lines: text.trimEnd().split('\n').length, imports, uses };
};

/** Reads every TypeScript file below `root`. */
export const readModules = (root: string): Module[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return readModule(relative(root, file), readFileSync(file, 'utf8'));
    });
