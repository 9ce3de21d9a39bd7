import { Worker } from 'node:worker_threads';

/**
 * Ends this process when the runner is gone, however that came about: the pipe that the runner opened as the fourth file
 * of this process closes then. Watched by a thread of its own, since a function may keep the main one busy for ever.
 */
export function watchParent() {
  const watch = `
    const { Socket } = require('node:net');
    const pipe = new Socket({ fd: 3, readable: true });
    pipe.on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume();`;
  const worker = new Worker(watch, { eval: true, env: {}, execArgv: [] });
  worker.on('error', () => process.exit(1));
  worker.unref();
}
