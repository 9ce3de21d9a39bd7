import { types } from 'node:util';
import { type NativeAttributeValue, NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb';
import { BootstrapError } from '../errors';
import { canonicalNumber, isStorableNumber, type WireItem, type WireValue } from './attribute-values';

/** An item in JavaScript's own values: see `toNative`. */
export type Item = Record<string, NativeAttributeValue>;

/**
 * An attribute's value in JavaScript: sets are `Set`s, binary is `Uint8Array`, and a number that JavaScript can't hold
 * exactly is a `NumberValue` of @aws-sdk/util-dynamodb, which keeps all its digits.
 */
export function toNative(value: WireValue): NativeAttributeValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return toNumber(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return toNativeItem(value.M);
  if (value.L !== undefined) return value.L.map(toNative);
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map(toNumber));
  if (value.B !== undefined) return toBytes(value.B);
  if (value.BS !== undefined) return new Set(value.BS.map(toBytes));
  return null;
}

export function toNativeItem(item: WireItem): Item {
  const native: Item = {};
  for (const name of Object.keys(item)) setAttribute(native, name, toNative(item[name] as WireValue));
  return native;
}

/** An attribute may have any name, `__proto__` too, which assigned would set something else. */
export function setAttribute<Value>(item: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(item, name, { value, enumerable: true, writable: true, configurable: true });
  else item[name] = value;
}

/**
 * Fifteen digits are always exact; more are where JavaScript writes the same number. An integer beyond 2^53 is no number
 * even where it happens to be exact: reckoning with it is not, and it could not be written again.
 */
function toNumber(text: string): number | NumberValue {
  const number = Number(text);
  const isExact = text.length <= 15 || canonicalNumber(String(number)) === canonicalNumber(text);
  return isExact && !isUnsafeInteger(number) ? number : NumberValue.from(text);
}

const isUnsafeInteger = (value: number): boolean => Number.isInteger(value) && !Number.isSafeInteger(value);

/** Not a view of Node's shared pool: it may be kept, or changed. */
const toBytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/**
 * A JavaScript value as DynamoDB's. What is `undefined` inside a map or a list is refused: it would get lost in silence.
 *
 * @param path where the value stands, for the error
 * @throws {BootstrapError} `not-storable`
 */
export function toWire(value: unknown, path: string): WireValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return toWireNumber(value, path);
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'bigint') return toWireDecimal(value.toString(), path);
  if (value === null) return { NULL: true };
  if (typeof value !== 'object') throw notStorable(path, `is ${describe(value)}`);
  // Not `value.map`, which passes over the gaps of a sparse array.
  if (Array.isArray(value)) return { L: Array.from(value, (member, index) => toWire(member, `${path}[${index}]`)) };
  if (value instanceof NumberValue) return toWireDecimal(value.toString(), path);
  // By what they are, and not by `instanceof`: a structuredClone() under Jest is of another realm.
  if (types.isSet(value)) return toWireSet(value, path);
  if (isBinary(value)) return { B: toBase64(value) };
  if (isPlain(value)) return { M: toWireItem(value, `${path}.`) };
  throw notStorable(path, `is ${describe(value)}`);
}

/** @throws {BootstrapError} `not-storable` */
export function toWireItem(item: object, prefix = ''): WireItem {
  const wire: WireItem = {};
  for (const [name, value] of Object.entries(item)) setAttribute(wire, name, toWire(value, `${prefix}${name}`));
  return wire;
}

function toWireNumber(value: number, path: string): WireValue {
  if (!Number.isFinite(value)) throw notStorable(path, `is ${value}`);
  // Digits are lost already: what is written would not be what was meant.
  if (isUnsafeInteger(value)) {
    throw notStorable(
      path,
      `is ${value}, beyond what a number of JavaScript holds exactly (use NumberValue or bigint)`,
    );
  }
  if (Number.isInteger(value)) return { N: String(value === 0 ? 0 : value) };
  return toWireDecimal(String(value), path);
}

function toWireDecimal(text: string, path: string): WireValue {
  if (isStorableNumber(text)) return { N: text };
  throw notStorable(path, `is ${text}, and a number has up to 38 digits, from 1E-130 to 9.99E+125`);
}

function toWireSet(value: Set<unknown>, path: string): WireValue {
  const members = [...value];
  if (members.length === 0) throw notStorable(path, 'is an empty set, which DynamoDB does not have');
  const wire = members.map((member) => toWire(member, `${path}{}`));
  // What is one member to DynamoDB may well be two to JavaScript: the same bytes, or a number and a NumberValue.
  if (wire.every(({ S }) => S !== undefined)) return { SS: wire.map(({ S = '' }) => S) };
  if (wire.every(({ N }) => N !== undefined)) {
    return { NS: [...new Map(wire.map(({ N = '' }) => [canonicalNumber(N), N])).values()] };
  }
  if (wire.every(({ B }) => B !== undefined)) return { BS: [...new Set(wire.map(({ B = '' }) => B))] };
  throw notStorable(path, 'is a set that is not all strings, all numbers or all binary');
}

const isBinary = (value: object): value is ArrayBuffer | ArrayBufferView =>
  types.isArrayBuffer(value) || ArrayBuffer.isView(value);

function toBase64(value: ArrayBuffer | ArrayBufferView): string {
  const bytes = ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : Buffer.from(value);
  return bytes.toString('base64');
}

/** A class's instance is refused: what it is besides its data would get lost. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

const describe = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `an instance of ${value.constructor?.name}`
    : `${String(value)} (${typeof value})`;

const notStorable = (path: string, what: string): BootstrapError =>
  new BootstrapError('not-storable', `Attribute ${path} ${what}: DynamoDB can't store it.`);
