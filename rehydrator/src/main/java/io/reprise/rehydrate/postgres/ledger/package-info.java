/**
 * The two bookkeeping tables: the versions of a model, and the position of each partition. In:
 * changes to these tables, made in the same transaction as the rows. Out: the stored versions and
 * positions. Must not read or write rows of a model.
 */
@NullMarked
package io.reprise.rehydrate.postgres.ledger;

import org.jspecify.annotations.NullMarked;
