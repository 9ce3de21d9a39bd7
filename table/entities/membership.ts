import type { FormattedItem } from 'dynamodb-toolbox/entity';
import type { companyMemberEntity } from './company-member';

/** That a user is a member of a company, from either side. `userCompanyName` and `email` say which user; `joinedAt` is an ISO time. */
export type Membership = FormattedItem<ReturnType<typeof companyMemberEntity>>;
