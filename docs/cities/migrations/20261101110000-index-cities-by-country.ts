import type { Migration } from '../../../bootstrap/migrator/migration';
import { byCountry, type City } from '../cities';

/** In the phase `contract`, when the code is live that writes both keys with every city: what it finds is all there is. */
export default {
  phase: 'contract',
  up: ({ context: { backfill } }) =>
    backfill<City>({
      name: 'by-country',
      match: { entity: 'City' },
      transform: (city) => ({ ...city, ...byCountry(city) }),
    }),
  down: ({ context: { backfill } }) =>
    backfill<City>({
      name: 'by-country',
      match: { entity: 'City' },
      transform: (city) => ({ ...city, gsi1pk: undefined, gsi1sk: undefined }),
    }),
} satisfies Migration;
