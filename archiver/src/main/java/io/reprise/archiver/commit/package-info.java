/**
 * The commit log of a partition as its owner writes it. In: a claim and the entries to append. Out:
 * entries in the object store, and the head of the log in the anchor topic, which a process that
 * can write only to the bucket cannot change. Must not know how segments are made or what is
 * trimmed.
 */
@NullMarked
package io.reprise.archiver.commit;

import org.jspecify.annotations.NullMarked;
