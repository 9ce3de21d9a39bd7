import { LocalError } from '../errors';
import { isAlive } from '../process';
import type { GatewayProcess } from './record';

const INTERVAL_MILLISECONDS = 500;

/** A signal that is aborted, with a LocalError `gateway-ended`, when the stand-in's process has ended. It keeps nobody from ending. */
export function watchGateway({ pid, endpoint }: GatewayProcess): AbortSignal {
  const controller = new AbortController();
  const timer = setInterval(() => {
    if (isAlive(pid)) return;
    clearInterval(timer);
    const message = `The stand-in for AWS (${endpoint}, process ${pid}) has ended. Its log is .local/logs/gateway.log; the next run starts it again.`;
    controller.abort(new LocalError('gateway-ended', message));
  }, INTERVAL_MILLISECONDS).unref();
  return controller.signal;
}
