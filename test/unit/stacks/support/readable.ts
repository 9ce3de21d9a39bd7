import type { Synthesised } from './synthesised';

/** Of a stack what a person would read in a review: the texts that hold JSON as that JSON, and nothing of CDKTF's own. */
export function readable({ terraform, provider, data, resource, output }: Synthesised): unknown {
  return parseTexts({ terraform: { backend: terraform.backend }, provider, data, resource, output });
}

function parseTexts(value: unknown): unknown {
  if (Array.isArray(value)) return isMetric(value) ? JSON.stringify(value) : value.map(parseTexts);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, parseTexts(entry)]));
  }
  return typeof value === 'string' && value.startsWith('{') ? parseTexts(JSON.parse(value)) : value;
}

/** One of a dashboard's, which is read in one line. */
const isMetric = ([namespace]: unknown[]): boolean => typeof namespace === 'string' && namespace.startsWith('AWS/');
