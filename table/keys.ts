/**
 * The form of every key of the data model, written once. One company has many users: they share the company's partition,
 * so that the users of a company are one Query.
 *
 * | item    | pk               | sk             | gsi1pk         | gsi1sk           |
 * | ------- | ---------------- | -------------- | -------------- | ---------------- |
 * | company | company#‹name›   | company#       |                |                  |
 * | user    | company#‹name›   | user#‹e-mail›  | user#‹e-mail›  | company#‹name›   |
 *
 * `gsi1` answers "who has this e-mail address?". Its sort key is the company, because one address may belong to a user
 * in several companies: the index then lists them in the order of the companies' names. An item is in an index only if
 * it has both of its keys (a sparse index), so companies are not in it.
 */

/** Key of an item in the table itself. */
interface PrimaryKey {
  pk: string;
  sk: string;
}

/** Bytes of UTF-8 that DynamoDB takes in a partition key: "Service, account, and table quotas", Partition key length. */
export const PARTITION_KEY_BYTES = 2048;

/** Bytes of UTF-8 that DynamoDB takes in a sort key: the same page, Sort key length. */
export const SORT_KEY_BYTES = 1024;

/** What the partition key of every company's partition begins with, and the `gsi1sk` of its users. */
export const COMPANY_PREFIX = 'company#';

/** What the sort key of every user begins with, and no other item of the same partition. */
export const USER_PREFIX = 'user#';

/** The partition of a company: itself and its users. */
export const companyPartition = (companyName: string): string => COMPANY_PREFIX + keyPart(companyName);

/** Primary key of a company. */
export const companyKey = (companyName: string): PrimaryKey => ({
  pk: companyPartition(companyName),
  sk: COMPANY_PREFIX,
});

/** Primary key of a user, by company and e-mail address, the latter in any case of letters. */
export const userKey = (companyName: string, email: string): PrimaryKey => ({
  pk: companyPartition(companyName),
  sk: userEmailPartition(email),
});

/** The partition of `gsi1` that holds every user with this e-mail address, in any case of letters. */
export const userEmailPartition = (email: string): string => USER_PREFIX + keyPart(email.toLowerCase());

/** Key of a user in `gsi1`. */
export const userEmailKey = (companyName: string, email: string): { gsi1pk: string; gsi1sk: string } => ({
  gsi1pk: userEmailPartition(email),
  gsi1sk: companyPartition(companyName),
});

/**
 * `#` separates the parts of a key, so inside a part it is written as `%23`, and for that to be unambiguous `%` as `%25`:
 * two different names never make the same key, and no name can pass for a key of another form.
 */
const keyPart = (text: string): string => text.replaceAll('%', '%25').replaceAll('#', '%23');
