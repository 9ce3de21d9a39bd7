import { z } from 'zod';

/** Values as they come in a form, where all is text, or in JSON. */
export const number = z.coerce.number();
export const integer = number.int().min(1);
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** A list; an empty one comes in a form as an empty text. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (value === '' ? [] : value), z.array(item));
}

export const names = list(z.string());
