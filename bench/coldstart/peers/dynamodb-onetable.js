import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table } from 'dynamodb-onetable';
import { Dynamo } from 'dynamodb-onetable/Dynamo';

/** A key's template: a prefix, and the attributes that follow it. */
const keyOf = (prefix, ...attributes) => [prefix, ...attributes.map((attribute) => `\${${attribute}}`)].join('#');

const key = (value) => ({ type: String, value });
const text = { type: String, required: true };
const optionalText = { type: String };
const number = { type: Number, required: true };

const companyPartition = key(keyOf('company', 'companyName'));
const membership = { companyName: text, userCompanyName: text, email: text, joinedAt: text };

const table = new Table({
  name: process.env.TABLE_NAME,
  client: new Dynamo({ client: new DynamoDBClient({}) }),
  partial: false,
  schema: {
    format: 'onetable:1.1.0',
    version: '1.0.0',
    indexes: {
      primary: { hash: 'pk', sort: 'sk' },
      gsi1: { hash: 'gsi1pk', sort: 'gsi1sk', project: 'all' },
      usersByDateOfBirth: { hash: 'pk', sort: 'dateOfBirth', project: 'all' },
    },
    models: {
      Company: {
        pk: key(keyOf('company', 'name')),
        sk: key('company#'),
        name: text,
        description: optionalText,
        version: number,
      },
      User: {
        pk: companyPartition,
        sk: key(keyOf('user', 'email')),
        gsi1pk: key(keyOf('user', 'email')),
        gsi1sk: companyPartition,
        companyName: text,
        email: text,
        name: text,
        username: optionalText,
        dateOfBirth: optionalText,
        version: number,
      },
      Username: {
        pk: key(keyOf('username', 'username')),
        sk: key('username#'),
        username: text,
        companyName: text,
        email: text,
      },
      CompanyMember: { pk: companyPartition, sk: key(keyOf('member', 'userCompanyName', 'email')), ...membership },
      UserMembership: { pk: key(keyOf('user', 'userCompanyName', 'email')), sk: companyPartition, ...membership },
      Invitation: {
        pk: companyPartition,
        sk: key(keyOf('invitation', 'email')),
        companyName: text,
        email: text,
        expiresAt: number,
      },
      MemberCount: { pk: companyPartition, sk: key('member-count#'), companyName: text, members: number },
      CountedRecord: {
        pk: key(keyOf('counted', 'eventId')),
        sk: key('counted#'),
        eventId: text,
        expiresAt: number,
      },
    },
    params: { typeField: '_et' },
  },
});

const Company = table.getModel('Company');

export const OTHERS = [
  'User',
  'Username',
  'CompanyMember',
  'UserMembership',
  'Invitation',
  'MemberCount',
  'CountedRecord',
].map((name) => table.getModel(name));

export const handler = async ({ pathParameters: { name } }) => {
  const company = await Company.get({ name }, { consistent: true });
  if (!company) return { statusCode: 404 };
  const { description, version } = company;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', etag: `"${version}"` },
    body: JSON.stringify({ name: company.name, description, version }),
  };
};
