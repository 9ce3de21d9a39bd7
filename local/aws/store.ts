import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalError } from '../errors';

/** The state of one service of the stand-in, kept in one JSON file. */
export interface Store<State> {
  /** The state as it is now: to be looked at, never altered. */
  read(): Readonly<State>;
  /**
   * Lets `alter` change a copy of the state; when it returns, the copy is on disk and has become the state. When it
   * throws (an AwsFault, say) nothing has changed. Gives what `alter` gives.
   */
  change<Result>(alter: (state: State) => Result): Result;
}

/**
 * Opens `<directory>/<name>.json`, or begins with `empty` where the file does not exist yet. `layout` is the version of
 * the state's shape: a file of another layout is refused, there is nothing in it worth a migration.
 * Throws LocalError `state-layout` for a file that is damaged or has another layout.
 */
export function openStore<State extends object>(options: {
  directory: string;
  name: string;
  layout: number;
  empty: State;
}): Store<State> {
  const file = path.join(options.directory, `${options.name}.json`);
  mkdirSync(options.directory, { recursive: true });
  let current = load<State>(file, options.layout) ?? options.empty;
  return {
    read: () => current,
    change: (alter) => {
      const next = structuredClone(current);
      const result = alter(next);
      save(file, options.layout, next);
      current = next;
      return result;
    },
  };
}

function load<State>(file: string, layout: number): State | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const content = parse(file, text);
  if (content.layout !== layout) {
    throw stateLayoutError(file, `has layout ${JSON.stringify(content.layout)}, this version reads layout ${layout}`);
  }
  return content.state as State;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw stateLayoutError(file, 'cannot be read', cause);
  }
}

function parse(file: string, text: string): { layout: unknown; state: object } {
  try {
    const content = JSON.parse(text) as { layout?: unknown; state?: unknown } | null;
    if (typeof content?.state === 'object' && content.state !== null) {
      return { layout: content.layout, state: content.state };
    }
  } catch (cause) {
    throw stateLayoutError(file, 'is damaged', cause);
  }
  throw stateLayoutError(file, 'is damaged');
}

function stateLayoutError(file: string, what: string, cause?: unknown): LocalError {
  return new LocalError(
    'state-layout',
    `The stand-in's state in ${file} ${what}. Run \`yarn local reset\` to begin with an empty one; \`yarn deploy local\` then makes the resources anew.`,
    { cause },
  );
}

/** Written beside the file and moved over it, so that a reader finds the old state or the new one, never half of it. */
function save(file: string, layout: number, state: object): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, JSON.stringify({ layout, state }, null, 2), { flush: true, mode: 0o600 });
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new LocalError(
      'state-not-written',
      `The stand-in cannot write its state to ${file}: ${String(cause)}. Check that the disk has room and that the folder is yours.`,
      { cause },
    );
  }
}
