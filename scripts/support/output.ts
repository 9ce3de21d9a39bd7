import { createStyles } from './colors';
import { createLiveLine, type LiveLine } from './live-line';

export interface Output {
  styles: ReturnType<typeof createStyles>;
  /** A line for a person, to stderr; nothing with `--quiet`. */
  say(line?: string): void;
  /** A line that also `--quiet` does not silence: an error or a warning. */
  warn(line: string): void;
  /** Shows what runs and for how long, once it has run for a second; then, where it took that long or `done` asks for it, a line. */
  during<Result>(
    label: string,
    work: () => Promise<Result>,
    done?: (result: Result) => string | undefined,
  ): Promise<Result>;
  /**
   * Tells how far something is: on a terminal it takes the line that shows what runs, elsewhere it is a line every ten
   * seconds; with `--json` each event is a line of JSON on stderr.
   */
  progress(progress: Progress): void;
  /** What the command answers: with `--json` the one document on stdout, else nothing. */
  result(document: unknown): void;
}

export interface Progress {
  event: object;
  /** It in one line of at most so many columns. */
  bar(columns: number): string;
  /** It in words. */
  line(): string;
  /** The line to end with, where this is the last that is told. */
  summary?: string;
}

interface OutputOptions {
  json: boolean;
  quiet: boolean;
}

export function createOutput({ json, quiet }: OutputOptions): Output {
  const { stderr } = process;
  const styles = createStyles(stderr);
  const isLive = stderr.isTTY === true && !quiet && process.env.TERM !== 'dumb';
  const liveLine = isLive ? createLiveLine(stderr) : undefined;
  const warn = (line: string) => {
    liveLine?.clear();
    stderr.write(`${line}\n`);
  };
  const say = (line = '') => {
    if (!quiet) warn(line);
  };
  let latest: Progress | undefined;
  const sayNowAndThen = createSayNowAndThen(say);
  return {
    styles,
    say,
    warn,
    result: (document) => {
      if (json) process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    },
    during: async (label, work, done = () => undefined) => {
      const start = performance.now();
      const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
      const text = (columns: number) => latest?.bar(columns) ?? `${label} ${styles.dim(seconds())}`;
      const stopTimer = liveLine ? showLive(text, liveLine) : showOnce(label, say);
      const stopShowing = () => {
        stopTimer();
        latest = undefined;
        liveLine?.clear();
      };
      try {
        const result = await work();
        stopShowing();
        const line = done(result);
        const slow = performance.now() - start > 1000;
        if (line) say(`${styles.green('✓')} ${line}${slow ? styles.dim(` (${seconds()})`) : ''}`);
        else if (slow) say(`${styles.green('✓')} ${label} ${styles.dim(`(${seconds()})`)}`);
        return result;
      } catch (error) {
        stopShowing();
        say(`${styles.red('✗')} ${label} ${styles.dim(`(${seconds()})`)}`);
        throw error;
      }
    },
    progress: (progress) => {
      const { event, bar, line, summary } = progress;
      const isLast = summary !== undefined;
      latest = isLast || json ? undefined : progress;
      if (json) return say(JSON.stringify(event));
      if (isLast) say(summary);
      if (!liveLine) sayNowAndThen(isLast ? undefined : line);
      else if (!isLast) liveLine.show((columns) => withFrame(bar, columns));
    },
  };
}

const SHOWN_AFTER_MILLISECONDS = 1000;

const FRAME_MILLISECONDS = 100;

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** On a terminal: the live line, in motion, until what comes back is called. */
function showLive(text: (columns: number) => string, liveLine: LiveLine): () => void {
  let interval: NodeJS.Timeout | undefined;
  const begin = setTimeout(() => {
    interval = setInterval(() => liveLine.show((columns) => withFrame(text, columns)), FRAME_MILLISECONDS);
  }, SHOWN_AFTER_MILLISECONDS);
  return () => {
    clearTimeout(begin);
    clearInterval(interval);
  };
}

/** Its frame follows from the time alone, whoever draws it. */
const withFrame = (text: (columns: number) => string, columns: number): string =>
  `${FRAMES[Math.floor(performance.now() / FRAME_MILLISECONDS) % FRAMES.length]} ${text(columns - 2)}`;

/** Elsewhere: one line, once it has taken a second. */
function showOnce(label: string, say: (line: string) => void): () => void {
  const timer = setTimeout(() => say(`… ${label}`), SHOWN_AFTER_MILLISECONDS);
  return () => clearTimeout(timer);
}

const SAID_EACH_MILLISECONDS = 10_000;

/** Says a line that it is given ten seconds after the first, or after the last that it said; undefined: it is over. */
function createSayNowAndThen(say: (line: string) => void): (line: (() => string) | undefined) => void {
  let saidAt: number | undefined;
  return (line) => {
    const now = performance.now();
    saidAt ??= now;
    if (line && now - saidAt >= SAID_EACH_MILLISECONDS) {
      saidAt = now;
      say(`… ${line()}`);
    }
    if (!line) saidAt = undefined;
  };
}
