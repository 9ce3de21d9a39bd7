import type { DynamoDBRecord } from 'aws-lambda';
import { companyMemberKeys } from '../../../../table/keys';

let records = 0;

interface Member {
  companyName: string;
  email: string;
}

/** The record of a member who came or went, as the table's stream has it. */
export function memberRecord(
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE',
  { companyName, email }: Member,
  image: Partial<Member> = { companyName },
): DynamoDBRecord {
  records += 1;
  const member = { companyName, userCompanyName: companyName, email };
  const keys = { pk: { S: companyMemberKeys.pk.format(member) }, sk: { S: companyMemberKeys.sk.format(member) } };
  const item = { ...keys, ...Object.fromEntries(Object.entries(image).map(([name, value]) => [name, { S: value }])) };
  return {
    eventID: `event-${records}`,
    eventName,
    dynamodb: {
      Keys: keys,
      ...(eventName !== 'REMOVE' && { NewImage: item }),
      ...(eventName !== 'INSERT' && { OldImage: item }),
      SequenceNumber: String(records),
    },
  };
}
