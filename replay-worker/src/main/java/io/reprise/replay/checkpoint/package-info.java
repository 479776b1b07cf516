/**
 * What is durably known of a shard: how far it is, what became of every offset, the digest of what
 * was delivered. In: slices of work. Out: the shard records of {@code reprise.progress}.
 */
@NullMarked
package io.reprise.replay.checkpoint;

import org.jspecify.annotations.NullMarked;
