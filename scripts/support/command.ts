import { parseArgs } from 'node:util';
import { GroundworkError } from '../../table/errors';
import { awsRemedy } from './aws-remedy';
import { UsageError } from './errors';
import { givenPath } from './given-path';
import { createOutput, type Output } from './output';

export const EXIT = { done: 0, failed: 1, changesPending: 2, wrongUsage: 64, interrupted: 130 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export interface Flag {
  type: 'boolean' | 'string';
  description: string;
  /** What stands for the value in the help, e.g. `NAME`. */
  value?: string;
  /** Its value is a path: a relative one is taken from the folder in which the person stands. */
  isPath?: boolean;
}

interface CommandDefinition<FlagName extends string> {
  /** As it is typed after `yarn`. */
  name: string;
  summary: string;
  /** Its arguments as the help shows them, e.g. `['[deployment]']`: no more than these are taken, and none in `<>` may lack. */
  arguments: readonly string[];
  flags: Record<FlagName, Flag>;
  /** Takes what follows `--`, for a tool that it calls. */
  passesOn?: boolean;
  run(invocation: Invocation<FlagName>): Promise<ExitStatus>;
}

export interface Invocation<FlagName extends string = string> {
  arguments: readonly string[];
  flags: Partial<Record<FlagName, string>>;
  /** The boolean flags that were given. */
  has(flag: FlagName): boolean;
  /** What follows `--`. */
  rest: readonly string[];
  output: Output;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
}

const COMMON_FLAGS: Record<'help' | 'json' | 'quiet' | 'verbose', Flag> = {
  help: { type: 'boolean', description: 'shows this' },
  json: { type: 'boolean', description: 'the answer as one JSON document on stdout' },
  quiet: { type: 'boolean', description: 'nothing for people but warnings and errors' },
  verbose: { type: 'boolean', description: 'everything that the tools which are called say' },
};

/** Runs a command as the process it is: reads its arguments, ends with its exit status, says what went wrong. */
export async function runCommand<FlagName extends string>(definition: CommandDefinition<FlagName>): Promise<void> {
  // The caller's file is read to its end first: what it defines below this call is there when the command runs.
  await undefined;
  // Node 20 is supported on purpose, by the SDK's pinned version too; its reminder at each command would say nothing new.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // Until the command says otherwise: a process that ends early, because nothing holds it any more, has not succeeded.
  process.exitCode = EXIT.failed;
  const interruption = listenForInterruption();
  const words = process.argv.slice(2);
  const own = words.slice(0, endOfOwn(definition, words));
  const output = createOutput({ json: own.includes('--json'), quiet: own.includes('--quiet') });
  try {
    const invocation = parse(definition, words);
    if (!invocation) {
      process.stdout.write(help(definition));
      process.exitCode = EXIT.done;
      return;
    }
    process.exitCode = await definition.run({ ...invocation, output, signal: interruption });
  } catch (error) {
    process.exitCode = exitStatusOf(error, interruption);
    report(error, interruption, output);
  }
}

type Parsed<FlagName extends string> = Pick<Invocation<FlagName>, 'arguments' | 'flags' | 'has' | 'rest'>;

/** Undefined where the help is asked for. */
function parse<FlagName extends string>(
  definition: CommandDefinition<FlagName>,
  words: string[],
): Parsed<FlagName> | undefined {
  const options = Object.fromEntries(
    Object.entries<Flag>({ ...COMMON_FLAGS, ...definition.flags }).map(([name, { type }]) => [name, { type }]),
  );
  const end = endOfOwn(definition, words);
  const { values, positionals } = readWords(definition, words.slice(0, end), options);
  if (values.help) return undefined;
  const surplus = positionals[definition.arguments.length];
  if (surplus !== undefined) throw wrongUsage(definition, `It takes no argument ${JSON.stringify(surplus)}.`);
  const missing = definition.arguments.slice(positionals.length).find((name) => name.startsWith('<'));
  if (missing !== undefined) throw wrongUsage(definition, `It takes ${missing}, which is missing.`);
  return {
    arguments: positionals,
    rest: words.slice(end + 1),
    flags: withGivenPaths(definition, values as Partial<Record<FlagName, string>>),
    has: (flag) => values[flag] === true,
  };
}

function withGivenPaths<FlagName extends string>(
  definition: CommandDefinition<FlagName>,
  values: Partial<Record<FlagName, string>>,
): Partial<Record<FlagName, string>> {
  const paths = Object.entries<string | undefined>(values).flatMap(([name, value]) =>
    value !== undefined && definition.flags[name as FlagName]?.isPath ? [[name, givenPath(value)]] : [],
  );
  return { ...values, ...Object.fromEntries(paths) };
}

/** Where the words for a tool that is called begin. */
function endOfOwn({ passesOn }: Pick<CommandDefinition<string>, 'passesOn'>, words: readonly string[]): number {
  return passesOn && words.includes('--') ? words.indexOf('--') : words.length;
}

function readWords(
  definition: CommandDefinition<string>,
  words: string[],
  options: Record<string, { type: 'boolean' | 'string' }>,
) {
  try {
    return parseArgs({ args: joinValues(words, options), options, allowPositionals: true, strict: true });
  } catch (cause) {
    // Its first sentence; to Node a flag is an ambiguous value of the flag before it.
    const [sentence] = cause instanceof Error ? cause.message.split(/\.\s/) : [];
    const reason = sentence?.replace('is ambiguous', 'missing') ?? String(cause);
    throw wrongUsage(definition, `${reason}.`);
  }
}

/** `--wait -1` as `--wait=-1`, else Node takes no value that begins with a dash: the command says which values it takes. */
function joinValues(words: readonly string[], options: Record<string, { type: 'boolean' | 'string' }>): string[] {
  const takesNext = (index: number) =>
    options[/^--(.+)/.exec(words[index] ?? '')?.[1] ?? '']?.type === 'string' && /^-[^-]/.test(words[index + 1] ?? '');
  return words.flatMap((word, index) => {
    if (takesNext(index - 1)) return [];
    return takesNext(index) ? [`${word}=${words[index + 1]}`] : [word];
  });
}

export function wrongUsage({ name }: { name: string }, reason: string): UsageError {
  return new UsageError('wrong-usage', `${reason} yarn ${name} --help shows what it takes.`);
}

function help({ name, summary, arguments: names, flags }: CommandDefinition<string>): string {
  const lines = Object.entries<Flag>({ ...flags, ...COMMON_FLAGS }).map(
    ([flag, { description, value }]) => `  ${`--${flag}${value ? ` ${value}` : ''}`.padEnd(22)} ${description}`,
  );
  return [`yarn ${[name, ...names].join(' ')}`, '', summary, '', ...lines, ''].join('\n');
}

/** The first signal asks for an orderly end; a second one does not wait for it. */
function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      process.stderr.write('\nInterrupted: ending in order. Once more ends at once.\n');
      controller.abort();
    });
  }
  return controller.signal;
}

function exitStatusOf(error: unknown, interruption: AbortSignal): ExitStatus {
  if (interruption.aborted) return EXIT.interrupted;
  return error instanceof UsageError ? EXIT.wrongUsage : EXIT.failed;
}

/** A stack trace only with DEBUG=groundwork: an error says what was wrong and what to do. */
function report(error: unknown, interruption: AbortSignal, output: Output): void {
  const said = error instanceof Error ? error.message : String(error);
  const remedy = awsRemedy(error);
  const message = remedy === undefined || said.includes(remedy) ? said : `${said}\n${remedy}`;
  output.result({ error: { code: interruption.aborted ? 'interrupted' : codeOf(error), message } });
  if (isInterruption(error, interruption)) return;
  output.warn(`${output.styles.red('Error:')} ${message}`);
  if (process.env.DEBUG === 'groundwork' && error instanceof Error) output.warn(error.stack ?? '');
}

function codeOf(error: unknown): string {
  if (error instanceof GroundworkError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

const isInterruption = (error: unknown, { aborted }: AbortSignal): boolean =>
  aborted && error instanceof Error && error.name === 'AbortError';
