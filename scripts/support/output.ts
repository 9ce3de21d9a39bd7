import { createStyles } from './colors';

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
  /** What the command answers: with `--json` the one document on stdout, else nothing. */
  result(document: unknown): void;
}

interface OutputOptions {
  json: boolean;
  quiet: boolean;
}

export function createOutput({ json, quiet }: OutputOptions): Output {
  const styles = createStyles(process.stderr);
  const live = process.stderr.isTTY === true && !quiet && process.env.TERM !== 'dumb';
  // What a person sees live is on the line that this one takes.
  const warn = (line: string) => void process.stderr.write(`${live ? CLEAR_LINE : ''}${line}\n`);
  const say = (line = '') => {
    if (!quiet) warn(line);
  };
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
      const stopShowing = live ? showLive(label, seconds, styles.dim) : showOnce(label, say);
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
  };
}

const SHOWN_AFTER_MILLISECONDS = 1000;

const CLEAR_LINE = '\r\u001b[K';

/** On a terminal: one line that counts the time and goes away at the end. */
function showLive(label: string, seconds: () => string, dim: (text: string) => string): () => void {
  const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
  let tick = 0;
  let interval: NodeJS.Timeout | undefined;
  const draw = () => {
    tick += 1;
    process.stderr.write(`${CLEAR_LINE}${frames[tick % frames.length]} ${label} ${dim(seconds())}`);
  };
  const begin = setTimeout(() => {
    interval = setInterval(draw, 100);
  }, SHOWN_AFTER_MILLISECONDS);
  return () => {
    clearTimeout(begin);
    if (interval) process.stderr.write(CLEAR_LINE);
    clearInterval(interval);
  };
}

/** Elsewhere: one line, once it has taken a second. */
function showOnce(label: string, say: (line: string) => void): () => void {
  const timer = setTimeout(() => say(`… ${label}`), SHOWN_AFTER_MILLISECONDS);
  return () => clearTimeout(timer);
}
