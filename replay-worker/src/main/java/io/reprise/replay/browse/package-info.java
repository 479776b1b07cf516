/**
 * Reads topics without replaying them. In: a topic, a partition and offsets. Out: facts about the
 * topic, or a page of committed records with the range that it covers. Must not know groups,
 * transactions or the control topics.
 */
@NullMarked
package io.reprise.replay.browse;

import org.jspecify.annotations.NullMarked;
