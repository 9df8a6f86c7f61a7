import { enumWithoutUnknown } from './contract/enum-without-unknown';
import { unversionedRoute } from './contract/unversioned-route';
import { backfillMissing } from './evolution/backfill-missing';
import { contractBeforeVerify } from './evolution/contract-before-verify';
import { contractWithoutExpand } from './evolution/contract-without-expand';
import { dualWriteIncomplete } from './evolution/dual-write-incomplete';
import { expandNeverContracted } from './evolution/expand-never-contracted';
import { planBigBang } from './evolution/plan-big-bang';
import { planContractTooEarly } from './evolution/plan-contract-too-early';
import { planDecommissionTooEarly } from './evolution/plan-decommission-too-early';
import { planStageSkipped } from './evolution/plan-stage-skipped';
import { planWithoutRollback } from './evolution/plan-without-rollback';
import { planWithoutThresholds } from './evolution/plan-without-thresholds';
import { planWithoutVerification } from './evolution/plan-without-verification';
import { readSwitchedWithoutFallback } from './evolution/read-switched-without-fallback';
import { addCheckValidating } from './migration/add-check-validating';
import { addColumnCheck } from './migration/add-column-check';
import { addColumnConstrainedDomain } from './migration/add-column-constrained-domain';
import { addColumnDefaultRewrite } from './migration/add-column-default-rewrite';
import { addColumnGeneratedStored } from './migration/add-column-generated-stored';
import { addColumnIdentity } from './migration/add-column-identity';
import { addColumnReferences } from './migration/add-column-references';
import { addColumnSerial } from './migration/add-column-serial';
import { addColumnUnique } from './migration/add-column-unique';
import { addExclusionConstraint } from './migration/add-exclusion-constraint';
import { addForeignKeyValidating } from './migration/add-foreign-key-validating';
import { addPrimaryKeyBlocking } from './migration/add-primary-key-blocking';
import { addPrimaryKeyNullableIndex } from './migration/add-primary-key-nullable-index';
import { addRequiredColumn } from './migration/add-required-column';
import { addUniqueConstraintBlocking } from './migration/add-unique-constraint-blocking';
import { alterColumnTypeConstraint } from './migration/alter-column-type-constraint';
import { alterColumnTypeDependents } from './migration/alter-column-type-dependents';
import { alterColumnTypeRewrite } from './migration/alter-column-type-rewrite';
import { alterWithoutAlgorithm } from './migration/alter-without-algorithm';
import { altersNotMerged } from './migration/alters-not-merged';
import { attachPartitionScanning } from './migration/attach-partition-scanning';
import { backfillUnbatched } from './migration/backfill-unbatched';
import { backfillWithSchemaChange } from './migration/backfill-with-schema-change';
import { boundedTextType } from './migration/bounded-text-type';
import { changeDefaultMixedVersions } from './migration/change-default-mixed-versions';
import { clusterTable } from './migration/cluster-table';
import { columnPadding } from './migration/column-padding';
import { columnReorder } from './migration/column-reorder';
import { concurrentIndexCorruption } from './migration/concurrent-index-corruption';
import { concurrentIndexRetryUnsafe } from './migration/concurrent-index-retry-unsafe';
import { concurrentlyInTransaction } from './migration/concurrently-in-transaction';
import { constrainedDomainChange } from './migration/constrained-domain-change';
import { constraintBreaksOldWriters } from './migration/constraint-breaks-old-writers';
import { convertCharset } from './migration/convert-charset';
import { createEnum } from './migration/create-enum';
import { createIndexBlocking } from './migration/create-index-blocking';
import { createPartitionLocksParent } from './migration/create-partition-locks-parent';
import { createTableForeignKeyLock } from './migration/create-table-foreign-key-lock';
import { createTriggerLock } from './migration/create-trigger-lock';
import { detachPartitionBlocking } from './migration/detach-partition-blocking';
import { downMigrationMissing } from './migration/down-migration-missing';
import { dropCascade } from './migration/drop-cascade';
import { dropColumn } from './migration/drop-column';
import { dropColumnStillDeclared } from './migration/drop-column-still-declared';
import { dropColumnStillUsed } from './migration/drop-column-still-used';
import { dropColumnWithDependents } from './migration/drop-column-with-dependents';
import { dropConstraint } from './migration/drop-constraint';
import { dropDatabase } from './migration/drop-database';
import { dropDefaultInUse } from './migration/drop-default-in-use';
import { dropIndexBlocking } from './migration/drop-index-blocking';
import { dropNotNull } from './migration/drop-not-null';
import { dropOrDisableTrigger } from './migration/drop-or-disable-trigger';
import { dropPrimaryKey } from './migration/drop-primary-key';
import { dropSchema } from './migration/drop-schema';
import { dropSharedObject } from './migration/drop-shared-object';
import { dropTable } from './migration/drop-table';
import { dropWithoutEarlierRelease } from './migration/drop-without-earlier-release';
import { duplicateColumn } from './migration/duplicate-column';
import { enumChangeCopy } from './migration/enum-change-copy';
import { enumRecreate } from './migration/enum-recreate';
import { enumValueUnordered } from './migration/enum-value-unordered';
import { enumValueUsedBeforeCommit } from './migration/enum-value-used-before-commit';
import { exclusiveLocksOnTwoTables } from './migration/exclusive-locks-on-two-tables';
import { foreignKeyTypeMismatch } from './migration/foreign-key-type-mismatch';
import { foreignKeyWithoutIndex } from './migration/foreign-key-without-index';
import { fulltextSpatialIndexBlocking } from './migration/fulltext-spatial-index-blocking';
import { grantOrRevoke } from './migration/grant-or-revoke';
import { hashIndex } from './migration/hash-index';
import { hiddenBatchConsumer } from './migration/hidden-batch-consumer';
import { identifierTooLong } from './migration/identifier-too-long';
import { indexAfterAlterInTransaction } from './migration/index-after-alter-in-transaction';
import { indexReplacedByDropFirst } from './migration/index-replaced-by-drop-first';
import { indexTooManyColumns } from './migration/index-too-many-columns';
import { inexactMoney } from './migration/inexact-money';
import { inlineReferencesIgnored } from './migration/inline-references-ignored';
import { insertWithoutColumns } from './migration/insert-without-columns';
import { jsonInsteadOfJsonb } from './migration/json-instead-of-jsonb';
import { largeTableAlter } from './migration/large-table-alter';
import { lockTable } from './migration/lock-table';
import { manyForeignKeysOneTransaction } from './migration/many-foreign-keys-one-transaction';
import { migrationOutOfOrder } from './migration/migration-out-of-order';
import { missingLockTimeout } from './migration/missing-lock-timeout';
import { missingStatementTimeout } from './migration/missing-statement-timeout';
import { modifyColumnCopy } from './migration/modify-column-copy';
import { moveOrRenameSchema } from './migration/move-or-rename-schema';
import { mysqlHygiene } from './migration/mysql-hygiene';
import { narrowColumnType } from './migration/narrow-column-type';
import { notAnalysed } from './migration/not-analysed';
import { notIdempotent } from './migration/not-idempotent';
import { notNullWithoutWriter } from './migration/not-null-without-writer';
import { onDeleteCascade } from './migration/on-delete-cascade';
import { refreshMaterializedViewBlocking } from './migration/refresh-materialized-view-blocking';
import { reindexBlocking } from './migration/reindex-blocking';
import { renameAsDropAndAdd } from './migration/rename-as-drop-and-add';
import { renameColumn } from './migration/rename-column';
import { renameEnumValue } from './migration/rename-enum-value';
import { renameTable } from './migration/rename-table';
import { replaceObjectContract } from './migration/replace-object-contract';
import { rowSecurityChange } from './migration/row-security-change';
import { serialInsteadOfIdentity } from './migration/serial-instead-of-identity';
import { sessionSettingLeftOn } from './migration/session-setting-left-on';
import { setAccessMethodRewrite } from './migration/set-access-method-rewrite';
import { setLoggedRewrite } from './migration/set-logged-rewrite';
import { setNotNullScanning } from './migration/set-not-null-scanning';
import { smallPrimaryKey } from './migration/small-primary-key';
import { sqliteTableRebuild } from './migration/sqlite-table-rebuild';
import { sqliteUnsupportedAlter } from './migration/sqlite-unsupported-alter';
import { statementsUnderExclusiveLock } from './migration/statements-under-exclusive-lock';
import { tableWithoutPrimaryKey } from './migration/table-without-primary-key';
import { timestampWithoutTimeZone } from './migration/timestamp-without-time-zone';
import { transactionUnbalanced } from './migration/transaction-unbalanced';
import { transactionalMix } from './migration/transactional-mix';
import { truncateCascade } from './migration/truncate-cascade';
import { truncateTable } from './migration/truncate-table';
import { uniqueMayFailOnDuplicates } from './migration/unique-may-fail-on-duplicates';
import { unqualifiedName } from './migration/unqualified-name';
import { updateOrDeleteAllRows } from './migration/update-or-delete-all-rows';
import { vacuumFull } from './migration/vacuum-full';
import { validateInSameTransaction } from './migration/validate-in-same-transaction';
import { backfillUnchunked } from './query/backfill-unchunked';
import { countPerItem } from './query/count-per-item';
import { dualWriteWithoutOutbox } from './query/dual-write-without-outbox';
import { entityMigrationDrift } from './query/entity-migration-drift';
import { failureReturnedInTransaction } from './query/failure-returned-in-transaction';
import { fieldResolverQuery } from './query/field-resolver-query';
import { filterInMemory } from './query/filter-in-memory';
import { findThenCreatePerItem } from './query/find-then-create-per-item';
import { flushPerItem } from './query/flush-per-item';
import { insertPerItem } from './query/insert-per-item';
import { ioInTransaction } from './query/io-in-transaction';
import { lazyReferenceInLoop } from './query/lazy-reference-in-loop';
import { lazyRelationInLoop } from './query/lazy-relation-in-loop';
import { loadToCount } from './query/load-to-count';
import { loopInvariantQuery } from './query/loop-invariant-query';
import { offsetPagination } from './query/offset-pagination';
import { orderedReadWithoutLimit } from './query/ordered-read-without-limit';
import { orderedRelationWithoutLimit } from './query/ordered-relation-without-limit';
import { outerClientInTransaction } from './query/outer-client-in-transaction';
import { parentChainQuery } from './query/parent-chain-query';
import { postWithoutIdempotencyKey } from './query/post-without-idempotency-key';
import { queryInAsyncForEach } from './query/query-in-async-for-each';
import { queryInConcurrentMap } from './query/query-in-concurrent-map';
import { queryInLoop } from './query/query-in-loop';
import { queryInLoopViaHelper } from './query/query-in-loop-via-helper';
import { queryInLoopViaService } from './query/query-in-loop-via-service';
import { recursiveQuery } from './query/recursive-query';
import { relationWithoutIndex } from './query/relation-without-index';
import { resolverMapQuery } from './query/resolver-map-query';
import { reusedFlag } from './query/reused-flag';
import { secondWriteOnlyLogged } from './query/second-write-only-logged';
import { sequentialIndependentReads } from './query/sequential-independent-reads';
import { sqlStringConcatenation } from './query/sql-string-concatenation';
import { staleFlag } from './query/stale-flag';
import { tableSharedByServices } from './query/table-shared-by-services';
import { transactionPerItem } from './query/transaction-per-item';
import { unboundedFanOut } from './query/unbounded-fan-out';
import { unboundedInList } from './query/unbounded-in-list';
import { unboundedRead } from './query/unbounded-read';
import { unindexedFilter } from './query/unindexed-filter';
import { unsortedBulkUpsert } from './query/unsorted-bulk-upsert';
import { updatePerItem } from './query/update-per-item';
import { wideSelect } from './query/wide-select';
import { writeWithoutWhere } from './query/write-without-where';
import { writesWithoutTransaction } from './query/writes-without-transaction';
import type {
  ContractRule,
  EngineRule,
  MigrationRule,
  PlanRule,
  QueryRule,
  RuleMeta,
  WholeCodeRule,
  WholeMigrationRule,
} from './rule';
import { suppressionUnused } from './suppression/suppression-unused';
import { suppressionWithoutReason } from './suppression/suppression-without-reason';

