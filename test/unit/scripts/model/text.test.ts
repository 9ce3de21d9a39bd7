import { text } from '../../../../scripts/support/model/text';
import { LIBRARY } from './library';

test('as text a model is columns, and says of each access pattern what it asks for', () => {
  expect(text(LIBRARY)).toBe(`Keys
  entity  pk               sk            gsi1pk         gsi1sk           year
  Author  author#{name}    author#
  Book    author#{author}  book#{title}  title#{title}  author#{author}  {year}
  end     loan#{number}    loan#

Attributes
  entity  attributes
  Author  name (string)
  Book    author (string), title (string), year? (string), pages (number)
  end     number (string), dueAt (number, time to live)

Indexes
  index   partition key  sort key  entities
  gsi1    gsi1pk         gsi1sk    Book
  byYear  pk             year      Book

Access patterns
  listBooks: The books of an author.
    Query                                 Book        pk = author#{author} and begins_with(sk, book#)
  lend: Lends a book that there is.
    ConditionCheckItem, in a transaction  Book        pk = author#{author} and sk = book#{title}
    PutItem, in a transaction             end         pk = loan#{number} and sk = loan#
  findBooks: The books of a title.
    Query                                 Book  gsi1  gsi1pk = title#{title}
`);
});
