import { toWireItem } from '../../bootstrap/bulk/native-values';
import { cityKey } from './cities';

/** Of a Scan's input, what makes a difference. */
export interface ScanRequest {
  Segment?: number;
  TotalSegments?: number;
  Limit?: number;
  ExclusiveStartKey?: { pk: { S: string } };
}

/** DynamoDB's page of 1 MB has about so many cities. */
const MOST_ITEMS = 5_000;

/** A unit reads 8 KB. */
const CITIES_PER_UNIT = 40;

/**
 * Pages of tables that are not there: item number n has the attributes of one of the samples, by turns, and a key of its
 * own. Pages are put together from texts, so that an answer is made much faster than it is read.
 *
 * @returns the answer to a Scan of a table of so many items, as JSON
 */
export function createScanPages(samples: readonly object[]): (request: ScanRequest, itemCount: number) => string {
  const texts = samples.map((sample) => {
    const { pk: _pk, sk: _sk, ...attributes } = toWireItem(sample);
    return JSON.stringify(attributes).slice(1);
  });
  const itemText = (number: number): string => `${keyText(number).slice(0, -1)},${texts[number % texts.length]}`;

  return ({ Segment = 0, TotalSegments = 1, Limit = MOST_ITEMS, ExclusiveStartKey }, itemCount) => {
    const boundary = (segment: number): number => Math.floor((itemCount * segment) / TotalSegments);
    const first = ExclusiveStartKey ? numberOf(ExclusiveStartKey.pk.S) + 1 : boundary(Segment);
    const end = Math.min(first + Math.min(Limit, MOST_ITEMS), boundary(Segment + 1));
    const items: string[] = [];
    for (let number = first; number < end; number += 1) items.push(itemText(number));
    const { length } = items;
    const last = end < boundary(Segment + 1) ? `,"LastEvaluatedKey":${keyText(end - 1)}` : '';
    const capacity = `"ConsumedCapacity":{"CapacityUnits":${Math.ceil(length / CITIES_PER_UNIT)}}`;
    return `{"Items":[${items.join()}],"Count":${length},"ScannedCount":${length},${capacity}${last}}`;
  };
}

function keyText(number: number): string {
  const { pk, sk } = cityKey(String(number));
  return `{"pk":{"S":"${pk}"},"sk":{"S":"${sk}"}}`;
}

const numberOf = (partitionKey: string): number => Number(partitionKey.split('#')[1]);
