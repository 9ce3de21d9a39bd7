import { isRecord } from '../../../json';
import { AwsFault } from '../../protocols/fault';
import { checkResourcePolicy } from '../resource-policies';
import type { Queue } from './queues';

/**
 * The attributes that can be set, with their defaults and the test of a value. Source: Amazon SQS API reference,
 * SetQueueAttributes. An attribute without a default is left out of the answers until it is set.
 */
const settable: Record<string, { default?: string; accepts: (value: string) => boolean }> = {
  DelaySeconds: { default: '0', accepts: integer(0, 900) },
  MaximumMessageSize: { default: '1048576', accepts: integer(1024, 1_048_576) },
  MessageRetentionPeriod: { default: '345600', accepts: integer(60, 1_209_600) },
  ReceiveMessageWaitTimeSeconds: { default: '0', accepts: integer(0, 20) },
  VisibilityTimeout: { default: '30', accepts: integer(0, 43_200) },
  // Nothing here is encrypted; which of the two it would be at AWS has no other effect.
  SqsManagedSseEnabled: { default: 'true', accepts: (value) => value === 'true' || value === 'false' },
  Policy: { accepts: (value) => checkResourcePolicy(value, 'InvalidAttributeValue') },
  RedrivePolicy: { accepts: (value) => readRedrivePolicy(value) !== undefined },
};

/** Attributes of SQS whose effect the stand-in does not have. */
const unsupported = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'RedriveAllowPolicy',
];

/**
 * The attributes `given` put over `present`; an empty text takes an attribute away. Throws InvalidAttributeName and
 * InvalidAttributeValue, as SQS does.
 */
export function changedAttributes(
  present: Record<string, string>,
  given: Record<string, string>,
): Record<string, string> {
  const changed = { ...present };
  for (const [name, value] of Object.entries(given)) {
    if (value === '') delete changed[name];
    else changed[name] = checkedValue(name, value);
  }
  return changed;
}

/** A number among the attributes: what was set, or SQS's default. */
export function numberOf(queue: Queue, name: string): number {
  return Number(queue.attributes[name] ?? settable[name]?.default);
}

/** All attributes that can be set, as SQS answers them. */
export function describeAttributes(queue: Queue): Record<string, string> {
  const defaults = Object.entries(settable).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(defaults), ...queue.attributes };
}

/** Where messages go that were received too often, or undefined for a queue without such a policy. */
export function redriveOf(queue: Queue): { deadLetterTargetArn: string; maxReceiveCount: number } | undefined {
  return readRedrivePolicy(queue.attributes.RedrivePolicy ?? '');
}

function checkedValue(name: string, value: string): string {
  if (unsupported.includes(name)) {
    throw new AwsFault(
      'InvalidAttributeName',
      `The local stand-in for AWS does not support the queue attribute ${name} (${value}).`,
    );
  }
  const rule = Object.hasOwn(settable, name) ? settable[name] : undefined;
  if (!rule) throw new AwsFault('InvalidAttributeName', `Unknown Attribute ${name}.`);
  if (rule.accepts(value)) return value;
  throw new AwsFault('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

function integer(minimum: number, maximum: number): (value: string) => boolean {
  return (value) => /^\d{1,9}$/.test(value) && Number(value) >= minimum && Number(value) <= maximum;
}

/** The count may be written as a number or as a text. */
function readRedrivePolicy(text: string): { deadLetterTargetArn: string; maxReceiveCount: number } | undefined {
  try {
    const policy: unknown = JSON.parse(text);
    if (!isRecord(policy) || typeof policy.deadLetterTargetArn !== 'string') return undefined;
    if (!integer(1, 1000)(String(policy.maxReceiveCount))) return undefined;
    return { deadLetterTargetArn: policy.deadLetterTargetArn, maxReceiveCount: Number(policy.maxReceiveCount) };
  } catch {
    return undefined;
  }
}
