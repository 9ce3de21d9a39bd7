import { randomUUID } from 'node:crypto';
import { LocalError } from '../errors';
import { removeCode, unpackCode } from './code';
import { ExecutionEnvironment } from './environment';
import { createEnvironmentPool, type EnvironmentPool } from './environment-pool';
import { checkedEvent } from './payload';
import { startRuntimeApi } from './runtime-api';
import type { FunctionSpecification } from './specification';

interface RunnerOptions {
  /** Where code is unpacked. */
  directory: string;
  /** Credentials, region and endpoint of a function's execution environment. */
  environmentOf(specification: FunctionSpecification): Record<string, string>;
  /** Gets every line that a function prints, and those that Lambda adds. */
  onLog(specification: FunctionSpecification, line: string): void;
}

export interface InvocationResult {
  /** What the function answered or, with `functionError`, Lambda's JSON of the error. */
  payload: Buffer;
  functionError?: string;
  requestId: string;
  /** The last 4 KB of the invocation's log. */
  logTail: string;
}

/** Runs functions as Lambda does: each execution environment a process of its own, kept for the next invocation. */
export interface FunctionRunner {
  /**
   * Invokes a function and waits for its answer. A function's own failure is a result with `functionError`.
   *
   * @param payload JSON; nothing at all counts as `{}`
   * @throws LocalError `request-too-large`, `invalid-request-content`, `too-many-requests`, `function-stopped`,
   *   `function-runner-closed`, or what `unpackCode` throws
   */
  invoke(
    specification: FunctionSpecification,
    payload: Buffer,
    options?: { requestId?: string },
  ): Promise<InvocationResult>;
  /** Ends a function's environments, each after what it runs; resolves when they are gone. */
  retire(name: string): Promise<void>;
  /** Removes the unpacked code of a package, named by its base64 SHA-256, that no function has any more. */
  removeCode(codeSha256: string): Promise<void>;
  /** Ends every process at once; resolves when they are gone. */
  close(): Promise<void>;
}

interface FunctionPool {
  name: string;
  /** Everything that makes a new environment necessary when it changes. */
  fingerprint: string;
  pool: EnvironmentPool;
}

/** Starts a function runner. A function is told apart by its name and version; its environments follow its specification. */
export async function startFunctionRunner({ directory, environmentOf, onLog }: RunnerOptions): Promise<FunctionRunner> {
  const runtimeApi = await startRuntimeApi();
  const current = new Map<string, FunctionPool>();
  const ending = new Set<FunctionPool>();
  let isClosed = false;

  const poolOf = (specification: FunctionSpecification, codeDirectory: string) => {
    const key = `${specification.name}:${specification.version}`;
    const provided = environmentOf(specification);
    const fingerprint = JSON.stringify([specification, provided]);
    const found = current.get(key);
    if (found?.fingerprint === fingerprint) {
      return found.pool;
    }
    if (found) {
      end(key, found);
    }
    const start = () =>
      new ExecutionEnvironment({
        specification,
        codeDirectory,
        provided,
        runtimeApi,
        onLog: (line) => onLog(specification, line),
      });
    const pool = createEnvironmentPool(specification.name, start);
    current.set(key, { name: specification.name, fingerprint, pool });
    return pool;
  };

  const end = (key: string, functionPool: FunctionPool) => {
    current.delete(key);
    ending.add(functionPool);
    return functionPool.pool.retire().finally(() => ending.delete(functionPool));
  };

  return {
    async invoke(specification, payload, { requestId = randomUUID() } = {}) {
      const event = checkedEvent(payload, 'RequestResponse');
      const codeDirectory = await unpackCode(directory, specification);
      if (isClosed) {
        const message = `The function runner is closed: ${specification.name} is not invoked.`;
        throw new LocalError('function-runner-closed', message);
      }
      const { outcome, logTail } = await poolOf(specification, codeDirectory)
        .run(requestId, event)
        .catch((error: unknown) => {
          // Its caller hears of a limit and not of which: a function's log is where the reason is looked for.
          if (error instanceof LocalError && error.code === 'too-many-requests') onLog(specification, error.message);
          throw error;
        });
      return { payload: outcome.payload, functionError: outcome.functionError, requestId, logTail };
    },
    async retire(name) {
      const pools = [...current].filter(([, functionPool]) => functionPool.name === name);
      const earlier = [...ending].filter((functionPool) => functionPool.name === name);
      await Promise.all([
        ...pools.map(([key, functionPool]) => end(key, functionPool)),
        ...earlier.map(({ pool }) => pool.retire()),
      ]);
    },
    removeCode: (codeSha256) => removeCode(directory, codeSha256),
    async close() {
      isClosed = true;
      await Promise.all([...current.values(), ...ending].map(({ pool }) => pool.close()));
      await runtimeApi.close();
    },
  };
}
