/**
 * The two bookkeeping tables: versions of a model, and the position of each partition. In: changes
 * made in the same transaction as the rows. Out: what is stored. Must not read or write rows of a
 * model.
 */
@NullMarked
package io.reprise.rehydrate.postgres.ledger;

import org.jspecify.annotations.NullMarked;
