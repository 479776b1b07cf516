/**
 * Archives the partitions that this instance owns, step by step: claim, spool, upload, verify,
 * commit. In: a partition and its topic's settings. Out: segments in the store and entries in the
 * commit log. A crash after any step is harmless: the next owner resumes from the commit log. Must
 * not know operators' requests.
 */
@NullMarked
package io.reprise.archiver.work;

import org.jspecify.annotations.NullMarked;