/** Static imports, so that bundles hold them; sorted by id. A test compares this list with folders and pages. */
export const migrationRules: readonly MigrationRule[] = [
  addCheckValidating,
  addColumnCheck,
  addColumnConstrainedDomain,
  addColumnDefaultRewrite,
  addColumnGeneratedStored,
  addColumnIdentity,
  addColumnReferences,
  addColumnSerial,
  addColumnUnique,
  addExclusionConstraint,
  addForeignKeyValidating,
  addPrimaryKeyBlocking,
  addPrimaryKeyNullableIndex,
  addRequiredColumn,
  addUniqueConstraintBlocking,
  alterColumnTypeConstraint,
  alterColumnTypeDependents,
  alterColumnTypeRewrite,
  alterWithoutAlgorithm,
  altersNotMerged,
  attachPartitionScanning,
  backfillMissing,
  backfillUnbatched,
  backfillWithSchemaChange,
  boundedTextType,
  changeDefaultMixedVersions,
  clusterTable,
  columnPadding,
  columnReorder,
  concurrentIndexCorruption,
  concurrentIndexRetryUnsafe,
  concurrentlyInTransaction,
  constrainedDomainChange,
  constraintBreaksOldWriters,
  contractBeforeVerify,
  contractWithoutExpand,
  convertCharset,
  createEnum,
  createIndexBlocking,
  createPartitionLocksParent,
  createTableForeignKeyLock,
  createTriggerLock,
  detachPartitionBlocking,
  dropCascade,
  dropColumn,
  dropColumnStillDeclared,
  dropColumnStillUsed,
  dropColumnWithDependents,
  dropConstraint,
  dropDatabase,
  dropDefaultInUse,
  dropIndexBlocking,
  dropNotNull,
  dropOrDisableTrigger,
  dropPrimaryKey,
  dropSchema,
  dropSharedObject,
  dropTable,
  dropWithoutEarlierRelease,
  duplicateColumn,
  enumChangeCopy,
  enumRecreate,
  enumValueUnordered,
  enumValueUsedBeforeCommit,
  exclusiveLocksOnTwoTables,
  foreignKeyTypeMismatch,
  foreignKeyWithoutIndex,
  fulltextSpatialIndexBlocking,
  grantOrRevoke,
  hashIndex,
  hiddenBatchConsumer,
  identifierTooLong,
  indexAfterAlterInTransaction,
  indexReplacedByDropFirst,
  indexTooManyColumns,
  inexactMoney,
  inlineReferencesIgnored,
  insertWithoutColumns,
  jsonInsteadOfJsonb,
  largeTableAlter,
  lockTable,
  manyForeignKeysOneTransaction,
  missingLockTimeout,
  missingStatementTimeout,
  modifyColumnCopy,
  moveOrRenameSchema,
  mysqlHygiene,
  narrowColumnType,
  notIdempotent,
  notNullWithoutWriter,
  onDeleteCascade,
  refreshMaterializedViewBlocking,
  reindexBlocking,
  renameAsDropAndAdd,
  renameColumn,
  renameEnumValue,
  renameTable,
  replaceObjectContract,
  rowSecurityChange,
  serialInsteadOfIdentity,
  sessionSettingLeftOn,
  setAccessMethodRewrite,
  setLoggedRewrite,
  setNotNullScanning,
  smallPrimaryKey,
  sqliteTableRebuild,
  sqliteUnsupportedAlter,
  statementsUnderExclusiveLock,
  tableWithoutPrimaryKey,
  timestampWithoutTimeZone,
  transactionUnbalanced,
  transactionalMix,
  truncateCascade,
  truncateTable,
  uniqueMayFailOnDuplicates,
  unqualifiedName,
  updateOrDeleteAllRows,
  vacuumFull,
  validateInSameTransaction,
];

