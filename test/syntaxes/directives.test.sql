-- SYNTAX TEST "source.sql" "evolens directives in SQL comments"

-- evolens-ignore drop-column, drop-table: nobody has read it since May
-- ^^^^^^^^^^^^^^ keyword.control.directive.evolens
--                ^^^^^^^^^^^ entity.name.tag.rule.evolens
--                           ^ - entity.name.tag.rule.evolens
--                             ^^^^^^^^^^ entity.name.tag.rule.evolens
--                                       ^ punctuation.separator.reason.evolens
--                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ string.unquoted.reason.evolens
DROP TABLE "Old";

/* evolens-ignore-file rename-table: squashed baseline */
-- ^^^^^^^^^^^^^^^^^^^ keyword.control.directive.evolens
--                     ^^^^^^^^^^^^ entity.name.tag.rule.evolens
--                                   ^^^^^^^^^^^^^^^^^ string.unquoted.reason.evolens

-- evolens-ignored is another word
-- ^^^^^^^^^^^^^^^ - keyword.control.directive.evolens

SELECT 'evolens-ignore drop-column: in a string';
--      ^^^^^^^^^^^^^^ - keyword.control.directive.evolens
