/** Now, in seconds since 1970: DynamoDB's time to live counts so. */
export const nowInSeconds = (): number => Math.floor(Date.now() / 1000);

/** A moment in the future, in seconds since 1970. */
export const secondsFromNow = (seconds: number): number => nowInSeconds() + seconds;
