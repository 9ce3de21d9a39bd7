import type { MessageAttributes } from '../message-attributes';
import { attributesMd5, md5 } from './checksums';
import type { Message } from './queues';

/** A message as ReceiveMessage answers it, with the attributes that were asked for by name. */
export function describeMessage(message: Message, names: { system: string[]; message: string[] }): object {
  const system = pick(systemAttributes(message), (name) => names.system.includes('All') || names.system.includes(name));
  const attributes = pick(message.attributes, (name) => names.message.some((wanted) => isNamed(name, wanted)));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system ? { Attributes: system } : {}),
    ...(attributes ? { MessageAttributes: attributes, MD5OfMessageAttributes: attributesMd5(attributes) } : {}),
  };
}

function systemAttributes(message: Message): Record<string, string> {
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.traceHeader === undefined ? {} : { AWSTraceHeader: message.traceHeader }),
    ...(message.deadLetterSourceArn === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
  };
}

/** `All`, `.*`, a name, or the beginning of names as `order.*`. */
function isNamed(name: string, wanted: string): boolean {
  if (wanted === 'All' || wanted === '.*' || wanted === name) return true;
  return wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1));
}

/** The properties whose names pass, or undefined where none does: SQS leaves an empty map out. */
function pick<Values extends MessageAttributes | Record<string, string>>(
  values: Values,
  passes: (name: string) => boolean,
): Values | undefined {
  const passed = Object.entries(values).filter(([name]) => passes(name));
  return passed.length === 0 ? undefined : (Object.fromEntries(passed) as Values);
}
