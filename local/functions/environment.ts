import type { ChildProcess } from 'node:child_process';
import { LocalError } from '../errors';
import { appendToTail, readLines, reportLine } from './logs';
import { exited, type Outcome, timedOut } from './outcome';
import { LOG_GRACE_MILLISECONDS, onceGone, startProcess } from './process';
import type { Delivery, RuntimeApi, RuntimeApiReceiver } from './runtime-api';
import type { FunctionSpecification } from './specification';

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const INIT_LIMIT_SECONDS = 10;

interface EnvironmentOptions {
  specification: FunctionSpecification;
  codeDirectory: string;
  /** Credentials, region and endpoint. */
  provided: Record<string, string>;
  runtimeApi: RuntimeApi;
  onLog(line: string): void;
}

/** What an environment gives back for an invocation; nothing where it ended before the function saw the event. */
export type Run = { outcome: Outcome; logTail: string } | undefined;

interface Current {
  requestId: string;
  payload: Buffer;
  startedAt: number;
  delivered: boolean;
  logTail: string;
  /** Streams on which everything of this invocation has arrived: stdout and stderr make two. */
  completeStreams: number;
  outcome?: Outcome;
  durationMilliseconds?: number;
  resolve(run: Run): void;
  reject(error: Error): void;
}

/** One execution environment: a Node process that runs the function's code, one invocation at a time. */
export class ExecutionEnvironment implements RuntimeApiReceiver {
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  hasEnded = false;

