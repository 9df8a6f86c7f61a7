import type { Dialect } from '../model/dialect';

// Words that cannot be a bare name. Postgres: every keyword of pg_get_keywords() that is not unreserved, read from
// PostgreSQL 18 (the rule of quote_ident). The others: the keyword lists of sql-parser-cst 0.42, which take
// theirs from the manuals.

const postgres = words(`
  all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean
  both case cast char character check coalesce collate collation column concurrently constraint create
  cross current_catalog current_date current_role current_schema current_time current_timestamp
  current_user dec decimal default deferrable desc distinct do else end except exists extract false
  fetch float for foreign freeze from full grant greatest group grouping having ilike in initially
  inner inout int integer intersect interval into is isnull join json json_array json_arrayagg
  json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value
  lateral leading least left like limit localtime localtimestamp merge_action national natural nchar
  none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay
  placing position precision primary real references returning right row select session_user setof
  similar smallint some substring symmetric system_user table tablesample then time timestamp to
  trailing treat trim true union unique user using values varchar variadic verbose when where window
  with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
  xmlserialize xmltable
`);

const mysqlAndMariadb = `
  accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call
  cascade case change char character check collate column condition constraint continue convert create
  cross current_date current_time current_timestamp current_user cursor database databases day_hour
  day_microsecond day_minute day_second dec decimal declare default delayed delete desc describe
  deterministic distinct distinctrow div double drop dual each else elseif enclosed escaped except
  exists exit explain false fetch float float4 float8 for force foreign from fulltext grant group
  having high_priority hour_microsecond hour_minute hour_second if ignore in index infile inner inout
  insensitive insert int int1 int2 int3 int4 int8 integer intersect interval into is iterate join key
  keys kill leading leave left like limit linear lines load localtime localtimestamp lock long longblob
  longtext loop low_priority master_ssl_verify_server_cert match maxvalue mediumblob mediumint
  mediumtext middleint minute_microsecond minute_second mod modifies natural no_write_to_binlog not
  null numeric on optimize option optionally or order out outer outfile over partition precision
  primary procedure purge range read read_write reads real recursive references regexp release rename
  repeat replace require resignal restrict return revoke right rlike rows schema schemas
  second_microsecond select sensitive separator set show signal smallint spatial specific sql
  sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate sqlwarning ssl starting
  straight_join table terminated then tinyblob tinyint tinytext to trailing trigger true undo union
  unique unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary
  varchar varcharacter varying when where while window with write xor year_month zerofill
`;

const mysql = words(
  mysqlAndMariadb +
    `
  cube cume_dist dense_rank empty first_value function generated get grouping groups io_after_gtids
  io_before_gtids json_table lag last_value lateral lead master_bind nth_value ntile of optimizer_costs
  percent_rank rank row row_number stored system virtual
`,
);

const mariadb = words(
  mysqlAndMariadb +
    `
  current_role delete_domain_id do_domain_ids general ignore_domain_ids ignore_server_ids
  master_heartbeat_period offset page_checksum parse_vcol_expr position ref_system_id returning slow
  stats_auto_recalc stats_persistent stats_sample_pages
`,
);

const sqlite = words(`
  abort action add after all alter always analyze and as asc attach autoincrement before begin between
  by cascade case cast check collate column commit conflict constraint create cross current
  current_date current_time current_timestamp database default deferrable deferred delete desc detach
  distinct do drop each else end escape except exclude exclusive exists explain fail filter first
  following for foreign from full generated glob group groups having if ignore immediate in index
  indexed initially inner insert instead intersect into is isnull join key last left like limit match
  materialized natural no not nothing notnull null nulls of offset on or order others outer over
  partition plan pragma preceding primary query raise range recursive references regexp reindex release
  rename replace restrict returning right rollback row rows savepoint select set table temp temporary
  then ties to transaction trigger unbounded union unique update using vacuum values view virtual when
  where window with without
`);

/** Lower case. */
export const reservedWords: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  postgres,
  mysql,
  mariadb,
  sqlite,
};

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
