/**
 * Membership in the two groups that Kafka runs for us. In: the session that is wanted. Out:
 * consumer settings for the protocol that can have it on this broker.
 */
@NullMarked
package io.reprise.replay.group;

import org.jspecify.annotations.NullMarked;
