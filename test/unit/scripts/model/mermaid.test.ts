import { mermaid } from '../../../../scripts/support/model/mermaid';
import type { Model } from '../../../../scripts/support/model/model';
import { LIBRARY } from './library';

test('as a diagram a partition is a frame, and so is an index; a transaction is a dotted line', () => {
  expect(mermaid(LIBRARY)).toBe(`---
config:
  flowchart:
    wrappingWidth: 400
---
flowchart LR
  subgraph partition_1["pk = author#{name}"]
    direction TB
    entity_Author["<b>Author</b><br/>sk = author#"]
    entity_Book["<b>Book</b><br/>sk = book#{title}"]
  end
  subgraph partition_2["pk = loan#{number}"]
    direction TB
    entity_end["<b>end</b><br/>sk = loan#"]
  end
  subgraph index_gsi1["index gsi1"]
    direction TB
    entry_gsi1_Book["<b>Book</b><br/>gsi1pk = title#{title}<br/>gsi1sk = author#{author}"]
  end
  subgraph index_byYear["index byYear"]
    direction TB
    entry_byYear_Book["<b>Book</b><br/>pk = author#{author}<br/>year = {year}"]
  end
  entity_Book --> entry_gsi1_Book
  entity_Book --> entry_byYear_Book
  entity_Book -. "lend" .- entity_end
`);
});

test('what is special to Mermaid in a label is written as its code', () => {
  const [author] = LIBRARY.entities;
  const odd: Model = {
    ...LIBRARY,
    entities: author ? [{ ...author, keys: { pk: 'a"b', sk: 'x<y>&`z`;' } }] : [],
    indexes: [],
    accessPatterns: [],
  };

  expect(mermaid(odd)).toContain('subgraph partition_1["pk = a#34;b"]');
  expect(mermaid(odd)).toContain('<br/>sk = x#60;y#62;#38;#96;z#96;#59;"]');
});

test('two entities that several access patterns write in one transaction are joined once', () => {
  const [, lend] = LIBRARY.accessPatterns;
  const twice: Model = { ...LIBRARY, accessPatterns: lend ? [lend, { ...lend, name: 'giveBack' }] : [] };

  expect(mermaid(twice).match(/ -\. .*$/gm)).toEqual([' -. "lend<br/>giveBack" .- entity_end']);
});

test('two transactions of one access pattern are not joined', () => {
  const [, lend] = LIBRARY.accessPatterns;
  const [check, put] = lend?.requests ?? [];
  const apart = lend && check && put && { ...lend, requests: [check, { ...check, transaction: undefined }, put] };

  expect(apart && mermaid({ ...LIBRARY, accessPatterns: [apart] })).not.toContain('-.');
  expect(apart).toBeDefined();
});
