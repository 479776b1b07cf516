/**
 * Read models in PostgreSQL: a table a version behind a view that never shows a part of one. In:
 * rows and positions. Out: versions, and which of them is visible. It does not know what a state
 * means, nor how it was folded.
 */
@NullMarked
package io.reprise.rehydrate.postgres;

import org.jspecify.annotations.NullMarked;
