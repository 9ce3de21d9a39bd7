import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bringUpToDate } from '../../../../scripts/support/model/document';
import { keyAttributes, templateOf } from '../../../../scripts/support/model/model';
import { readModel } from '../../../../scripts/support/model/read-model';
import { workbench } from '../../../../scripts/support/model/workbench';
import { keyTemplate } from '../../../../table/foundation/key-template';
import { workbenchProblems } from './workbench-schema';

const repository = path.resolve(__dirname, '../../../..');
const document = readFileSync(path.join(repository, 'docs/data-model.md'), 'utf8');
const model = readModel();

test('docs/data-model.md is as new as the entities', () => {
  if (bringUpToDate(document, model) === document) return;
  throw new Error('docs/data-model.md is older than the entities in table/. Run yarn model --write, and commit it.');
});

test('every file that docs/data-model.md leads to is there', () => {
  const links = [...document.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);

  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((link) => !existsSync(path.join(repository, 'docs', link)))).toEqual([]);
});

test('every entity of the table is in the model, with a key of its own', () => {
  const primaryKeys = model.entities.map(({ keys: { pk, sk } }) => `${pk} ${sk}`);

  expect(model.entities.map(({ name }) => name)).toEqual(expect.arrayContaining(['Company', 'User', 'CompanyMember']));
  expect(new Set(primaryKeys).size).toBe(model.entities.length);
});

test.each(model.entities.map((entity) => [entity.name, entity] as const))(
  'the example of %s is an item as its entity writes it, in every index that it can be in',
  (name, entity) => {
    const { example } = entity;
    const templates = keyAttributes(model).flatMap((attribute) => {
      const template = templateOf(entity, attribute);
      return template === undefined ? [] : [[attribute, template] as const];
    });

    expect(example._et).toBe(name);
    for (const [attribute, template] of templates) {
      expect([attribute, template, keyTemplate(template).fits(String(example[attribute]))]).toEqual([
        attribute,
        template,
        true,
      ]);
    }
  },
);

test('every access pattern asks for entities and indexes that there are', () => {
  const entities = model.entities.map(({ name }) => name);
  const indexes = [undefined, ...model.indexes.map(({ name }) => name)];

  for (const { name, requests } of model.accessPatterns) {
    for (const { entity, index } of requests) {
      expect([name, entities.includes(entity), indexes.includes(index)]).toEqual([name, true, true]);
    }
  }
});

test('as a Workbench file it has a facet with a row for each entity, and each index', () => {
  const file = workbench(model, new Date());
  const [table] = file.DataModel;

  expect(workbenchProblems(file)).toEqual([]);
  expect(table?.TableFacets.map(({ FacetName, TableData }) => [FacetName, TableData.length])).toEqual(
    model.entities.map(({ name }) => [name, 1]),
  );
  expect(table?.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName)).toEqual(['gsi1', 'usersByDateOfBirth']);
});