export const wholeMigrationRules: readonly WholeMigrationRule[] = [downMigrationMissing, migrationOutOfOrder];

export const queryRules: readonly QueryRule[] = [
  backfillUnchunked,
  countPerItem,
  dualWriteWithoutOutbox,
  failureReturnedInTransaction,
  fieldResolverQuery,
  filterInMemory,
  findThenCreatePerItem,
  flushPerItem,
  insertPerItem,
  ioInTransaction,
  lazyReferenceInLoop,
  lazyRelationInLoop,
  loadToCount,
  loopInvariantQuery,
  offsetPagination,
  orderedReadWithoutLimit,
  orderedRelationWithoutLimit,
  outerClientInTransaction,
  parentChainQuery,
  queryInAsyncForEach,
  queryInConcurrentMap,
  queryInLoop,
  queryInLoopViaHelper,
  queryInLoopViaService,
  recursiveQuery,
  resolverMapQuery,
  secondWriteOnlyLogged,
  sequentialIndependentReads,
  sqlStringConcatenation,
  transactionPerItem,
  unboundedFanOut,
  unboundedInList,
  unboundedRead,
  unindexedFilter,
  unsortedBulkUpsert,
  updatePerItem,
  wideSelect,
  writeWithoutWhere,
  writesWithoutTransaction,
];

