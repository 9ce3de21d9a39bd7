import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watchGateway } from '../../../../local/services/watch-gateway';

test('the end of the stand-in is told, with where its log is', async () => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  const signal = watchGateway({ endpoint: 'http://127.0.0.1:1', port: 1, pid: child.pid ?? 0 });
  expect(signal.aborted).toBe(false);
  const aborted = once(signal, 'abort');

  child.kill('SIGKILL');
  await aborted;

  expect(signal.reason).toMatchObject({
    code: 'gateway-ended',
    message: expect.stringMatching(/http:\/\/127\.0\.0\.1:1, process \d+.*\.local\/logs\/gateway\.log/),
  });
});
