/**
 * The HTTP door of a compactor: a key's snapshot, how far each partition is, and audits. It decides
 * nothing about snapshots.
 */
@NullMarked
package io.reprise.compactor.http;

import org.jspecify.annotations.NullMarked;
