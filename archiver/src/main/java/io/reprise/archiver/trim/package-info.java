/**
 * Trims Kafka: decides how far, records the intent, deletes, records the result. In: the archive,
 * its holds, the hot window, and the committed offsets of live groups. Out: deleted records and
 * commit entries. Must not know how records reach the archive.
 */
@NullMarked
package io.reprise.archiver.trim;

import org.jspecify.annotations.NullMarked;
