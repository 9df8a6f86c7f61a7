import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { recipes } from '../../src/evolution/recipes/registry';
import { evolutionKinds } from '../../src/model/evolution';

const page = fs.readFileSync(path.join(__dirname, '../../docs/evolutions.md'), 'utf8');

/** Kinds in the first column of the tables about dialects. */
function documented(): readonly string[] {
  const lines = page.split('\n').filter((line) => /^\| `/.test(line));
  return lines
    .flatMap((line) => (line.split('|')[1] ?? '').match(/`[a-z-]+`/g) ?? [])
    .map((one) => one.slice(1, -1));
}

/** The cells of a dialect by kind. */
function cells(kind: string): readonly string[] {
  const line = page
    .split('\n')
    .find((one) => /^\| `/.test(one) && one.split('|')[1]?.includes(`\`${kind}\``));
  return (line ?? '')
    .split('|')
    .slice(2, 6)
    .map((cell) => cell.trim());
}

describe('docs/evolutions.md', () => {
  it('lists every recipe once, and nothing else', () => {
    assert.deepEqual([...documented()].sort(), recipes.map(({ kind }) => kind).sort());
  });

  it('has a recipe for every kind of the model', () => {
    assert.deepEqual(recipes.map(({ kind }) => kind).sort(), [...evolutionKinds].sort());
  });

  it('says a dash for a dialect that a recipe refuses, and only there', () => {
    const dialects = ['postgres', 'mariadb', 'mysql', 'sqlite'] as const;
    const wrong = recipes.flatMap((recipe) =>
      dialects.flatMap((dialect, at) => {
        const says = cells(recipe.kind)[at] !== '–';
        return says === recipe.dialects.includes(dialect) ? [] : [`${recipe.kind} ${dialect}`];
      }),
    );
    assert.deepEqual(wrong, []);
  });
});
