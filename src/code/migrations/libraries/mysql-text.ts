const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};

/** A string literal as sqlstring of the MySQL drivers escapes it, which Knex and Sequelize do alike. */
export function mysqlText(text: string): string {
  return `'${text.replaceAll(/[\0\b\t\n\r\x1a"'\\]/g, (character) => escapes[character] ?? character)}'`;
}
