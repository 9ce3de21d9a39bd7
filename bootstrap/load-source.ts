import path from 'node:path';

const REPOSITORY = path.resolve(__dirname, '..');

/**
 * Loads a source file that its owners write, who may have broken it.
 *
 * @param failed makes the error to throw of why it can't be loaded, which names the file, with its line where that is known
 */
export function loadSource<Module>(load: () => Module, failed: (reason: string, cause: unknown) => Error): Module {
  try {
    return load();
  } catch {
    // Once more, with what tells the line of the source: it takes too long to read it for files that are right.
    process.setSourceMapsEnabled(true);
  }
  try {
    return load();
  } catch (cause) {
    throw failed(reasonOf(cause), cause);
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return `it throws ${JSON.stringify(cause)}`;
  const { message, stack = '' } = cause;
  const [, file, line, text] = SYNTAX_ERROR.exec(message) ?? [];
  if (file !== undefined) return `${relative(file)}:${line}: ${text}`;
  const place = placeIn(stack);
  // Node goes on with who requires a module that is not there.
  const [reason] = message.split('\n');
  return place === undefined ? (reason ?? message) : `${place}: ${reason}`;
}

/** As esbuild says it, by which tsx reads TypeScript. */
const SYNTAX_ERROR = /^(.+):(\d+):\d+: ERROR: (.*)$/m;

const FRAME = /^ +at (?:.*\()?(?:file:\/\/)?(.+?):(\d+):\d+\)?$/gm;

/** The innermost line of a file of the repository that could not be loaded: what was loaded already is not to blame. */
function placeIn(stack: string): string | undefined {
  for (const [, file = '', line] of stack.matchAll(FRAME)) {
    const isOwn = file.startsWith(`${REPOSITORY}${path.sep}`) && !file.includes('node_modules');
    if (isOwn && !Object.hasOwn(require.cache, file)) return `${relative(file)}:${line}`;
  }
  return undefined;
}

const relative = (file: string): string => path.relative(REPOSITORY, file);
