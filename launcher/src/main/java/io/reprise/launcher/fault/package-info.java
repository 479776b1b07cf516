/**
 * Doing harm to a running stack, and timing how it recovers. In: a stack and a replay. Out: how
 * long shards had no owner.
 */
@NullMarked
package io.reprise.launcher.fault;

import org.jspecify.annotations.NullMarked;
