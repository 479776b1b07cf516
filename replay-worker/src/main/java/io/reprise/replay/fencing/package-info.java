/**
 * Transactions that only the present owner of a slot can commit. In: records and the shard's
 * progress. Out: both, or neither, also where a broker has forgotten to say which. It knows nothing
 * of groups beyond the proof it is handed.
 */
@NullMarked
package io.reprise.replay.fencing;

import org.jspecify.annotations.NullMarked;
