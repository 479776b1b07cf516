/**
 * The history of one partition's archive: numbered entries, each created once and chained to the
 * one before. In: what should happen next. Out: whether it did, and what the archive is now. The
 * only truth about which segments exist; it reads none of them.
 */
@NullMarked
package io.reprise.store.archive.log;

import org.jspecify.annotations.NullMarked;
