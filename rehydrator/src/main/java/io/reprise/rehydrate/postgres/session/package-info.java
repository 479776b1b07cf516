/**
 * Connections to PostgreSQL, the transactions in them, and the lock that keeps a second run out.
 * In: statements. Out: results, or errors that say whether a retry helps. Must not know any table
 * of a model.
 */
@NullMarked
package io.reprise.rehydrate.postgres.session;

import org.jspecify.annotations.NullMarked;
