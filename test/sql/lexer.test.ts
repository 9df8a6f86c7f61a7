import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dialects, type Dialect } from '../../src/model/dialect';
import { tokenize } from '../../src/sql/lexer';

function read(text: string, dialect: Dialect): string[] {
  return tokenize(text, dialect).map((token) => `${token.kind} ${token.text}`);
}

describe('tokenize', () => {
  it('reads words, numbers, operators and punctuation', () => {
    assert.deepEqual(read('SELECT a.b, 1.5e-3 >= -2', 'postgres'), [
      'word SELECT',
      'word a',
      'punctuation .',
      'word b',
      'punctuation ,',
      'number 1.5e-3',
      'operator >=',
      'operator -',
      'number 2',
    ]);
  });

  it('splits a sign from the operator before it', () => {
    assert.deepEqual(read('a=-1', 'postgres'), ['word a', 'operator =', 'operator -', 'number 1']);
  });

  it('keeps a cast apart from a named placeholder', () => {
    assert.deepEqual(read('x::text', 'postgres'), ['word x', 'operator ::', 'word text']);
    assert.deepEqual(read('x = :text', 'postgres'), ['word x', 'operator =', 'placeholder :text']);
  });

  it('knows the strings of Postgres', () => {
    assert.deepEqual(read(`'it''s' E'a\\'b' $$;$$ $f$ $$ $f$ U&"x" "y""z"`, 'postgres'), [
      `string 'it''s'`,
      `string E'a\\'b'`,
      'string $$;$$',
      'string $f$ $$ $f$',
      'quoted U&"x"',
      'quoted "y""z"',
    ]);
  });

  it('does not take a backslash for an escape in a plain string of Postgres', () => {
    assert.deepEqual(read(`'a\\' b`, 'postgres'), [`string 'a\\'`, 'word b']);
    assert.deepEqual(read(`'a\\' b'`, 'mysql'), [`string 'a\\' b'`]);
  });

  it('knows the quotes of each dialect', () => {
    assert.deepEqual(read('`a` "b"', 'mysql'), ['quoted `a`', 'string "b"']);
    assert.deepEqual(read('`a` "b" [c d]', 'sqlite'), ['quoted `a`', 'quoted "b"', 'quoted [c d]']);
    assert.deepEqual(read('a[1]', 'postgres'), ['word a', 'punctuation [', 'number 1', 'punctuation ]']);
  });

  it('nests comments in Postgres only', () => {
    assert.deepEqual(read('/* /* */ x */ y', 'postgres'), ['comment /* /* */ x */', 'word y']);
    assert.deepEqual(read('/* /* */ x', 'sqlite'), ['comment /* /* */', 'word x']);
  });

  it('reads -- in MySQL as a comment only before white space', () => {
    assert.deepEqual(read('1--1 -- c', 'mysql'), [
      'number 1',
      'operator -',
      'operator -',
      'number 1',
      'comment -- c',
    ]);
    assert.deepEqual(read('a # c\nb', 'mysql'), ['word a', 'comment # c', 'word b']);
  });

  it('shows the code of a comment that MySQL executes', () => {
    assert.deepEqual(read('/*!50100 PARTITION BY x */ y', 'mysql'), [
      'comment /*!50100',
      'word PARTITION',
      'word BY',
      'word x',
      'comment */',
      'word y',
    ]);
    assert.deepEqual(read('/*!50100 x */ y', 'postgres'), ['comment /*!50100 x */', 'word y']);
  });

  it('takes a name of MySQL that begins with digits for a word', () => {
    assert.deepEqual(read('2fa_codes 0x1F 12', 'mysql'), ['word 2fa_codes', 'number 0x1F', 'number 12']);
  });

  it('reads templates and parameters as placeholders', () => {
    assert.deepEqual(read('{{ schema }}.t ${name} $1', 'postgres'), [
      'placeholder {{ schema }}',
      'punctuation .',
      'word t',
      'placeholder ${name}',
      'placeholder $1',
    ]);
    assert.deepEqual(read('?', 'mysql'), ['placeholder ?']);
    assert.deepEqual(read('a ? b', 'postgres'), ['word a', 'operator ?', 'word b']);
  });

  it('reads a psql command to the end of its line', () => {
    assert.deepEqual(read('\\connect shop\nSELECT', 'postgres'), ['meta \\connect shop', 'word SELECT']);
  });

  it('says when a quote does not end', () => {
    const [word, string] = tokenize("a 'b", 'postgres');
    assert.equal(word?.closed, true);
    assert.equal(string?.closed, false);
    assert.equal(string.end, 4);
  });

  it('covers everything but white space, in order, on any text', () => {
    const fragment = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        "'",
        '"',
        '`',
        '$$',
        '$a$',
        '/*',
        '*/',
        '--',
        '\n',
        '\r\n',
        '{{',
        '}}',
        '${',
        '}',
        ';',
        '[',
        ':',
        '😀',
        '\ufeff',
        '\\',
        '/*!50',
        '#',
        'E',
        'U&',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fragment).map((parts) => parts.join('')),
        fc.constantFrom(...dialects),
        (text, dialect) => {
          let at = 0;
          for (const token of tokenize(text, dialect)) {
            assert.equal(token.text, text.slice(token.start, token.end));
            assert.ok(token.end > token.start && token.start >= at);
            assert.match(text.slice(at, token.start), /^[\s\0\ufeff]*$/);
            at = token.end;
          }
          assert.match(text.slice(at), /^[\s\0\ufeff]*$/);
        },
      ),
    );
  });
});

describe('comments that hold code', () => {
  const words = (text: string, dialect: Dialect): string[] =>
    tokenize(text, dialect)
      .filter((token) => token.kind === 'word')
      .map((token) => token.text);

  it('hold it for the server whose version they name', () => {
    const text = 'a /*!40101 b */ /*!80013 c */ /*!100100 d */ /*M! e */ /*M!100201 f */ /*! g */ /* h */';
    assert.deepEqual(words(text, 'mysql'), ['a', 'b', 'c', 'g']);
    assert.deepEqual(words(text, 'mariadb'), ['a', 'b', 'd', 'e', 'f', 'g']);
    assert.deepEqual(words(text, 'postgres'), ['a']);
    assert.deepEqual(words(text, 'sqlite'), ['a']);
  });
});
