/**
 * Chooses the version that a run works on, compares it with the visible one, and swaps it in. In:
 * stored versions and a request. Out: a decision, a comparison, a new view. Must not know how rows
 * are written.
 */
@NullMarked
package io.reprise.rehydrate.postgres.version;

import org.jspecify.annotations.NullMarked;
