/**
 * The commit log of one partition's archive: numbered entries. Each entry is created once and
 * contains the digest of the entry before it. In: a change to make to the archive. Out: whether the
 * change was committed, and the archive's state after it. Only the commit log decides which
 * segments exist; checkpoints and manifests only save reads. Must not read or write segments.
 */
@NullMarked
package io.reprise.store.archive.log;

import org.jspecify.annotations.NullMarked;
