import dynamoose from 'dynamoose';

/** The table is there: neither made nor waited for. */
const settings = { create: false, update: false, waitForActive: false };

const keys = { pk: { type: String, hashKey: true }, sk: { type: String, rangeKey: true } };

const Company = dynamoose.model('Company', new dynamoose.Schema({ ...keys, name: { type: String, required: true } }));

export const User = dynamoose.model(
  'User',
  new dynamoose.Schema({
    ...keys,
    gsi1pk: { type: String, index: { name: 'gsi1', type: 'global', rangeKey: 'gsi1sk' } },
    gsi1sk: String,
    companyName: { type: String, required: true },
    email: { type: String, required: true },
    name: { type: String, required: true },
  }),
);

new dynamoose.Table(process.env.TABLE_NAME, [Company, User], settings);

export const handler = async ({ pathParameters }) => {
  const company = await Company.get({ pk: `company#${pathParameters.name}`, sk: 'company#' }, { consistent: true });
  if (!company) return { statusCode: 404 };
  const { name } = company;
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) };
};
