/**
 * Shows consumer groups, and moves their committed offsets. In: a group, a topic, and where the
 * group is to read on. Out: the group and its lag; the plan of a move; a move, stored with the
 * offsets that the group had before it. Must not know HTTP, slots, the coordinator, delivery or
 * transactions.
 */
@NullMarked
package io.reprise.replay.group;

import org.jspecify.annotations.NullMarked;
