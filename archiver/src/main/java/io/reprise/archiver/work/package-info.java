/**
 * One partition's way into the archive, step by step: claim, spool, upload, verify, commit, trim.
 * In: a partition that this instance owns. Out: commit entries. Every step may be the last before a
 * crash, and is safe to take again.
 */
@NullMarked
package io.reprise.archiver.work;

import org.jspecify.annotations.NullMarked;
