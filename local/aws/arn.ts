/** Account and region that the stand-in plays. */
export interface AwsPlace {
  /** Twelve digits. */
  accountId: string;
  region: string;
}

/** ARN of a thing in a region: `arn:aws:<service>:<region>:<account>:<resource>`. */
export function regionalArn(service: string, place: AwsPlace, resource: string): string {
  return `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
}

/** ARN of a thing of the whole account (IAM, STS): no region in it. */
export function globalArn(service: string, place: Pick<AwsPlace, 'accountId'>, resource: string): string {
  return `arn:aws:${service}::${place.accountId}:${resource}`;
}
