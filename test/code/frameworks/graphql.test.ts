import assert from 'node:assert/strict';
import { indexOf } from '../libraries/queries-of';

function resolversOf(text: string, more: Record<string, string> = {}): string[] {
  return indexOf({ ...more, 'graph.ts': text }).resolvers.map(
    ({ framework, type, field, root, loads }) =>
      `${framework} ${type ?? '?'}.${field}${root ? ' root' : ''}${loads ? ' loads' : ''}`,
  );
}

describe('GraphQL resolvers', () => {
  it('are methods of Nest classes, by type and field', () => {
    assert.deepEqual(
      resolversOf(`import { Query, ResolveField, Resolver } from '@nestjs/graphql';
        @Resolver(() => Author) export class AuthorResolver {
          @Query(() => [Author]) authors() { return this.store.all(); }
          @ResolveField() books(author: Author) { return this.store.booksOf(author.id); }
          @ResolveField('name') title(author: Author) { return this.loader.load(author.id); }
          helper() { return 1; }
        }`),
      ['nest Query.authors root', 'nest Author.books', 'nest Author.name loads'],
    );
  });

  it('are methods of type-graphql classes and object types', () => {
    assert.deepEqual(
      resolversOf(`import { Field, FieldResolver, Mutation, ObjectType, Resolver } from 'type-graphql';
        @ObjectType() export class Recipe { @Field() name: string; @Field() rating() { return 1; } }
        @Resolver((of) => Recipe) export class RecipeResolver {
          @Mutation() add() { return 1; }
          @FieldResolver() author(recipe: Recipe) { return load(recipe); }
        }`),
      ['type-graphql Recipe.rating', 'type-graphql Mutation.add root', 'type-graphql Recipe.author'],
    );
  });

  it('are functions in maps keyed by type, also those declared elsewhere', () => {
    assert.deepEqual(
      resolversOf(
        `import { IResolvers } from '@graphql-tools/utils'; import { booksOf } from './books';
        export const resolvers: IResolvers = {
          Query: { authors: () => all() },
          Author: { name: (author) => author.name, books: booksOf },
        };`,
        { 'books.ts': 'export function booksOf(author) { return find(author.id); }' },
      ),
      ['resolver-map Query.authors root', 'resolver-map Author.name', 'resolver-map Author.books'],
    );
    assert.deepEqual(
      resolversOf(`import type { AuthorResolvers } from './__generated__/types';
        export const Author: AuthorResolvers = { books: (author) => find(author.id) };`),
      ['resolver-map Author.books'],
    );
  });

  it('are resolve functions of a Pothos builder', () => {
    assert.deepEqual(
      resolversOf(`import SchemaBuilder from '@pothos/core';
        const builder = new SchemaBuilder({});
        builder.objectType('Author', { fields: (t) => ({ books: t.field({ type: 'Int', resolve: (author) => find(author.id) }) }) });
        builder.queryField('authors', (t) => t.field({ resolve: () => all() }));`),
      ['pothos Author.', 'pothos Query.authors root'],
    );
  });

  it('are nothing that only looks alike', () => {
    assert.deepEqual(
      resolversOf(`import { Resolver } from 'dns';
        const conflictResolvers = { Merge: { text: (a, b) => a } };
        new Promise((resolve) => resolve(1)); module.resolve = { Alias: { x: () => 1 } };
        webpack({ resolve: () => 1 });`),
      [],
    );
  });
});

describe('data loaders', () => {
  it('are known with their batch function', () => {
    const code = indexOf({
      'loaders.ts': `import DataLoader from 'dataloader';
        const batch = async (ids) => find(ids);
        export const books = new DataLoader(batch);
        export class Loaders { readonly users = new DataLoader(async (ids) => find(ids)); }`,
    });
    assert.deepEqual(
      code.batchLoaders.map(
        ({ name, batch }) => `${name} ${batch === null ? '?' : batch.replace(/@\d+/, '')}`,
      ),
      ['books loaders.ts#batch', 'users loaders.ts#/callback'],
    );
  });

  it('are functions in maps that are handed over where they are written', () => {
    assert.deepEqual(
      resolversOf(`import { makeExecutableSchema } from '@graphql-tools/schema';
        const booksOf = async (author) => find(author.id);
        export const schema = makeExecutableSchema({ typeDefs, resolvers: {
          Query: { authors: () => all() },
          Author: { books: booksOf, name: (author) => author.name, photo: { resolve: (author) => photo(author) } },
        } });
        export const other = makeForm({ resolvers: { Author: { books: booksOf } } });`),
      [
        'resolver-map Query.authors root',
        'resolver-map Author.books',
        'resolver-map Author.name',
        'resolver-map Author.photo',
      ],
    );
    assert.deepEqual(
      resolversOf(`import { ApolloServer } from '@apollo/server';
        new ApolloServer({ typeDefs, resolvers: [{ Author: { books: (author) => find(author) } }] });`),
      ['resolver-map Author.books'],
    );
  });

  it('of Pothos know the type behind a reference', () => {
    assert.deepEqual(
      resolversOf(`import SchemaBuilder from '@pothos/core'; const builder = new SchemaBuilder({});
        const Author = builder.objectRef<AuthorRow>('Author');
        Author.implement({ fields: (t) => ({ books: t.field({ resolve: (author) => find(author.id) }) }) });
        builder.objectField(Author, 'name', (t) => t.string({ resolve: (author) => author.name }));`),
      ['pothos Author.', 'pothos Author.'],
    );
  });
});
