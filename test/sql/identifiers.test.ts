import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dialects } from '../../src/model/dialect';
import { alwaysQuote, fold, quote } from '../../src/sql/identifiers';

describe('fold', () => {
  it('lowers unquoted names of Postgres only', () => {
    assert.equal(fold('Users', 'postgres'), 'users');
    assert.equal(fold('Users', 'mysql'), 'Users');
    assert.equal(fold('Users', 'sqlite'), 'Users');
  });

  it('leaves letters outside ASCII alone, as the server does', () => {
    assert.equal(fold('ÄB', 'postgres'), 'Äb');
  });

  it('removes the quotes of every dialect', () => {
    assert.equal(fold('"User""s"', 'postgres'), 'User"s');
    assert.equal(fold('`a``b`', 'mysql'), 'a`b');
    assert.equal(fold('[a b]', 'sqlite'), 'a b');
    assert.equal(fold('U&"d\\0061t\\+000061"', 'postgres'), 'data');
  });

  it('reads what is there of a name whose quote is still open', () => {
    assert.equal(fold('"Use', 'postgres'), 'Use');
    assert.equal(fold('"', 'postgres'), '');
  });
});

describe('quote', () => {
  it('quotes only where a bare name would mean something else', () => {
    assert.equal(quote('users', 'postgres'), 'users');
    assert.equal(quote('Users', 'postgres'), '"Users"');
    assert.equal(quote('Users', 'mysql'), 'Users');
    assert.equal(quote('order', 'postgres'), '"order"');
    assert.equal(quote('order', 'mysql'), '`order`');
    assert.equal(quote('Order', 'sqlite'), '"Order"');
    assert.equal(quote('two words', 'mariadb'), '`two words`');
    assert.equal(quote('1st', 'postgres'), '"1st"');
    assert.equal(quote('name', 'postgres'), 'name');
  });

  it('doubles the mark inside', () => {
    assert.equal(alwaysQuote('a"b', 'postgres'), '"a""b"');
    assert.equal(alwaysQuote('a`b', 'mysql'), '`a``b`');
  });

  it('names the same object when read again, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.constantFrom(...dialects),
        (name, dialect) => {
          assert.equal(fold(quote(name, dialect), dialect), name);
          assert.equal(fold(alwaysQuote(name, dialect), dialect), name);
        },
      ),
    );
  });
});