/** Rules about queries that see all files at once. */
export const wholeCodeRules: readonly WholeCodeRule[] = [
  entityMigrationDrift,
  postWithoutIdempotencyKey,
  relationWithoutIndex,
  reusedFlag,
  staleFlag,
  tableSharedByServices,
];

export const contractRules: readonly ContractRule[] = [enumWithoutUnknown, unversionedRoute];

/** Rules about plan files and what they say of code. */
export const planRules: readonly PlanRule[] = [
  dualWriteIncomplete,
  expandNeverContracted,
  planBigBang,
  planContractTooEarly,
  planDecommissionTooEarly,
  planStageSkipped,
  planWithoutRollback,
  planWithoutThresholds,
  planWithoutVerification,
  readSwitchedWithoutFallback,
];

export const engineRules: readonly EngineRule[] = [notAnalysed, suppressionUnused, suppressionWithoutReason];

/** Metadata of every rule, sorted by id. */
export const allRules: readonly RuleMeta[] = [
  ...migrationRules,
  ...wholeMigrationRules,
  ...queryRules,
  ...wholeCodeRules,
  ...contractRules,
  ...planRules,
  ...engineRules,
]
  .map((rule) => rule.meta)
  .sort((a, b) => (a.id < b.id ? -1 : 1));

export const ruleIds: ReadonlySet<string> = new Set(allRules.map((meta) => meta.id));