  readonly #options: EnvironmentOptions;
  readonly #child: ChildProcess;
  readonly #startedAt = performance.now();
  #initMilliseconds?: number;
  #initReported = false;
  #maxMemoryMegabytes?: number;
  #current?: Current;
  #deliver?: (invocation: Delivery) => void;
  #timer?: NodeJS.Timeout;
  #killedFor?: 'timeout' | 'init timeout' | 'stop';
  #initFailure?: Outcome;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    const { address, detach } = options.runtimeApi.attach(this);
    this.#child = startProcess(options, address);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) {
        readLines(stream, {
          onLine: (line) => this.#log(line),
          onEndOfInvocation: (requestId) => this.#onStreamComplete(requestId),
        });
      }
    }
    this.#limit(INIT_LIMIT_SECONDS, 'init timeout');
    // What comes between its end and the last of its output goes to another environment.
    this.#child.once('exit', () => {
      this.#deliver = undefined;
    });
    this.ended = new Promise((resolve) => {
      onceGone(this.#child, (code, signal) => {
        detach();
        this.#onEnd(code, signal);
        resolve();
      });
    });
  }

  /**
   * Runs one invocation; the environment must be free.
   *
   * @throws LocalError `function-stopped` where the environment was stopped meanwhile
   */
  run(requestId: string, payload: Buffer): Promise<Run> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      this.#current = {
        requestId,
        payload,
        startedAt,
        delivered: false,
        logTail: '',
        completeStreams: 0,
        resolve,
        reject,
      };
      if (this.#initMilliseconds !== undefined) {
        this.#limit(this.#options.specification.timeoutSeconds, 'timeout');
      }
      this.#deliverCurrent();
    });
  }

  /** Ends the process at once. */
  stop(): void {
    this.#kill('stop');
  }

  onNext(deliver: (invocation: Delivery) => void): void {
    if (this.#initMilliseconds === undefined) {
      clearTimeout(this.#timer);
      this.#initMilliseconds = performance.now() - this.#startedAt;
    }
    this.#deliver = deliver;
    this.#deliverCurrent();
  }

  onOutcome(requestId: string, outcome: Outcome, maxMemoryMegabytes?: number): boolean {
    const current = this.#current;
    if (current?.requestId !== requestId || !current.delivered || current.outcome) {
      return false;
    }
    clearTimeout(this.#timer);
    current.outcome = outcome;
    current.durationMilliseconds = performance.now() - current.startedAt;
    this.#maxMemoryMegabytes = maxMemoryMegabytes ?? this.#maxMemoryMegabytes;
    if (current.completeStreams < 2) {
      // A function that closed its own stdout gets its answer nevertheless.
      setTimeout(() => this.#finish(current), LOG_GRACE_MILLISECONDS).unref();
    } else {
      this.#finish(current);
    }
    return true;
  }

  onInitError(outcome: Outcome): void {
    this.#initFailure = outcome;
  }

  #deliverCurrent(): void {
    const current = this.#current;
    const deliver = this.#deliver;
    if (!current || current.delivered || !deliver) {
      return;
    }
    const { arn, timeoutSeconds } = this.#options.specification;
    this.#deliver = undefined;
    current.delivered = true;
    current.startedAt = performance.now();
    this.#logStart(current);
    this.#limit(timeoutSeconds, 'timeout');
    const deadline = Date.now() + timeoutSeconds * 1000;
    deliver({ requestId: current.requestId, payload: current.payload, arn, deadline });
  }

  #onStreamComplete(requestId: string): void {
    const current = this.#current;
    if (current?.requestId === requestId) {
      current.completeStreams += 1;
      if (current.outcome && current.completeStreams === 2) {
        this.#finish(current);
      }
    }
  }

  #onEnd(code: number | null, signal: NodeJS.Signals | null): void {
    this.hasEnded = true;
    clearTimeout(this.#timer);
    const current = this.#current;
    if (!current) {
      return;
    }
    if (this.#killedFor === 'stop' && !current.outcome) {
      const message = `The function ${this.#options.specification.name} was stopped while it answered request ${current.requestId}.`;
      this.#current = undefined;
      current.reject(new LocalError('function-stopped', message));
    } else if (!current.delivered && this.#initMilliseconds !== undefined) {
      this.#current = undefined;
      current.resolve(undefined);
    } else {
      current.outcome ??= this.#outcomeOfEnd(current.requestId, code, signal);
      this.#finish(current);
    }
  }

  #outcomeOfEnd(requestId: string, code: number | null, signal: NodeJS.Signals | null): Outcome {
    if (this.#initFailure) {
      return this.#initFailure;
    }
    if (this.#killedFor === undefined) {
      return exited(requestId, code, signal);
    }
    const { timeoutSeconds } = this.#options.specification;
    return timedOut(requestId, this.#killedFor === 'timeout' ? timeoutSeconds : INIT_LIMIT_SECONDS);
  }

  #finish(current: Current): void {
    const { requestId, outcome } = current;
    if (this.#current !== current || !outcome) {
      return;
    }
    if (!current.delivered) {
      this.#logStart(current);
    }
    for (const line of outcome.log ?? []) this.#log(line);
    this.#log(`END RequestId: ${requestId}`);
    this.#log(
      reportLine({
        requestId,
        durationMilliseconds: current.durationMilliseconds ?? performance.now() - current.startedAt,
        initMilliseconds: this.#initReported ? undefined : this.#initMilliseconds,
        memoryMegabytes: this.#options.specification.memoryMegabytes,
        maxMemoryMegabytes: this.#maxMemoryMegabytes,
        status: outcome.status,
      }),
    );
    this.#initReported = true;
    this.#current = undefined;
    current.resolve({ outcome, logTail: current.logTail });
  }

  #logStart({ requestId }: Current): void {
    this.#log(`START RequestId: ${requestId} Version: ${this.#options.specification.version}`);
  }

  #log(line: string): void {
    if (this.#current) {
      this.#current.logTail = appendToTail(this.#current.logTail, line);
    }
    this.#options.onLog(line);
  }

  #limit(seconds: number, reason: 'timeout' | 'init timeout'): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#kill(reason), seconds * 1000);
  }

  #kill(reason: 'timeout' | 'init timeout' | 'stop'): void {
    this.#killedFor ??= reason;
    this.#child.kill('SIGKILL');
  }
}
