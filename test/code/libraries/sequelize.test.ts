import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

const models = `import { DataTypes, Model, Sequelize } from 'sequelize';
  const sequelize = new Sequelize('x');
  export class User extends Model {
    async leave() { await this.destroy(); }
    static async all() { return this.findAll(); }
  }
  User.init({ mail: { type: DataTypes.STRING, field: 'email' } }, { sequelize, tableName: 'app_users' });`;

function ofBody(body: string): string[] {
  return queriesOf({
    'models.ts': models,
    'run.ts': `import { Op } from 'sequelize'; import { User } from './models';
      export async function run(ids: number[], t: any, open: any) { ${body} }`,
  }).slice(2);
}

describe('Sequelize', () => {
  it('reads finders with their options', () => {
    assert.deepEqual(
      ofBody(`await User.findAll({ where: { id: { [Op.in]: ids }, mail: 'x', [Op.or]: [{ id: 1 }] }, order: [['id', 'DESC']],
        limit: 3, offset: 6, attributes: ['mail'], include: [{ model: Order, as: 'orders', limit: 3 }, 'team'], transaction: t });`),
      [
        'sequelize read app_users: where idin email= id=, order id-, limit, offset, select email, with orders limited, with team, in transaction',
      ],
    );
    assert.deepEqual(
      ofBody(`await User.findByPk(1); await User.scope('open').count(); await User.findAll(open);`),
      [
        'sequelize read app_users: where id=, one',
        'sequelize count app_users: one',
        'sequelize read app_users: where unknown, order ?, unknown',
      ],
    );
  });

  it('reads writes of models and of rows', () => {
    assert.deepEqual(
      ofBody(`await User.bulkCreate([{ mail: 'x' }]); await User.update({ mail: 'y' }, { where: { id: ids } });
        await User.destroy({ where: {} }); const user = await User.findOne(); await user.update({ mail: 'z' });
        const [first] = await User.findAll(); await first.destroy();`),
      [
        "sequelize insert app_users: set email:'x', many",
        "sequelize update app_users: where id=, set email:'y'",
        'sequelize delete app_users',
        'sequelize read app_users: one',
        "sequelize update app_users: where id=, one, set email:'z', one",
        'sequelize read app_users',
        'sequelize delete app_users: where id=, one',
      ],
    );
  });

  it('tells the row from the model in `this`', () => {
    assert.deepEqual(queriesOf({ 'models.ts': models }), [
      'sequelize delete app_users: where id=, one',
      'sequelize read app_users',
    ]);
  });

  it('knows the models of sequelize-typescript and what $get loads', () => {
    assert.deepEqual(
      queriesOf({
        'team.ts': `import { Column, HasMany, Model, Table } from 'sequelize-typescript';
          @Table({ tableName: 'teams' }) export class Team extends Model { @Column name: string; }
          export async function members(team: Team) { return team.$get('members'); }`,
      }),
      ['sequelize read ?'],
    );
  });

  it('passes over what only looks alike', () => {
    assert.deepEqual(queriesOf({ 'models.ts': models, 'innocent.ts': innocent }).length, 2);
    assert.deepEqual(
      ofBody(`await router.destroy(); new Set([1]).delete(1); await service.update({ mail: 'x' });`),
      [],
    );
  });

  it('knows the methods that associations give to rows', () => {
    const files = (body: string): Record<string, string> => ({
      'models.ts': `import { HasManyGetAssociationsMixin, Model } from 'sequelize';
        export class Post extends Model {}
        export class Photo extends Model {}
        export class User extends Model {
          declare getPhotos: HasManyGetAssociationsMixin<Photo>;
          declare getTheme: () => string;
          getName() { return 'x'; }
        }
        User.hasMany(Post, { as: 'articles' });
        Post.belongsTo(User);`,
      'run.ts': `import { Post, User } from './models';
        export async function run(user: User, post: Post) { ${body} }`,
    });
    assert.deepEqual(
      queriesOf(
        files(
          `await user.getArticles(); await user.countArticles(); await user.getPhotos(); await post.getUser(); await user.createArticle({});`,
        ),
      ),
      [
        'sequelize read ?: where some',
        'sequelize count ?: where some',
        'sequelize read ?: where some',
        'sequelize read ?: where some',
        'sequelize insert ?: where some, set ?',
      ],
    );
    assert.deepEqual(
      queriesOf(
        files(`user.getName(); user.getTheme(); user.getPosts(); user.getOther(); other.getArticles();`),
      ),
      [],
    );
  });
});
