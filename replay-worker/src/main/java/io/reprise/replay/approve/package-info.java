/**
 * Says which replays need the approval of another person before they start, and how much all
 * replays together may do. In: the configuration of a worker and the plan of a replay. Out: why the
 * replay needs an approval, if it does. Must not know Kafka.
 */
@NullMarked
package io.reprise.replay.approve;

import org.jspecify.annotations.NullMarked;
