import type { FormattedValue } from 'dynamodb-toolbox/schema';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';

/**
 * That a user is a member of a company, from either side. `userCompanyName` and `email` say which user; `joinedAt` is an
 * ISO time.
 */
export type Membership = FormattedValue<ReturnType<typeof membershipSchema>>;

/** What both sides of a membership keep. */
export const membershipSchema = () =>
  item({
    companyName: string().key(),
    userCompanyName: string().key(),
    email: string().key(),
    joinedAt: string(),
  }).strict();
