/**
 * {@code reprise groups}: shows consumer groups, and moves their committed offsets through a replay
 * worker, which has the policy and the archive and stores the offsets before each move. In: a
 * group, a topic, and where the group is to read on. Out: lag; the plan of a move; a move that is
 * done.
 */
@NullMarked
package io.reprise.cli.groups;

import org.jspecify.annotations.NullMarked;
