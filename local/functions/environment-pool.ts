import { LocalError } from '../errors';
import type { ExecutionEnvironment, Run } from './environment';

/** A stand-in for an account's concurrency limit, small enough for one machine: each environment is a Node process. */
const LIMIT = 10;

/** Lambda keeps an environment that has nothing to do for some minutes. */
const IDLE_MILLISECONDS = 5 * 60_000;

/** The execution environments of one function in one configuration. */
export interface EnvironmentPool {
  /** Runs an invocation in a free environment, the one used last, or in a new one. */
  run(requestId: string, payload: Buffer): Promise<Exclude<Run, undefined>>;
  /** Takes no more invocations; resolves when those that run have ended and every process is gone. */
  retire(): Promise<void>;
  /** Ends every process at once. */
  close(): Promise<void>;
}

/**
 * @param start starts an environment
 * @throws LocalError `too-many-requests` (by `run`) where all environments that may run at once are busy
 */
export function createEnvironmentPool(functionName: string, start: () => ExecutionEnvironment): EnvironmentPool {
  const environments = new Set<ExecutionEnvironment>();
  const idle: { environment: ExecutionEnvironment; timer: NodeJS.Timeout }[] = [];
  let isRetired = false;

  const add = () => {
    if (environments.size >= LIMIT) {
      const message = `Rate Exceeded. ${LIMIT} invocations of function ${functionName} are running, as many as may at once: wait for one to end.`;
      throw new LocalError('too-many-requests', message);
    }
    const environment = start();
    environments.add(environment);
    environment.ended.then(() => {
      environments.delete(environment);
      take(environment);
    });
    return environment;
  };

  const take = (wanted?: ExecutionEnvironment) => {
    const index = wanted ? idle.findIndex(({ environment }) => environment === wanted) : idle.length - 1;
    const [entry] = index < 0 ? [] : idle.splice(index, 1);
    clearTimeout(entry?.timer);
    return entry?.environment;
  };

  const release = (environment: ExecutionEnvironment) => {
    if (isRetired) {
      environment.stop();
    } else if (!environment.hasEnded) {
      const timer = setTimeout(() => environment.stop(), IDLE_MILLISECONDS).unref();
      idle.push({ environment, timer });
    }
  };

  const gone = async () => {
    await Promise.all([...environments].map((environment) => environment.ended));
  };

  return {
    async run(requestId, payload) {
      for (;;) {
        const environment = take() ?? add();
        const run = await environment.run(requestId, payload).finally(() => release(environment));
        // An environment that ended while it rested never saw the event: it goes to another one.
        if (run) {
          return run;
        }
      }
    },
    retire() {
      isRetired = true;
      for (const { environment } of idle) {
        environment.stop();
      }
      return gone();
    },
    close() {
      isRetired = true;
      for (const environment of environments) {
        environment.stop();
      }
      return gone();
    },
  };
}
