/**
 * The commit log of one partition's archive: numbered entries, each created once and chained to the
 * entry before. In: an operation. Out: whether it was committed, and the archive's state
 * afterwards. Only the commit log decides which segments exist; checkpoints and manifests save
 * reads. Must not read or write segments.
 */
@NullMarked
package io.reprise.store.archive.log;

import org.jspecify.annotations.NullMarked;
