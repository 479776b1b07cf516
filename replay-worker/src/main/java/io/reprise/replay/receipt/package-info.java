/**
 * Accounts for every offset of a replay. In: a replay and its progress records; for a verification
 * also the source topic and the target. Out: the receipt; for a verification also every finding
 * that contradicts the receipt. Must not know slots, the coordinator, delivery or transactions.
 */
@NullMarked
package io.reprise.replay.receipt;

import org.jspecify.annotations.NullMarked;
