/**
 * Changes the data of events between selection and target. In: the transforms of a plan, and one
 * selected record after the other. Out: the record with changed data, or why it cannot be changed.
 * A record is never passed on unchanged because a change of it failed. Must not know HTTP, slots,
 * the coordinator, delivery or transactions.
 */
@NullMarked
package io.reprise.replay.transform;

import org.jspecify.annotations.NullMarked;
