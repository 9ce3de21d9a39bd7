import prices from '../on-demand-prices.json';

/** Of on-demand tables of the class STANDARD, in US dollars per million request units. */
export interface OnDemandPrice {
  read: number;
  write: number;
  /** When it was AWS's price, where that is known. */
  date?: string;
  /** How it came here. */
  source: string;
}

/** The prices of a region, or undefined where they are not known here. */
export const onDemandPrice = (region: string): OnDemandPrice | undefined => REGIONS.get(region);

const REGIONS = new Map<string, OnDemandPrice>(Object.entries(prices.regions));
