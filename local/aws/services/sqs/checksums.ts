import { createHash } from 'node:crypto';
import type { MessageAttributes } from '../message-attributes';

/** MD5 in hexadecimal, with which SQS's clients check that a body came through whole. */
export function md5(content: string | Buffer): string {
  return createHash('md5').update(content).digest('hex');
}

/**
 * MD5 over a message's attributes. Source: Amazon SQS developer guide, "Calculating the MD5 message digest for message
 * attributes": sorted by name, each as name, type, one byte for the kind of value, and value; texts with their lengths.
 */
export function attributesMd5(attributes: MessageAttributes): string {
  const names = Object.keys(attributes).sort();
  return md5(Buffer.concat(names.flatMap((name) => encode(name, attributes[name]))));
}

/** Bytes of a message as SQS counts them against its limits: the body, and each attribute's name, type and value. */
export function sizeOf(body: string, attributes: MessageAttributes): number {
  const parts = Object.entries(attributes).flatMap(([name, attribute]) => [
    Buffer.from(name),
    Buffer.from(attribute.DataType),
    bytesOf(attribute),
  ]);
  return Buffer.byteLength(body) + parts.reduce((sum, part) => sum + part.length, 0);
}

type Attribute = MessageAttributes[string];

function encode(name: string, attribute: Attribute | undefined): Buffer[] {
  if (!attribute) return [];
  const kind = Buffer.from([attribute.BinaryValue === undefined ? 1 : 2]);
  return [
    ...withLength(Buffer.from(name)),
    ...withLength(Buffer.from(attribute.DataType)),
    kind,
    ...withLength(bytesOf(attribute)),
  ];
}

function withLength(content: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return [length, content];
}

function bytesOf({ StringValue, BinaryValue }: Attribute): Buffer {
  return BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64');
}
