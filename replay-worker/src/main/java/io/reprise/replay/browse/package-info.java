/**
 * Looking at the log without replaying it. In: a topic, a partition, offsets. Out: facts, or a page
 * of committed records and what it covers. It joins no group and changes nothing.
 */
@NullMarked
package io.reprise.replay.browse;

import org.jspecify.annotations.NullMarked;
