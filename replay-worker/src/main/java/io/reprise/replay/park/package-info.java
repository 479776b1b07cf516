/**
 * Defines parked records: the name of the topic that takes them, the header that says where a
 * record was read and why it was parked, and the cause by which they are grouped. In: a record and
 * the sentence with which it was refused. Out: the record as it is parked. Must know nothing of how
 * a replay runs: neither slots, the coordinator, delivery, transactions nor the control topics.
 */
@NullMarked
package io.reprise.replay.park;

import org.jspecify.annotations.NullMarked;
