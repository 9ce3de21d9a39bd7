import { Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { ServiceFunction, type ServiceFunctionOptions } from '../../../../stacks/constructs/function';

export type Resource = Record<string, unknown>;
export type ByName = Record<string, Resource>;

/** A stack as `cdk.tf.json` has it. */
export interface Synthesised {
  terraform: { backend: Record<string, Resource>; required_providers: ByName };
  provider: { aws: Resource[] };
  data: Record<string, ByName>;
  resource: Record<string, ByName>;
  output: ByName;
}

/** What constructs come to in a stack of their own. */
export function synthesised(make: (scope: Construct) => void): Synthesised {
  return JSON.parse(Testing.synthScope(make)) as Synthesised;
}

/** A function that may write its logs, and nothing else. */
export const aFunction = (scope: Construct, id = 'api'): ServiceFunction =>
  new ServiceFunction(scope, id, functionOptions(`things-${id}`));

export const functionOptions = (name: string): ServiceFunctionOptions => ({
  name,
  region: 'eu-central-1',
  code: { zipFile: '../../functions/api.zip', sha256: 'c2hhMjU2' },
  environment: { DEPLOYMENT: 'staging' },
  memoryMegabytes: 256,
  timeoutSeconds: 10,
  logRetentionDays: 30,
  alarmActions: [],
});

/** The resources of a type. */
export const resourcesOf = (stack: Synthesised, type: string): Resource[] => Object.values(stack.resource[type] ?? {});

/** The resource of a type, whose name in the stack begins so, and what refers to it. */
export function only(stack: Synthesised, type: string, beginning = ''): { resource: Resource; address: string } {
  const found = Object.entries(stack.resource[type] ?? {}).filter(([name]) => name.startsWith(beginning));
  const [[name, resource] = ['', {}], ...more] = found;
  expect({ type, beginning, more, name }).toEqual({ type, beginning, more: [], name: expect.stringMatching(/./) });
  return { resource, address: `${type}.${name}` };
}
