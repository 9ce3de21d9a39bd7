import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a command came to. */
export interface Run {
  /** Null where a signal ended it. */
  status: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** A command that runs. */
export interface CommandProcess {
  /** Resolves when it has said a line with this text to people; rejects where it ends without. */
  says(text: string): Promise<void>;
  /** The same for a line that fits. */
  saysMatch(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal to all of its process group, as a terminal does with Ctrl-C and when it is closed. */
  signal(name: NodeJS.Signals): void;
  ended: Promise<Run>;
}

interface CommandOptions {
  directory: string;
  environment: NodeJS.ProcessEnv;
}

/** Starts a program with nothing on its standard input and in a process group of its own, as a shell does. */
export function startCommand(
  program: string,
  words: string[],
  { directory, environment }: CommandOptions,
): CommandProcess {
  const start = performance.now();
  const child = spawn(program, words, {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stdout = '';
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    for (const listener of listeners) listener(line);
  });
  const ended = new Promise<Run>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) =>
      resolve({ status, stdout, stderr: lines.join('\n'), seconds: (performance.now() - start) / 1000 }),
    );
  });
  const firstLine = <Found>(look: (line: string) => Found | undefined, awaited: string): Promise<Found> =>
    new Promise((resolve, reject) => {
      const listener = (line: string) => {
        const found = look(line);
        if (found !== undefined) resolve(found);
      };
      listeners.add(listener);
      lines.forEach(listener);
      ended.then(({ stderr }) => reject(new Error(`It ended without saying ${awaited}:\n${stderr}`)), reject);
    });
  return {
    ended,
    signal: (name) => void process.kill(-(child.pid ?? 0), name),
    says: async (text) =>
      void (await firstLine((line) => (line.includes(text) ? line : undefined), JSON.stringify(text))),
    saysMatch: (pattern) => firstLine((line) => pattern.exec(line) ?? undefined, String(pattern)),
  };
}
