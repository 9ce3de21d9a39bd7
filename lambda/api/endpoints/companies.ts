import { createCompany } from '../../../table/patterns/create-company';
import { getCompany } from '../../../table/patterns/get-company';
import { readBody } from '../body';
import { answer, type Endpoint } from '../endpoint';
import { ApiError } from '../errors';
import { readFields } from '../fields';
import { readCompanyName } from '../values';

/** POST /companies: 201 and the company. Its address is relative, so that it holds whatever path the API is under. */
export const postCompany: Endpoint = async (event, connectTable) => {
  const body = readBody(event, ['name']);
  const { name } = readFields({ name: () => readCompanyName(body.name) });
  const company = await createCompany(await connectTable(), { name });
  return answer(201, company, { location: `companies/${encodeURIComponent(name)}` });
};

/** GET /companies/{name}: 200 and the company. */
export const getOneCompany: Endpoint = async (event, connectTable) => {
  const { name } = readFields({ name: () => readCompanyName(event.pathParameters?.name) });
  const company = await getCompany(await connectTable(), name);
  if (!company) throw noSuchCompany(name);
  return answer(200, company);
};

/** 404 for a company. */
export const noSuchCompany = (name: string): ApiError =>
  new ApiError(404, 'no-such-company', `There is no company ${name}.`);
