import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addFieldAfter,
  applySchemaEdits,
  copyOfField,
  fieldOfColumn,
  mapField,
  mapModel,
  removeField,
} from '../../src/code/edits/prisma-schema';
import { readPrismaSchema } from '../../src/code/libraries/prisma-schema';

const schema = `datasource db {
  provider = "postgresql" // the main store
}

enum Role {
  ADMIN
  USER
}

model User {
  id       Int     @id @default(autoincrement())
  email    String  @unique @map("email_address") // shown
  settings Json    @default("{ \\"a\\": 1 }")
  tags     String[]
  role     Role?   @default(USER)
  posts    Post[]

  @@index([email])
  @@map("users")
}

model Post {
  id     Int  @id
  userId Int
  user   User @relation(fields: [userId], references: [id])
}
`;

describe('readPrismaSchema', () => {
  const { models, enums, provider } = readPrismaSchema(schema);

  it('reads models, enums and the provider', () => {
    assert.deepEqual(
      models.map((model) => [model.name, model.table]),
      [
        ['User', 'users'],
        ['Post', 'Post'],
      ],
    );
    assert.deepEqual(
      enums.map((item) => [item.name, item.values]),
      [['Role', ['ADMIN', 'USER']]],
    );
    assert.equal(provider, 'postgresql');
  });

  it('reads fields with database names, types and ranges', () => {
    const fields = models[0]!.fields;
    assert.deepEqual(
      fields.map((field) => field.name),
      ['id', 'email', 'settings', 'tags', 'role', 'posts'],
    );
    const email = fields[1]!;
    assert.equal(email.column, 'email_address');
    assert.equal(schema.slice(email.nameRange.start, email.nameRange.end), 'email');
    assert.equal(
      schema.slice(email.range.start, email.range.end),
      'email    String  @unique @map("email_address")',
    );
    assert.equal(fields[3]!.list, true);
    assert.equal(fields[4]!.optional, true);
    assert.deepEqual(
      email.attributes.map((attribute) => schema.slice(attribute.range.start, attribute.range.end)),
      ['@unique', '@map("email_address")'],
    );
  });

  it('never throws, and ranges stay inside the text', () => {
    fc.assert(
      fc.property(fc.nat(schema.length), fc.nat(schema.length), (from, length) => {
        const cut = schema.slice(0, from) + schema.slice(from + length);
        for (const model of readPrismaSchema(cut).models)
          assert.ok(model.range.end <= cut.length && model.body.start <= model.body.end);
      }),
    );
  });
});

describe('edits of schema.prisma', () => {
  it('adds a field after another with its indentation, line ending and columns', () => {
    const crlf = schema.replaceAll('\n', '\r\n');
    const field = fieldOfColumn(crlf, 'users', 'email_address')!;
    const after = applySchemaEdits(
      crlf,
      addFieldAfter(crlf, 'users', 'email_address', copyOfField(field, 'mail', 'mail'))!,
    );
    assert.ok(after.includes('// shown\r\n  mail     String?\r\n  settings'), after);
  });

  it('maps a field to another column, and takes the map away when the names agree', () => {
    assert.ok(
      applySchemaEdits(schema, mapField(schema, 'users', 'email_address', 'mail')!).includes(
        'email    String  @unique @map("mail") // shown',
      ),
    );
    assert.ok(
      applySchemaEdits(schema, mapField(schema, 'users', 'email_address', 'email')!).includes(
        'email    String  @unique // shown',
      ),
    );
    assert.ok(
      applySchemaEdits(schema, mapField(schema, 'Post', 'userId', 'user_id')!).includes(
        '  userId Int @map("user_id")\n',
      ),
    );
  });

  it('maps a model to another table', () => {
    const renamed = applySchemaEdits(schema, mapModel(schema, 'Post', 'articles')!);
    assert.ok(renamed.endsWith('references: [id])\n\n  @@map("articles")\n}\n'), renamed);
    assert.equal(readPrismaSchema(renamed).models[1]?.table, 'articles');
    assert.ok(applySchemaEdits(schema, mapModel(schema, 'users', 'people')!).includes('@@map("people")'));
    assert.ok(!applySchemaEdits(schema, mapModel(schema, 'users', 'User')!).includes('@@map'));
  });

  it('removes a field with its line, and nothing else', () => {
    assert.equal(
      applySchemaEdits(schema, removeField(schema, 'users', 'tags')!),
      schema.replace('  tags     String[]\n', ''),
    );
  });

  it('answers null for what is not there', () => {
    assert.equal(mapField(schema, 'users', 'nothing', 'x'), null);
    assert.equal(mapModel(schema, 'nothing', 'x'), null);
  });
});
