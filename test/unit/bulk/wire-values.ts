import fc from 'fast-check';
import type { WireItem, WireValue } from '../../../bootstrap/bulk/attribute-values';

/** A number as DynamoDB writes it: up to 38 digits, no leading or trailing zeros that say nothing. */
export const numberText: fc.Arbitrary<string> = fc.oneof(
  fc.integer().map(String),
  fc.maxSafeInteger().map(String),
  fc.bigInt(-(10n ** 38n) + 1n, 10n ** 38n - 1n).map(String),
  // Integers beyond 2^53 that a number of JavaScript holds exactly, all the same.
  fc.integer({ min: 54, max: 120 }).map((power) => String(2n ** BigInt(power))),
  fc.tuple(fc.bigInt(1n, 10n ** 38n - 1n), fc.nat(37), fc.boolean()).map(([digits, places, isNegative]) => {
    const text = String(digits).padStart(places + 1, '0');
    const decimal = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/\.?0+$/, '');
    return isNegative ? `-${decimal}` : decimal;
  }),
  fc.constantFrom('0', '1E-130', '-1E-130', '9.9999999999999999999999999999999999999E+125', '1E+21', '1E25', '0.1'),
);

const base64 = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const attributeName = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'toString', '', 'S', 'N', 'M', 'L', 'SS', 'length'),
);

const distinctBy = (selector: (member: string) => unknown) => ({ minLength: 1, maxLength: 5, selector });

/** Any value of an attribute, nested up to a few levels. */
export const wireValue: fc.Arbitrary<WireValue> = fc.letrec<{ value: WireValue; item: WireItem }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.string().map((S) => ({ S })),
    numberText.map((N) => ({ N })),
    base64.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true }),
    fc.uniqueArray(fc.string(), distinctBy(String)).map((SS) => ({ SS })),
    fc.uniqueArray(numberText, distinctBy(Number)).map((NS) => ({ NS })),
    fc.uniqueArray(base64, distinctBy(String)).map((BS) => ({ BS })),
    fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
    tie('item').map((M) => ({ M })),
  ),
  item: fc.dictionary(attributeName, tie('value'), { maxKeys: 4, noNullPrototype: true }),
})).value;

/** Any attributes. */
export const wireItem: fc.Arbitrary<WireItem> = fc.dictionary(attributeName, wireValue, {
  maxKeys: 5,
  noNullPrototype: true,
});
