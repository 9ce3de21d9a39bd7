import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { type FunctionRunner, type InvocationResult, startFunctionRunner } from '../../../../local/functions/runner';
import type { FunctionSpecification } from '../../../../local/functions/specification';

interface Deployed {
  runner: FunctionRunner;
  /** Every line that was logged, in order. */
  log: string[];
  /** Where code is unpacked. */
  directory: string;
  /** Zips the files and gives the specification of a function made of them. */
  deploy(files: Record<string, string>, more?: Partial<FunctionSpecification>): FunctionSpecification;
  /** Invokes with an event and parses the answer. */
  invoke(specification: FunctionSpecification, event?: unknown): Promise<InvocationResult & { answer: unknown }>;
  close(): Promise<void>;
}

/** A function runner in a folder of its own, and what tests need around it. */
export async function startRunner(provided: Record<string, string> = {}): Promise<Deployed> {
  const directory = mkdtempSync(join(tmpdir(), 'groundwork-functions-'));
  const log: string[] = [];
  const runner = await startFunctionRunner({
    directory: join(directory, 'code'),
    environmentOf: () => provided,
    onLog: (_specification, line) => log.push(line),
  });
  return {
    runner,
    log,
    directory: join(directory, 'code'),
    deploy: (files, more) => deploy(directory, files, more),
    async invoke(specification, event = {}) {
      const result = await runner.invoke(specification, Buffer.from(JSON.stringify(event)));
      return { ...result, answer: JSON.parse(result.payload.toString()) };
    },
    async close() {
      await runner.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function deploy(
  directory: string,
  files: Record<string, string>,
  more: Partial<FunctionSpecification> = {},
): FunctionSpecification {
  const content = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
  const codeSha256 = createHash('sha256').update(content).digest('base64');
  const zipFile = join(directory, 'packages', `${createHash('sha256').update(content).digest('hex')}.zip`);
  mkdirSync(join(directory, 'packages'), { recursive: true });
  writeFileSync(zipFile, content);
  return {
    name: 'api',
    arn: 'arn:aws:lambda:eu-central-1:000000000000:function:api',
    version: '$LATEST',
    handler: 'index.handler',
    runtime: 'nodejs22.x',
    timeoutSeconds: 20,
    memoryMegabytes: 256,
    environment: {},
    zipFile,
    codeSha256,
    logGroup: '/aws/lambda/api',
    ...more,
  };
}
